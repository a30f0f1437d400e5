import { ref, shallowRef } from 'vue'

/** A list that is read page by page: again from its beginning without a cursor. */
export function usePages<T>(list: (cursor?: string) => Promise<{ items: T[]; next?: string }>) {
  const lines = shallowRef<T[]>([])
  const next = ref<string>()
  const loaded = ref(false)
  const error = shallowRef<unknown>()
  async function read(cursor?: string) {
    error.value = undefined
    try {
      const page = await list(cursor)
      lines.value = cursor ? [...lines.value, ...page.items] : page.items
      next.value = page.next
      loaded.value = true
    } catch (problem) {
      error.value = problem
    }
  }
  void read()
  return { lines, next, loaded, error, read }
}
