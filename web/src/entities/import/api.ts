import { call, client, type Schemas } from '@/api/client'

export type ColumnMap = Schemas['ColumnMap']
export type Field = Schemas['ImportColumn']['field']
export type WordField = Schemas['ImportWord']['field']
export type Imported = Schemas['Imported']
export type ImportLine = Imported['lines'][number]

export const fields: { id: Field; needed?: boolean }[] = [
  { id: 'number', needed: true },
  { id: 'text', needed: true },
  { id: 'title' },
  { id: 'received' },
  { id: 'due' },
  { id: 'contact' },
  { id: 'place' },
  { id: 'kind' },
  { id: 'matter' },
  { id: 'privacy' },
]

/** What of a request's 1 MiB is left for the file; longer ones are brought in on the command line. */
export const kMostBytes = 900_000

/** A spreadsheet's CSV is UTF-8 or GB18030. */
export function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

export const listImports = () => call(client.GET('/imports'))

export interface Question {
  from: string
  csv: string
  columns: ColumnMap['columns']
  words: ColumnMap['words']
}

/** Goes through the whole file, 200 records a request; `told` hears what is done so far. */
export async function goThrough(
  question: Question,
  dryRun: boolean,
  told: (so_far: Imported) => void = () => {},
): Promise<Imported> {
  let whole: Imported | undefined
  for (let offset: number | undefined = 0; offset !== undefined;) {
    const part: Imported = await call(client.POST('/imports/cases', { body: { ...question, dry_run: dryRun, offset } }))
    whole = whole ? { ...part, lines: [...whole.lines, ...part.lines] } : part
    told(whole)
    offset = part.next
  }
  return whole as Imported
}
