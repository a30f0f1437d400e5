import { call, callTagged, client, type Schemas } from '@/api/client'

export type People = Schemas['People']
export type Colleague = People['people'][number]
export type Deputy = People['deputies'][number]
export type Absence = People['away'][number]
export type Lacking = NonNullable<People['lacking']>[number]
export type PeopleCommand = Schemas['PeopleCommand']
export type Role = Schemas['Role']

export const listPeople = () => callTagged(client.GET('/people'))

export const actOnPeople = (tag: string, body: PeopleCommand) =>
  callTagged(client.POST('/people/commands', { params: { header: { 'If-Match': tag } }, body }))

export const noteTraining = (
  id: number,
  body: { kind: 'starter' | 'further'; course: string; on: string; passed: boolean },
) => call(client.POST('/training/{id}', { params: { path: { id } }, body }))

export const listReveals = (cursor?: string) => call(client.GET('/reveals', { params: { query: { cursor } } }))

export const listPermissions = async () => (await call(client.GET('/permissions'))).items
export type Permission = Awaited<ReturnType<typeof listPermissions>>[number]
