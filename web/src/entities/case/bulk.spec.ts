import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/client'
import { actOnCase, getCase, type CaseRow } from './api'
import { useBulk } from './bulk'

vi.mock('./api', () => ({ getCase: vi.fn(), actOnCase: vi.fn() }))
const rows = ['A', 'B', 'C'].map((number) => ({ number }) as CaseRow)
const got = (may: string[], tag: string) => ({ data: { may }, tag }) as never

describe('the same command on several cases', () => {
  it('says of each what became of it, and goes on after one that is refused', async () => {
    vi.mocked(getCase)
      .mockReset()
      .mockResolvedValueOnce(got(['accept'], '"3"'))
      .mockResolvedValueOnce(got([], '"1"'))
      .mockResolvedValueOnce(got(['accept'], '"7"'))
    vi.mocked(actOnCase)
      .mockReset()
      .mockResolvedValueOnce(got([], '"4"'))
      .mockRejectedValueOnce(new ApiError(412, 'store.version'))
    const { run, results, failed, left } = useBulk()
    await run(rows, { do: 'accept' })
    expect(results.value.map((one) => (one.error as ApiError | undefined)?.code)).toEqual([
      undefined,
      'case.wrong-state',
      'store.version',
    ])
    expect(failed.value.map((one) => one.row.number)).toEqual(['B', 'C'])
    expect(vi.mocked(actOnCase).mock.calls.map((call) => call.slice(0, 2))).toEqual([
      ['A', '"3"'],
      ['C', '"7"'],
    ])
    expect(left.value).toBe(0)
  })
  it('leaves the rest alone once it is stopped, or nobody is signed in', async () => {
    vi.mocked(getCase).mockReset().mockRejectedValue(new ApiError(401, 'session.none'))
    const { run, results, left, stop } = useBulk()
    await run(rows, { do: 'accept' })
    expect([results.value.length, left.value]).toEqual([1, 2])
    vi.mocked(getCase)
      .mockReset()
      .mockImplementation(() => {
        stop()
        return Promise.resolve(got(['accept'], '"1"'))
      })
    vi.mocked(actOnCase).mockReset().mockResolvedValue(got([], '"2"'))
    await run(rows, { do: 'accept' })
    expect([results.value.length, left.value]).toEqual([1, 2])
  })
})
