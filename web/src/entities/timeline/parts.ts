/** What a timeline is narrowed to: notes, what was said in public, and whatever else changed. */
export const kParts = ['all', 'changes', 'public', 'notes'] as const
export type Part = (typeof kParts)[number]

const kSaid = new Set(['published', 'template-sent', 'parent-spoke', 'statement-published', 'not-ours'])

export const partOf = (event: string): Exclude<Part, 'all'> =>
  event === 'note-added' ? 'notes' : kSaid.has(event) ? 'public' : 'changes'
