export interface Gap {
  unit: string
  from: string
  to: string
}

/** The hours nobody covers, out of the detail of `period.gap`: "office FROM/TO; food FROM/TO". */
export function gapsIn(detail: string): Gap[] {
  return detail.split('; ').flatMap((piece) => {
    const [, unit, from, to] = /^(\S+) ([^/\s]+)\/(\S+)$/.exec(piece) ?? []
    return unit && from && to ? [{ unit, from, to }] : []
  })
}
