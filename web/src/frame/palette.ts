export interface Entry {
  id: string
  label: string
  keys?: string
  run: () => void
}

const plainly = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** The entries whose label holds what was typed, in their order; all of them while nothing is typed. */
export function matching(entries: Entry[], typed: string): Entry[] {
  const wanted = plainly(typed)
  return entries.filter((entry) => plainly(entry.label).includes(wanted))
}

/** What a number names: a case by its full number in any letters and widths, an issue by its bare digits. */
export function numberIn(typed: string): { case: string } | { issue: string } | undefined {
  const text = plainly(typed)
  if (/^hb-\d{4}-\d{4}-[0-9a-z]{4}-[0-9a-z]$/.test(text)) return { case: text.toUpperCase() }
  return /^#?[1-9]\d{0,14}$/.test(text) ? { issue: text.replace('#', '') } : undefined
}
