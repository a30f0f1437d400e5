import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { me, type Me } from '@/entities/session/session'
import { i18n } from '@/i18n'
import type { Directive, DirectiveCommand } from './api'
import DirectiveSteps from './DirectiveSteps.vue'

me.value = { desk: { units: [{ id: 'food', name: { zh: '食品处', en: 'Food' } }] } } as unknown as Me

const person = (id: number, name: string, role: 'responder' | 'auditor', away = false) => ({
  id,
  name,
  grants: [{ role, unit: 'food' }],
  away,
  may_note_away: false,
  training: { started: true, courses: [] },
})
const directive = (may: Directive['may']): Directive => ({
  id: 1,
  platform: '省网络平台',
  text: '请核实',
  state: 'received',
  received_at: '2026-03-05T03:00:00+08:00',
  missed: 0,
  version: 2,
  may,
  clocks: [],
  notices: [],
  timeline: [],
})

describe('the next step of a directive', () => {
  const open = (may: Directive['may'], done: DirectiveCommand[] = []) =>
    mount(DirectiveSteps, {
      props: {
        data: directive(may),
        people: [
          person(1, '王敏', 'responder'),
          person(2, '出差的人', 'responder', true),
          person(3, '监察', 'auditor'),
        ],
        busy: false,
        act: (command: DirectiveCommand) => {
          done.push(command)
          return Promise.resolve(true)
        },
      },
      global: { plugins: [i18n] },
    })

  it('names a handler who works in the unit and is there, and the first step', async () => {
    const done: DirectiveCommand[] = []
    const steps = open(['begin'], done)
    await steps.find('#unit').setValue('food')
    expect(steps.findAll('#handler option').map((o) => o.text())).toEqual(['王敏'])
    await steps.find('#handler').setValue('1')
    await steps.find('#words').setValue('先到现场核秤')
    await steps.find('form').trigger('submit')
    expect(done).toEqual([{ do: 'begin', handler: 1, unit: 'food', first_step: '先到现场核秤' }])
  })
  it('offers nothing to whoever may do nothing', () => {
    expect(open([]).find('section').exists()).toBe(false)
  })
  it('says what was done, then what the platform was told', async () => {
    const done: DirectiveCommand[] = []
    for (const may of ['handle', 'close'] as const) {
      const steps = open([may], done)
      await steps.find('#words').setValue('已办')
      await steps.find('form').trigger('submit')
    }
    expect(done).toEqual([
      { do: 'handle', done: '已办' },
      { do: 'close', answer: '已办' },
    ])
  })
})
