import { call, callTagged, client, type Schemas } from '@/api/client'
import { serverLanguage } from '@/i18n'

export type Issue = Schemas['Issue']
export type IssueRow = Schemas['IssueRow']
export type IssueCommand = Schemas['IssueCommand']
export type Post = Schemas['Post']
export type AlikeIssues = Schemas['AlikeIssues']
export type Grade = Schemas['Grade']

export const grades = ['critical', 'serious', 'routine'] as const satisfies Grade[]

export interface IssueQuestion {
  at_least?: Grade
  undecided?: boolean
  ours?: boolean
}

export const listIssues = (question: IssueQuestion, cursor?: string) =>
  call(client.GET('/issues', { params: { query: { ...question, cursor, limit: 50 } } }))

export const getIssue = (id: number) =>
  callTagged(client.GET('/issues/{id}', { params: { path: { id }, query: { lang: serverLanguage() } } }))

export const listPosts = (id: number, cursor?: string) =>
  call(
    client.GET('/issues/{id}/posts', {
      params: { path: { id }, query: { lang: serverLanguage(), cursor, limit: 50 } },
    }),
  )

export const listAlike = (issue?: number) =>
  call(client.GET('/alike', { params: { query: { issue, lang: serverLanguage() } } }))

export const actOnIssue = (id: number, tag: string, body: IssueCommand) =>
  callTagged(
    client.POST('/issues/{id}/commands', {
      params: { path: { id }, query: { lang: serverLanguage() }, header: { 'If-Match': tag } },
      body,
    }),
  )
