import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import ClockChip from './ClockChip.vue'
import { now } from './now'
import type { ClockFacts } from './tone'

const hours = (n: number) => new Date(now.value + n * 3_600_000).toISOString()
const chip = (clock: ClockFacts) => mount(ClockChip, { props: { clock }, global: { plugins: [i18n] } })

const states: Record<string, ClockFacts> = {
  ok: { outcome: 'running', from: hours(-1), due: hours(20) },
  warn: { outcome: 'running', from: hours(-20), due: hours(1) },
  danger: { outcome: 'missed', from: hours(-20), due: hours(-2) },
  paused: { outcome: 'running', from: hours(-20) },
  met: { outcome: 'met', from: hours(-20), due: hours(-2), ended_at: hours(-3) },
}

it('says every state in words of its own, with an icon, and is no live region', () => {
  const words = Object.entries(states).map(([tone, clock]) => {
    const shown = chip(clock)
    expect(shown.find('svg').exists(), tone).toBe(true)
    expect(shown.classes(), tone).toContain(tone)
    expect(shown.html(), tone).not.toContain('aria-live')
    return shown.text()
  })
  expect(new Set(words).size).toBe(words.length)
  expect(words).not.toContain('')
})

it('carries the exact time for machines and for the pointer', () => {
  const due = hours(5)
  const shown = chip({ outcome: 'running', from: hours(-1), due })
  expect(shown.find('time').attributes('datetime')).toBe(due)
  expect(shown.attributes('title')).toContain('到期')
})
