import type { Schemas } from '@/api/client'

export type Outcome = Schemas['Clock']['outcome']
export type Tone = 'ok' | 'warn' | 'danger' | 'paused' | 'met'

/** What a chip needs of a clock; `due` absent while it runs: it is paused. Times are RFC 3339. */
export interface ClockFacts {
  outcome: Outcome
  from?: string
  due?: string
  ended_at?: string
}

/** `words` is a key under `clock.`; `span` is in milliseconds, absent where the words need none. */
export interface Reading {
  tone: Tone
  words: 'left' | 'soon' | 'over' | 'late' | 'paused' | 'met' | 'not-required'
  span?: number
}

const kHalfHour = 30 * 60 * 1000

/**
 * The server says when a promise is due, in working time; here it is only subtracted. The last quarter, and never less
 * than the last half hour, is a warning. A clock that was missed stays missed, whatever came after.
 */
export function readClock(clock: ClockFacts, now: number): Reading {
  if (clock.outcome === 'not-required') return { tone: 'met', words: 'not-required' }
  if (clock.outcome === 'met') return { tone: 'met', words: 'met' }
  const due = clock.due ? Date.parse(clock.due) : undefined
  if (clock.outcome === 'missed') {
    if (clock.ended_at) return { tone: 'danger', words: 'late' }
    return { tone: 'danger', words: 'over', span: due === undefined ? undefined : Math.max(0, now - due) }
  }
  if (due === undefined) return { tone: 'paused', words: 'paused' }
  if (now > due) return { tone: 'danger', words: 'over', span: now - due }
  const left = due - now
  const whole = clock.from ? due - Date.parse(clock.from) : 0
  const soon = left <= Math.max(whole / 4, kHalfHour)
  return { tone: soon ? 'warn' : 'ok', words: soon ? 'soon' : 'left', span: left }
}

/** A span cut to two units, seconds only under an hour: what to show, by unit. */
export function spanParts(span: number): { unit: 'days' | 'hours' | 'minutes'; big: number; small: number } {
  const seconds = Math.floor(span / 1000)
  if (seconds >= 86400)
    return { unit: 'days', big: Math.floor(seconds / 86400), small: Math.floor((seconds % 86400) / 3600) }
  if (seconds >= 3600)
    return { unit: 'hours', big: Math.floor(seconds / 3600), small: Math.floor((seconds % 3600) / 60) }
  return { unit: 'minutes', big: Math.floor(seconds / 60), small: seconds % 60 }
}
