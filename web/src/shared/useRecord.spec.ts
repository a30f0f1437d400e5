import { effectScope } from 'vue'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/client'
import { useRecord } from './useRecord'

describe('a record that is read again by itself', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function opened(second: ApiError) {
    const read = vi.fn().mockResolvedValueOnce({ data: 'first', tag: '"1"' }).mockRejectedValueOnce(second)
    const record = effectScope().run(() => useRecord<string, string>(read, () => Promise.reject(new Error())))!
    await flushPromises()
    record.loadSoon()
    await vi.runAllTimersAsync()
    expect(read).toHaveBeenCalledTimes(2)
    return record
  }

  it('stays on the page, with what is being typed there, when the reading fails', async () => {
    for (const failure of [
      new ApiError(0, 'network'),
      new ApiError(401, 'session.none'),
      new ApiError(500, 'store.busy'),
    ]) {
      const { data, error } = await opened(failure)
      expect([data.value, error.value]).toEqual(['first', undefined])
    }
  })
  it('goes when it is not there any more, or not for us', async () => {
    for (const status of [403, 404]) expect((await opened(new ApiError(status, 'gone'))).error.value).toBeDefined()
  })
})
