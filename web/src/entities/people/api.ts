import { callTagged, client, type Schemas } from '@/api/client'

export type People = Schemas['People']
export const listPeople = () => callTagged(client.GET('/people'))
