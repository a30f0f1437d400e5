import { computed, ref, shallowRef } from 'vue'
import { ApiError, call, client, whenSignedOut, whenWorked, type Schemas } from '@/api/client'
import { locale } from '@/i18n'
import { forgetDrafts } from '@/entities/draft/kept'

export type Me = Schemas['Me']
type Words = Schemas['Words']

/** Who is signed in; null: nobody. */
export const me = shallowRef<Me | null>(null)

/** By this computer's clock, when the session is over if nothing more is done, in milliseconds; 0: nobody is signed in. */
export const sessionEnds = ref(0)
/** The server no longer knows us; what stands on the page stays until somebody signs in again. */
export const sessionOver = ref(false)

let idle = 0
function take(got: Me) {
  me.value = got
  idle = Date.parse(got.session_ends) - Date.parse(got.desk.now)
  sessionEnds.value = Date.now() + idle
  sessionOver.value = false
}
whenWorked(() => {
  if (me.value) sessionEnds.value = Date.now() + idle
})
whenSignedOut(() => {
  sessionOver.value = me.value !== null
})

/** Whether somebody is signed in. */
export async function loadSession(): Promise<boolean> {
  try {
    take(await call(client.GET('/session')))
    return true
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    return false
  }
}

export async function signIn(login: string, password: string) {
  take(await call(client.POST('/session', { body: { login, password } })))
}

export async function signOut() {
  await call(client.DELETE('/session'))
  forgetDrafts()
  sessionEnds.value = 0
  me.value = null
}

export const inLanguage = (words: Words) => (locale.value === 'en' ? words.en : words.zh)

export const units = computed(() => me.value?.desk.units ?? [])

/** The unit's name in the page's language; the id where the desk does not know it. */
export function unitName(id: string | undefined): string {
  const unit = units.value.find((u) => u.id === id)
  return unit ? inLanguage(unit.name) : (id ?? '')
}
