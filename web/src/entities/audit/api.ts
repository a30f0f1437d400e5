import type { LocationQuery } from 'vue-router'
import { call, client } from '@/api/client'
import { serverLanguage } from '@/i18n'

export const kinds = ['cases', 'issues', 'records', 'searches', 'shown'] as const
export type Kind = (typeof kinds)[number]

/** What the log is narrowed to; all of it stands in the address. */
export interface AuditFilter {
  kind?: Kind
  by?: number
  number?: string
  from?: string
  to?: string
}

const first = (value: LocationQuery[string] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''
const kDay = /^\d{4}-\d\d-\d\d$/

export function filterOf(query: LocationQuery): AuditFilter {
  const filter: AuditFilter = {}
  const kind = kinds.find((one) => one === first(query.kind))
  if (kind) filter.kind = kind
  if (/^\d{1,15}$/.test(first(query.by))) filter.by = Number(first(query.by))
  if (first(query.number)) filter.number = first(query.number).slice(0, 40)
  if (kDay.test(first(query.from))) filter.from = first(query.from)
  if (kDay.test(first(query.to))) filter.to = first(query.to)
  return filter
}

export const readAudit = (filter: AuditFilter, cursor?: string) =>
  call(client.GET('/audit', { params: { query: { ...filter, cursor } } }))
export type AuditPage = Awaited<ReturnType<typeof readAudit>>
export type AuditLine = AuditPage['items'][number]

export function exportLink(filter: AuditFilter): string {
  const query = new URLSearchParams({ lang: serverLanguage() })
  for (const [name, value] of Object.entries(filter)) query.set(name, String(value))
  return `/api/v1/audit/export?${query.toString()}`
}
