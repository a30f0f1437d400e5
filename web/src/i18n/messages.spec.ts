import { describe, expect, it } from 'vitest'
import en from './en'
import zh from './zh-CN'

const keysOf = (messages: object, above = ''): string[] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${above}${key}.`) : [above + key],
  )
const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
const at = (messages: object, key: string) =>
  key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], messages) as string

describe('the two languages', () => {
  it('say the same things', () => {
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort())
  })
  it('leave the same gaps to fill', () => {
    for (const key of keysOf(zh))
      expect([key, ...new Set(gaps(at(en, key)))]).toEqual([key, ...new Set(gaps(at(zh, key)))])
  })
  it('have no empty sentence, and no English left in the Chinese', () => {
    for (const key of keysOf(zh)) {
      expect(at(en, key), key).not.toBe('')
      expect(at(zh, key), key).toMatch(/\p{Script=Han}|^[\p{P}\p{N}\s{}\w+]*$/u)
    }
  })
})
