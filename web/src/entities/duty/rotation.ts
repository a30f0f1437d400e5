const kDay = 24 * 60

/** "08:30" of 510; past midnight the next day's time. */
export function timeOf(minute: number): string {
  const of = minute % kDay
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`
}

/** Minutes since midnight of two times; an end that is not later is on the next day. */
export function minutesOf(from: string, to: string): { from_minute: number; to_minute: number } {
  const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  const [begin, end] = [minute(from), minute(to)]
  return { from_minute: begin, to_minute: end > begin ? end : end + kDay }
}
