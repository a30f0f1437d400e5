import { createI18n } from 'vue-i18n'
import { describe, expect, it } from 'vitest'
import en from '@/i18n/en'
import zh from '@/i18n/zh-CN'
import { ApiError } from './client'
import { sentenceOf } from './problem'

const { global } = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zh, en } })
const say = (error: unknown) => sentenceOf(error, global.t, global.te)

describe('what went wrong, in words', () => {
  it('a known code has its own sentence in both languages', () => {
    global.locale.value = 'zh-CN'
    expect(say(new ApiError(403, 'case.same-person'))).toContain('同一')
    global.locale.value = 'en'
    expect(say(new ApiError(403, 'case.same-person'))).toContain('same person')
  })
  it('an unknown code is quoted, with the offending piece, so that one can ask about it', () => {
    global.locale.value = 'zh-CN'
    expect(say(new ApiError(500, 'never.heard', 'of it'))).toContain('never.heard · of it')
    expect(say(new TypeError('x'))).toContain('client.broken')
  })
  it('no answer at all says that what was typed is kept', () => {
    global.locale.value = 'zh-CN'
    expect(say(new ApiError(0, 'network'))).toContain('已保留')
  })
})
