import { computed, shallowRef } from 'vue'
import { ApiError, call, client, type Schemas } from '@/api/client'
import { locale } from '@/i18n'
import { forgetDrafts } from '@/entities/draft/kept'

export type Me = Schemas['Me']
type Words = Schemas['Words']

/** Who is signed in; null: nobody. */
export const me = shallowRef<Me | null>(null)

export async function loadSession(): Promise<boolean> {
  try {
    me.value = await call(client.GET('/session'))
  } catch (error) {
    me.value = null
    if (!(error instanceof ApiError) || error.status !== 401) throw error
  }
  return me.value !== null
}

export async function signIn(login: string, password: string) {
  me.value = await call(client.POST('/session', { body: { login, password } }))
}

export async function signOut() {
  await call(client.DELETE('/session'))
  forgetDrafts()
  me.value = null
}

export const inLanguage = (words: Words) => (locale.value === 'en' ? words.en : words.zh)

export const units = computed(() => me.value?.desk.units ?? [])

/** The unit's name in the page's language; the id where the desk does not know it. */
export function unitName(id: string | undefined): string {
  const unit = units.value.find((u) => u.id === id)
  return unit ? inLanguage(unit.name) : (id ?? '')
}
