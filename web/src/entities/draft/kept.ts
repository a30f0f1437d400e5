/** What somebody has typed and not yet handed in, kept in this browser until it is, or until they sign out. */
export interface Kept {
  text: string
  note: string
  title: string
  sources: string
  next: string
  promises: { what: string; by: string }[]
  at: number
}

const kPrefix = 'hearback:draft:'

export function keepDraft(key: string, draft: Kept) {
  localStorage.setItem(kPrefix + key, JSON.stringify(draft))
}

export function keptDraft(key: string): Kept | undefined {
  const stored = localStorage.getItem(kPrefix + key)
  if (!stored) return undefined
  try {
    const got = JSON.parse(stored) as Partial<Kept>
    return {
      text: got.text ?? '',
      note: got.note ?? '',
      title: got.title ?? '',
      sources: got.sources ?? '',
      next: got.next ?? '',
      promises: got.promises ?? [],
      at: got.at ?? 0,
    }
  } catch {
    return undefined
  }
}

export function forgetDraft(key: string) {
  localStorage.removeItem(kPrefix + key)
}

export function forgetDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(kPrefix)) localStorage.removeItem(key)
}
