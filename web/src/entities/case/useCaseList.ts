import { onScopeDispose, ref, shallowRef } from 'vue'
import { onChange } from '@/shared/live'
import { listCases, type CaseRow, type InboxCounts } from './api'
import type { ListQuestion } from './list'

/**
 * The rows of the inbox, page after page. What changes while they are shown is counted and never moved: `arrived` are
 * cases that are not among the rows, `changed` those that are.
 */
export function useCaseList(question: () => ListQuestion) {
  const rows = shallowRef<CaseRow[]>([])
  const total = ref(0)
  const counts = shallowRef<InboxCounts>()
  const loading = ref(false)
  const loaded = ref(false)
  const error = shallowRef<unknown>()
  const arrived = shallowRef(new Set<string>())
  const changed = shallowRef(new Set<string>())
  let next: string | undefined
  let asked = 0

  async function read(cursor?: string) {
    const mine = ++asked
    loading.value = true
    error.value = undefined
    try {
      const page = await listCases(question(), cursor)
      if (mine !== asked) return
      rows.value = cursor ? [...rows.value, ...page.items] : page.items
      next = page.next
      total.value = page.total
      counts.value = page.counts
      loaded.value = true
      if (!cursor) {
        arrived.value = new Set()
        changed.value = new Set()
      }
    } catch (problem) {
      if (mine === asked) error.value = problem
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  function more() {
    if (next && !loading.value) void read(next)
  }

  // The chips may be right while the rows wait to be asked for.
  let soon: ReturnType<typeof setTimeout> | undefined
  function recount() {
    clearTimeout(soon)
    soon = setTimeout(async () => {
      const page = await listCases(question(), undefined, 1).catch(() => undefined)
      if (page) counts.value = page.counts
    }, 1000)
  }
  onScopeDispose(() => clearTimeout(soon))

  onChange((change) => {
    if (change.kind === 'again') void read()
    if (change.kind !== 'case') return
    const shown = rows.value.some((row) => row.number === change.number)
    const to = shown ? changed : arrived
    to.value = new Set(to.value).add(change.number)
    recount()
  })

  return { rows, total, counts, loading, loaded, error, arrived, changed, read: () => read(), more }
}
