import { call, callTagged, client, type Schemas } from '@/api/client'
import { serverLanguage } from '@/i18n'

export type Accountability = Schemas['Accountability']
export type Figure = Accountability['figures'][number]
export type Miss = Schemas['Miss']
export type Contest = Schemas['Contest']
export type Review = Schemas['Review']
export type ReviewPage = Schemas['ReviewPage']
export type ReviewCommand = Schemas['ReviewCommand']

export const getAccountability = (unit?: string, month?: string) =>
  call(client.GET('/accountability', { params: { query: { unit, month, lang: serverLanguage() } } }))

export const contestFigure = (body: { unit: string; month: string; figure: string; reason: string }) =>
  call(client.POST('/contests', { params: { query: { lang: serverLanguage() } }, body }))

export const answerContest = (contest: Contest, upheld: boolean, answer: string) =>
  call(
    client.POST('/contests/{id}/commands', {
      params: {
        path: { id: contest.id },
        query: { lang: serverLanguage() },
        header: { 'If-Match': `"${contest.version}"` },
      },
      body: { do: 'answer', upheld, answer },
    }),
  )

/** Why a clock was missed: said of the case, the issue or the directive that it is of. */
export function explainMiss(miss: Miss, reason: string): Promise<unknown> {
  const body = { do: 'explain-miss', clock: miss.clock, round: miss.round, reason } as const
  const header = { 'If-Match': `"${miss.version}"` }
  if (miss.case)
    return call(client.POST('/cases/{number}/commands', { params: { path: { number: miss.case }, header }, body }))
  if (miss.issue)
    return call(client.POST('/issues/{id}/commands', { params: { path: { id: miss.issue }, header }, body }))
  return call(client.POST('/directives/{id}/commands', { params: { path: { id: miss.directive ?? 0 }, header }, body }))
}

export const getReview = (id: number) => callTagged(client.GET('/reviews/{id}', { params: { path: { id } } }))

export const actOnReview = (id: number, tag: string, body: ReviewCommand) =>
  callTagged(client.POST('/reviews/{id}/commands', { params: { path: { id }, header: { 'If-Match': tag } }, body }))
