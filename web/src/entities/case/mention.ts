/** What is typed after the last "@" before the caret; nothing when no name is being typed there. */
export function typedName(text: string, caret: number): { from: number; typed: string } | undefined {
  const from = text.slice(0, caret).lastIndexOf('@')
  if (from < 0) return undefined
  const typed = text.slice(from + 1, caret)
  return /[\s@，。；、]/.test(typed) || typed.length > 20 ? undefined : { from, typed }
}

/** Those of the named who still stand in the text. */
export const stillNamed = <T extends { name: string }>(text: string, named: T[]): T[] =>
  named.filter((one) => text.includes(`@${one.name}`))
