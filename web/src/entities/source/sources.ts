import { shallowRef } from 'vue'
import { call, client, type Schemas } from '@/api/client'

export type Source = Schemas['Source']
export const listSources = async () => (await call(client.GET('/sources'))).items

/** Names of sources, read once and then again whenever a page that shows them opens. */
const known = shallowRef<Source[]>([])

export function useSources() {
  void listSources().then(
    (items) => (known.value = items),
    () => {}, // ids are shown then
  )
}

/** How many do not bring what they should. */
export const sourcesDown = () =>
  known.value.filter((source) => source.state === 'failing' || source.state === 'silent').length

export const sourceName = (id: string) => known.value.find((source) => source.id === id)?.name ?? id
