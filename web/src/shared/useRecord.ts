import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { isConflict, isGone } from '@/api/problem'
import { locale } from '@/i18n'

interface Tagged<T> {
  data: T
  tag: string
}

/**
 * One record with its version: read, read again, acted upon. When somebody saved first, it is read again and `act` answers
 * false with `failure` set; what was typed is the caller's, and stays, and so it does
 * when a reading that nobody asked for fails.
 */
export function useRecord<T, C>(
  read: () => Promise<Tagged<T>>,
  write: (tag: string, command: C) => Promise<Tagged<T>>,
) {
  const data = shallowRef<T>()
  const error = shallowRef<unknown>()
  const failure = shallowRef<unknown>()
  const busy = ref(false)
  let tag = ''
  let asked = 0

  function take(got: Tagged<T>) {
    asked++
    data.value = got.data
    tag = got.tag
    error.value = undefined
  }

  /** Unless `quiet`, a failure takes the place of what is shown; a record that is gone always does. */
  async function load(quiet = false) {
    const mine = ++asked
    try {
      const got = await read()
      if (mine === asked) take(got)
    } catch (problem) {
      if (mine === asked && (!quiet || !data.value || isGone(problem))) error.value = problem
    }
  }

  async function act(command: C): Promise<boolean> {
    busy.value = true
    failure.value = undefined
    try {
      take(await write(tag, command))
      return true
    } catch (problem) {
      failure.value = problem
      if (isConflict(problem)) await load(true)
      return false
    } finally {
      busy.value = false
    }
  }

  // Changes come in bunches: one reading answers them all.
  let soon: ReturnType<typeof setTimeout> | undefined
  function loadSoon() {
    clearTimeout(soon)
    soon = setTimeout(() => !busy.value && void load(true), 400)
  }
  onScopeDispose(() => clearTimeout(soon))
  watch(locale, () => load())
  void load()

  return { data, error, failure, busy, load: () => load(), loadSoon, act }
}
