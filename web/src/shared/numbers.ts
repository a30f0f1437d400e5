export const plainly = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** What a number names: a case by its full number in any letters and widths, an issue by its bare digits. */
export function numberIn(typed: string): { case: string } | { issue: string } | undefined {
  const text = plainly(typed)
  if (/^hb-\d{4}-\d{4}-[0-9a-z]{4}-[0-9a-z]$/.test(text)) return { case: text.toUpperCase() }
  return /^#?[1-9]\d{0,14}$/.test(text) ? { issue: text.replace('#', '') } : undefined
}
