import { describe, expect, it } from 'vitest'
import { readClock, spanParts, type ClockFacts } from './tone'

const at = (clock: string) => Date.parse(`2026-03-09T${clock}+08:00`)
const running = (from: string, due?: string): ClockFacts => ({
  outcome: 'running',
  from: `2026-03-09T${from}+08:00`,
  due: due && `2026-03-09T${due}+08:00`,
})

describe('a clock chip', () => {
  it('is calm in the first three quarters and warns in the last', () => {
    const clock = running('09:00:00', '13:00:00')
    expect(readClock(clock, at('11:59:59'))).toMatchObject({ tone: 'ok', words: 'left' })
    expect(readClock(clock, at('12:00:00'))).toEqual({ tone: 'warn', words: 'soon', span: 3600_000 })
  })
  it('warns for half an hour at least, however short the promise', () => {
    const clock = running('09:00:00', '10:00:00')
    expect(readClock(clock, at('09:29:59')).tone).toBe('ok')
    expect(readClock(clock, at('09:30:00')).tone).toBe('warn')
  })
  it('is in time at the very second it is due, and overdue one later', () => {
    const clock = running('09:00:00', '13:00:00')
    expect(readClock(clock, at('13:00:00')).tone).toBe('warn')
    expect(readClock(clock, at('13:00:01'))).toEqual({ tone: 'danger', words: 'over', span: 1000 })
  })
  it('paused is never overdue', () => {
    expect(readClock(running('09:00:00'), at('23:00:00'))).toEqual({ tone: 'paused', words: 'paused' })
  })
  it('missed stays missed: while it runs on, and when it was met late', () => {
    const missed: ClockFacts = { ...running('09:00:00', '10:00:00'), outcome: 'missed' }
    expect(readClock(missed, at('12:00:00'))).toEqual({ tone: 'danger', words: 'over', span: 7200_000 })
    expect(readClock({ ...missed, due: undefined }, at('12:00:00'))).toMatchObject({ tone: 'danger', words: 'over' })
    const ended = { ...missed, ended_at: '2026-03-09T11:00:00+08:00' }
    expect(readClock(ended, at('12:00:00'))).toEqual({ tone: 'danger', words: 'late' })
  })
  it('met and not required read no time', () => {
    expect(readClock({ outcome: 'met', due: '2026-03-09T10:00:00+08:00' }, at('23:00:00')).words).toBe('met')
    expect(readClock({ outcome: 'not-required' }, at('23:00:00')).words).toBe('not-required')
  })
  it('shows two units, seconds only under an hour', () => {
    expect(spanParts(3599_000)).toEqual({ unit: 'minutes', big: 59, small: 59 })
    expect(spanParts(3600_000)).toEqual({ unit: 'hours', big: 1, small: 0 })
    expect(spanParts(90_000_000)).toEqual({ unit: 'days', big: 1, small: 1 })
  })
})
