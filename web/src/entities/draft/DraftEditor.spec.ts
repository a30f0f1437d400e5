import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import DraftEditor from './DraftEditor.vue'
import { keepDraft, keptDraft } from './kept'
import type { Written } from './written'

const draft = (id: number, text: string): Written => ({
  id,
  part: 'answer',
  state: 'drafted',
  text,
  hash: '',
  author: '柯晓岚',
  at: '2026-03-09T10:00:00+08:00',
})

describe('the editor', () => {
  beforeEach(() => localStorage.clear())
  const open = (current: Written | undefined, submit = () => Promise.resolve(true)) =>
    mount(DraftEditor, {
      props: { part: 'answer', current, keptAs: '1:HB:answer', busy: false, submit },
      global: { plugins: [i18n] },
    })
  const text = (editor: ReturnType<typeof open>) => (editor.find('textarea').element as HTMLTextAreaElement).value

  it('gives back what was typed before the page was left', () => {
    keepDraft('1:HB:answer', { text: '写了一半', note: '', title: '', next: '', promises: [], sources: '', at: 0 })
    expect(text(open(draft(1, '第一稿')))).toBe('写了一半')
  })
  it('shows a colleague’s newer draft beside what is typed, never over it', async () => {
    const editor = open(draft(1, '第一稿'))
    await editor.find('textarea').setValue('我的文字')
    await editor.setProps({ current: draft(2, '同事的新稿') })
    expect(text(editor)).toBe('我的文字')
    expect(editor.text()).toContain('同事的新稿')
  })
  it('keeps what is typed when somebody saved first', async () => {
    const editor = open(draft(1, '第一稿'), async () => {
      await editor.setProps({ current: draft(2, '同事的新稿') })
      return false
    })
    await editor.find('textarea').setValue('我的文字')
    await editor.find('form').trigger('submit')
    await flushPromises()
    expect(text(editor)).toBe('我的文字')
    expect(editor.text()).toContain('同事的新稿')
    expect(keptDraft('1:HB:answer')?.text).toBe('我的文字')
  })
  it('follows the record where nothing is typed, and forgets what was handed in', async () => {
    const editor = open(draft(1, '第一稿'), async () => {
      await editor.setProps({ current: draft(3, '我的文字') })
      return true
    })
    await editor.setProps({ current: draft(2, '同事的新稿') })
    expect(text(editor)).toBe('同事的新稿')
    await editor.find('textarea').setValue('我的文字')
    await editor.find('form').trigger('submit')
    await flushPromises()
    expect(editor.text()).not.toContain('同事的新稿')
    expect(keptDraft('1:HB:answer')).toBeUndefined()
  })
})
