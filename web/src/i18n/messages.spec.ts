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

// `hearback explain` tells a case in a file of its own words; where the page has the sentence too, both say the same.
const explain = import.meta.glob<string>('../../../src/app/explain.*', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const explained = (language: string) =>
  Object.values(Object.fromEntries(Object.entries(explain).filter(([path]) => path.endsWith(language))))
    .join('')
    .split('\n')
    .filter((line) => / = /.test(line) && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(' = ')), line.slice(line.indexOf(' = ') + 3)] as [string, string])

describe('what hearback explain says', () => {
  it.each([
    ['zh', zh],
    ['en', en],
  ] as const)('is what the page says (%s)', (language, messages) => {
    const shared = explained(language).filter(([key]) => !/^(explain|doctor)\./.test(key))
    expect(shared.length).toBeGreaterThan(80)
    for (const [key, text] of shared) expect([key, at(messages, key)]).toEqual([key, text])
  })
  it('names every event of the record', () => {
    const named = new Set(explained('zh').map(([key]) => key))
    for (const event of Object.keys(zh.event)) expect(named).toContain(`event.${event}`)
  })
})

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
