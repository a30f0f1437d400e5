export interface Piece {
  text: string
  marked: boolean
}

/** A text cut where `marks` (from and to, in code points, ascending, apart) begin and end. */
export function pieces(text: string, marks: number[][]): Piece[] {
  const points = [...text]
  const out: Piece[] = []
  const add = (from: number, to: number, marked: boolean) => {
    if (to > from) out.push({ text: points.slice(from, to).join(''), marked })
  }
  let at = 0
  for (const [from = 0, to = 0] of marks) {
    add(at, from, false)
    add(from, to, true)
    at = to
  }
  add(at, points.length, false)
  return out
}
