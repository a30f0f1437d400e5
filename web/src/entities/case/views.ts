import type { LocationQueryRaw } from 'vue-router'
import { queryOf, stateOf, type ListState } from './list'

/** A question to the inbox under a name, kept in this browser for the person who is signed in. */
export interface SavedView {
  name: string
  query: LocationQueryRaw
}

export const kMostViews = 12
export const kMostName = 20
const keyOf = (user: number) => `hearback:views:${user}`

/** What was kept; anything else than views that this desk understands is left out. */
export function savedViews(user: number): SavedView[] {
  try {
    const got: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? '[]')
    if (!Array.isArray(got)) return []
    return (got as Partial<SavedView>[])
      .filter((one) => typeof one?.name === 'string' && one.name !== '' && typeof one.query === 'object' && one.query)
      .slice(0, kMostViews)
      .map((one) => ({ name: String(one.name), query: queryOf(stateOf(one.query as Record<string, string>)) }))
  } catch {
    return []
  }
}

export function keepViews(user: number, views: SavedView[]) {
  localStorage.setItem(keyOf(user), JSON.stringify(views))
}

/** A view of the same name is replaced. */
export function withView(views: SavedView[], name: string, state: ListState): SavedView[] {
  const view = { name, query: queryOf(state) }
  return views.some((one) => one.name === name)
    ? views.map((one) => (one.name === name ? view : one))
    : [...views, view]
}

export const isView = (view: SavedView, state: ListState) =>
  JSON.stringify(view.query) === JSON.stringify(queryOf(state))

/** A question as the server keeps it for a unit, and back; what this desk does not understand is left out. */
export const packed = (state: ListState) => new URLSearchParams(queryOf(state) as Record<string, string>).toString()
export const unpacked = (query: string) => queryOf(stateOf(Object.fromEntries(new URLSearchParams(query))))
