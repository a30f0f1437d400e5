import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import zh from '@/i18n/zh-CN'
import { enableShortcuts, onKey, shortcuts, useShortcuts } from './shortcuts'

const press = (key: string, at: number, more: KeyboardEventInit = {}, target: HTMLElement = document.body) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more })
  Object.defineProperty(event, 'target', { value: target })
  onKey(event, at)
}

describe('shortcuts', () => {
  const scope = effectScope()
  const next = vi.fn()
  const inbox = vi.fn()
  beforeEach(() => {
    next.mockReset()
    inbox.mockReset()
    enableShortcuts(true)
    scope.run(() => useShortcuts({ next, 'go-inbox': inbox }))
  })
  afterEach(() => enableShortcuts(true))

  it('every one has its words in the help, and no words are left over', () => {
    expect(Object.keys(zh.shortcut).sort()).toEqual(shortcuts.map((s) => s.id).sort())
  })
  it('no keys mean two things', () => {
    expect(new Set(shortcuts.map((s) => s.keys)).size).toBe(shortcuts.length)
  })
  it('a key and a sequence call what the page gave them', () => {
    press('j', 10_000)
    expect(next).toHaveBeenCalledOnce()
    press('g', 20_000)
    press('i', 20_500)
    expect(inbox).toHaveBeenCalledOnce()
    press('g', 30_000)
    press('i', 32_000)
    expect(inbox).toHaveBeenCalledOnce()
  })
  it('typing, composing Chinese, a dialog and a modifier are left alone', () => {
    press('j', 40_000, {}, document.createElement('textarea'))
    const dialog = document.createElement('dialog')
    const button = dialog.appendChild(document.createElement('button'))
    press('j', 50_000, {}, button)
    press('j', 60_000, { isComposing: true })
    press('j', 70_000, { keyCode: 229 })
    press('j', 80_000, { ctrlKey: true })
    expect(next).not.toHaveBeenCalled()
  })
  it('the palette opens while typing and with single keys off, but not above a dialog', () => {
    const palette = vi.fn()
    scope.run(() => useShortcuts({ palette }))
    enableShortcuts(false)
    press('k', 1000, { ctrlKey: true }, document.createElement('textarea'))
    press('K', 2000, { metaKey: true })
    expect(palette).toHaveBeenCalledTimes(2)
    press('k', 3000, { ctrlKey: true, shiftKey: true })
    press('k', 4000, { ctrlKey: true }, document.createElement('dialog'))
    press('k', 5000)
    expect(palette).toHaveBeenCalledTimes(2)
  })
  it('can be switched off', () => {
    enableShortcuts(false)
    press('j', 90_000)
    expect(next).not.toHaveBeenCalled()
  })
})
