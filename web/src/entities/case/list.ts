import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Schemas } from '@/api/client'

/** The chips above the inbox, each a question to the server. */
export const views = ['all', 'mine', 'soon', 'overdue', 'approve', 'publish'] as const
export type View = (typeof views)[number]
export const sorts = ['due', 'updated', 'opened'] as const
export type Sort = (typeof sorts)[number]

/** What the inbox shows; all of it stands in the address. */
export interface ListState {
  view: View
  unit: string
  q: string
  closed: boolean
  /** "2026-03": only those opened in it */
  month: string
  sort: Sort
}

const first = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''
const oneOf = <T extends string>(all: readonly T[], value: string, other: T): T =>
  all.find((one) => one === value) ?? other

export function stateOf(query: LocationQuery): ListState {
  return {
    view: oneOf(views, first(query.view), 'all'),
    unit: first(query.unit),
    q: first(query.q).slice(0, 100),
    closed: first(query.closed) === '1',
    month: /^\d{4}-\d\d$/.test(first(query.month)) ? first(query.month) : '',
    sort: oneOf(sorts, first(query.sort), 'due'),
  }
}

/** Only what differs from the plain inbox, so that addresses stay short. */
export function queryOf(state: ListState): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  if (state.view !== 'all') query.view = state.view
  if (state.unit) query.unit = state.unit
  if (state.q) query.q = state.q
  if (state.closed) query.closed = '1'
  if (state.month) query.month = state.month
  if (state.sort !== 'due') query.sort = state.sort
  return query
}

export interface ListQuestion {
  unit?: string
  waits_for?: Schemas['WaitsFor']
  mine?: boolean
  open?: boolean
  clock?: 'soon' | 'overdue'
  q?: string
  month?: string
  sort: Sort
}

export function questionOf(state: ListState): ListQuestion {
  const question: ListQuestion = { sort: state.sort }
  if (!state.closed) question.open = true
  if (state.unit) question.unit = state.unit
  if (state.q) question.q = state.q
  if (state.month) question.month = state.month
  switch (state.view) {
    case 'all':
      break
    case 'mine':
      question.mine = true
      break
    case 'soon':
    case 'overdue':
      question.clock = state.view
      break
    case 'approve':
    case 'publish':
      question.waits_for = state.view
      break
  }
  return question
}

/** The most cases the server counts; a larger number stands for more. */
export const kMostCounted = 1000
export const counted = (n: number) => (n > kMostCounted ? `${kMostCounted}+` : String(n))

/** The chosen with this one in or out. */
export function toggled(chosen: ReadonlySet<string>, number: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(number)) next.add(number)
  return next
}
