import { useI18n } from 'vue-i18n'
import { useDates } from '@/i18n/dates'

/** From when to when: the day once, where both ends are on it. */
export function useSpan() {
  const { t } = useI18n()
  const { date, time, dateTime } = useDates()
  const next = (iso: string) => date(Date.parse(iso) + 24 * 3600 * 1000)
  /** Without the day it begins on. */
  const hours = (from: string, to: string) => {
    const end = date(to)
    if (end === date(from)) return `${time(from)}–${time(to)}`
    if (end === next(from)) return `${time(from)}–${t('duty.next-day', { time: time(to) })}`
    return `${time(from)}–${dateTime(to)}`
  }
  return { hours, span: (from: string, to: string) => `${date(from)} ${hours(from, to)}` }
}
