import { call, callTagged, client, type Schemas } from '@/api/client'
import { serverLanguage } from '@/i18n'
import type { ListQuestion } from './list'

export type Case = Schemas['Case']
export type CaseRow = Schemas['CaseRow']
export type CaseCommand = Schemas['CaseCommand']
export type CaseDo = Schemas['CaseDo']
export type Draft = Schemas['Draft']
export type NewCase = Schemas['NewCase']
export type InboxCounts = Schemas['InboxCounts']

export const listCases = (question: ListQuestion, cursor?: string, limit = 100) =>
  call(client.GET('/cases', { params: { query: { ...question, cursor, limit } } }))

/** How many each finds; past kMostCounted it is more than that. */
export const countCases = async (questions: ListQuestion[]) =>
  (
    await call(
      client.POST('/counts', {
        body: {
          questions: questions.map(({ unit, waits_for, mine, open, clock, q, month }) => ({
            unit,
            waits_for,
            mine,
            open,
            clock,
            q,
            month,
          })),
        },
      }),
    )
  ).counts

export const sharedViews = () => call(client.GET('/views'))
export type SharedViews = Schemas['SharedViews']
export type SharedView = SharedViews['items'][number]
export const shareView = (body: { unit: string; name: string; query: string }) => call(client.POST('/views', { body }))
export const actOnView = (id: number, body: { do: 'rename' | 'unshare'; name?: string }) =>
  call(client.POST('/views/{id}/commands', { params: { path: { id } }, body }))

export const listMentions = async () => (await call(client.GET('/mentions'))).items
export type Mention = Awaited<ReturnType<typeof listMentions>>[number]
export const seeCase = (number: string) => call(client.POST('/cases/{number}/seen', { params: { path: { number } } }))

export const suggestColleagues = async (number: string, q: string, readers: 'unit' | 'handlers' | 'readers') =>
  (await call(client.GET('/cases/{number}/colleagues', { params: { path: { number }, query: { q, readers } } }))).items
export type Colleague = Awaited<ReturnType<typeof suggestColleagues>>[number]

export const openCase = (body: NewCase) => call(client.POST('/cases', { body }))

export const getCase = (number: string) =>
  callTagged(client.GET('/cases/{number}', { params: { path: { number }, query: { lang: serverLanguage() } } }))

export const actOnCase = (number: string, tag: string, body: CaseCommand) =>
  callTagged(
    client.POST('/cases/{number}/commands', {
      params: { path: { number }, query: { lang: serverLanguage() }, header: { 'If-Match': tag } },
      body,
    }),
  )

/** A file as it is; what it is the server sees by its first bytes. */
export const addEvidence = (number: string, title: string, file: Blob) =>
  call(
    client.POST('/cases/{number}/evidence', {
      params: { path: { number }, query: { title } },
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file as unknown as string,
      bodySerializer: (body) => body,
    }),
  )

/** Each call is on the record. */
export const showCitizen = (number: string) =>
  call(client.POST('/cases/{number}/citizen', { params: { path: { number } } }))

/** A photo of the citizen's, from 1. Each call is on the record. */
export const showPhoto = (number: string, id: number) =>
  call(
    client.POST('/cases/{number}/photos/{id}', { params: { path: { number, id } }, parseAs: 'blob' }),
  ) as Promise<Blob>
