import { ref, shallowRef } from 'vue'

/** What a press carries out: `busy` while it runs, `failure` when it was refused; whether it was done is answered. */
export function useAct() {
  const busy = ref(false)
  const failure = shallowRef<unknown>()
  async function carryOut(act: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    failure.value = undefined
    try {
      await act()
      return true
    } catch (problem) {
      failure.value = problem
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, carryOut }
}
