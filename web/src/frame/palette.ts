import { plainly } from '@/shared/numbers'

export interface Entry {
  id: string
  label: string
  keys?: string
  run: () => void
}

/** The entries whose label holds what was typed, in their order; all of them while nothing is typed. */
export function matching(entries: Entry[], typed: string): Entry[] {
  const wanted = plainly(typed)
  return entries.filter((entry) => plainly(entry.label).includes(wanted))
}
