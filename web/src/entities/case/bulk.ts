import { computed, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { actOnCase, getCase, type CaseCommand, type CaseDo, type CaseRow } from './api'

/** What became of one case: done, or why not. */
export interface BulkResult {
  row: CaseRow
  error?: unknown
}

/** At most so many at once: whoever chose them has to have looked at them. */
export const kMostAtOnce = 100

async function one(row: CaseRow, command: CaseCommand): Promise<BulkResult> {
  try {
    const { data, tag } = await getCase(row.number)
    if (!data.may.includes(command.do as CaseDo)) throw new ApiError(409, 'case.wrong-state')
    await actOnCase(row.number, tag, command)
    return { row }
  } catch (error) {
    return { row, error }
  }
}

/**
 * The same command on several cases, one after the other, each decided by itself: what one may not be does not stop the
 * others. Stopped, or signed out, the rest is left as it was.
 */
export function useBulk() {
  const results = shallowRef<BulkResult[]>([])
  const total = ref(0)
  const running = ref(false)
  const stopped = ref(false)

  async function run(rows: CaseRow[], command: CaseCommand) {
    results.value = []
    total.value = rows.length
    running.value = true
    stopped.value = false
    for (const row of rows) {
      if (stopped.value) break
      const got = await one(row, command)
      results.value = [...results.value, got]
      if (got.error instanceof ApiError && got.error.status === 401) stopped.value = true
    }
    running.value = false
  }
  return {
    results,
    total,
    running,
    run,
    stop: () => (stopped.value = true),
    failed: computed(() => results.value.filter((one) => one.error !== undefined)),
    left: computed(() => (running.value ? 0 : total.value - results.value.length)),
  }
}
