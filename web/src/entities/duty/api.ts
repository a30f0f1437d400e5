import { call, callTagged, client, type Schemas } from '@/api/client'

export type Roster = Schemas['Roster']
export type RosterCommand = Schemas['RosterCommand']
export type Shift = Roster['shifts'][number]
export type Rotation = Roster['rotations'][number]
export type Swap = Roster['swaps'][number]
export type Periods = Schemas['Periods']
export type Period = Periods['items'][number]

/** `from`: the first local day; '' is today. */
export const getRoster = (unit: string, from: string, days: number) =>
  callTagged(client.GET('/rosters/{unit}', { params: { path: { unit }, query: { from: from || undefined, days } } }))

export const actOnRoster = (unit: string, tag: string, body: RosterCommand) =>
  callTagged(client.POST('/rosters/{unit}/commands', { params: { path: { unit }, header: { 'If-Match': tag } }, body }))

export const listPeriods = () => call(client.GET('/periods'))

export const declarePeriod = (body: { from: string; to: string; units: string[]; reason: string }) =>
  call(client.POST('/periods', { body }))

export const liftPeriod = (id: number, reason: string) =>
  call(client.POST('/periods/{id}/lift', { params: { path: { id } }, body: { reason } }))

export const getCalendar = () => call(client.GET('/calendar'))
export const beginCalendar = () => call(client.POST('/calendar'))
export const endCalendar = () => call(client.POST('/calendar/end'))
