import { call, callTagged, client, type Schemas } from '@/api/client'
import { serverLanguage } from '@/i18n'

export type Watch = Schemas['Watch']
export type PostsFound = Schemas['PostsFound']
export type PostHit = Schemas['PostHit']
export type WatchCommand = Schemas['WatchCommand']

/** By a query, or by the number of a watch; `days` 0 is whenever. */
export interface Search {
  q?: string
  watch?: string
  days: number
}

export const searchPosts = (search: Search, cursor?: string) =>
  call(client.GET('/posts', { params: { query: { ...search, cursor, limit: 20, lang: serverLanguage() } } }))

export const listWatches = () => call(client.GET('/watches', { params: { query: { lang: serverLanguage() } } }))

export const keepWatch = (body: { name: string; query: string; unit: string }) =>
  callTagged(client.POST('/watches', { params: { query: { lang: serverLanguage() } }, body }))

export const actOnWatch = (watch: Watch, body: WatchCommand) =>
  callTagged(
    client.POST('/watches/{id}/commands', {
      params: {
        path: { id: watch.id },
        query: { lang: serverLanguage() },
        header: { 'If-Match': `"${watch.version}"` },
      },
      body,
    }),
  )

export const listSearches = (cursor?: string) => call(client.GET('/searches', { params: { query: { cursor } } }))
