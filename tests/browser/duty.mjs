// The roster as the people of a unit keep it: a rotation is set, a shift is swapped and overridden, a note is left, and a
// sensitive period waits until every hour is covered. Then the page as it is then, in both languages, themes and widths.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  broken,
  complaintsOf,
  contextFor,
  dialog,
  gone,
  looks,
  openBrowser,
  picture,
  press,
  settled,
  sideways,
  sizes,
  startDemo,
} from './harness.mjs'

let demo, browser
const colleagues = {}
const complaints = []
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  for (const role of ['unit-head', 'responder', 'monitor', 'office']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const shifts = (page) => page.getByRole('region', { name: '班次' })

async function open(role, query = '') {
  const page = colleagues[role]
  await page.goto(`${demo.url}/desk/duty${query}`)
  await settled(page)
  return page
}

/** Whoever keeps a roster sets a rotation in which these take turns. */
async function rotate(page, people, from, to) {
  await page.getByRole('button', { name: '新排轮班' }).first().click()
  await dialog(page).getByLabel('上班时间').fill(from)
  await dialog(page).getByLabel('下班时间').fill(to)
  for (const name of people) await dialog(page).getByLabel('按次序轮值').selectOption({ label: name })
  assert.deepEqual(await broken(page), [])
  await press(dialog(page), '保存排班')
  await gone(page)
}

test('the head sets a rotation, and everybody sees who is on duty now and who comes next', async () => {
  const head = await open('unit-head')
  await head.getByText('本单位还没有值班表').waitFor()
  await rotate(head, ['阙知渔', '项远舟'], '08:30', '17:30')
  await head.getByRole('region', { name: '现在值班' }).getByText('阙知渔').waitFor()
  const rows = shifts(head).getByRole('listitem').filter({ hasText: '08:30–17:30' })
  assert.match(await rows.nth(0).innerText(), /阙知渔/)
  const monitor = await open('monitor')
  assert.equal(await monitor.getByRole('button', { name: '新排轮班' }).count(), 0)
  await monitor.getByText('我的班').first().waitFor()
})

test('two swap a shift, and it counts once the other agrees', async () => {
  const responder = await open('responder')
  await responder
    .getByRole('button', { name: /^换班：/ })
    .first()
    .click()
  const take = dialog(responder).getByLabel('换来哪一班')
  await take.selectOption({ index: 0 })
  assert.match(await take.evaluate((field) => field.selectedOptions[0].textContent), /阙知渔/)
  assert.deepEqual(await broken(responder), [])
  await press(dialog(responder), '请对方换班')
  await gone(responder)
  await responder.getByText('等对方答复').waitFor()
  assert.equal(await responder.getByRole('button', { name: '同意换班' }).count(), 0)
  const monitor = await open('monitor')
  await press(monitor, '同意换班')
  await monitor.getByText('已同意').waitFor()
  await shifts(monitor).getByText('已换人').nth(1).waitFor()
})

test('the head puts somebody else on, with a reason; whoever goes off leaves a note', async () => {
  const head = await open('unit-head')
  await head
    .getByRole('button', { name: /^改派：/ })
    .last()
    .click()
  await dialog(head).getByLabel('值班人').selectOption({ label: '沙鸥鸣' })
  await dialog(head).getByRole('textbox', { name: /理由/ }).fill('到省局开会')
  await press(dialog(head), '改派')
  await gone(head)
  await shifts(head).getByText('沙鸥鸣').waitFor()
  const monitor = await open('monitor')
  await monitor.getByLabel('写给接班的同事').fill('渔港路电子秤已扣押，明早送检')
  await press(monitor, '记下')
  await monitor.getByText('渔港路电子秤已扣押，明早送检').waitFor()
  assert.equal(await monitor.getByLabel('写给接班的同事').inputValue(), '')
})

test('a sensitive period is refused with the hours nobody covers, and declared once somebody does', async () => {
  const office = await open('office')
  const declare = async () => {
    await press(office, '宣布敏感时期')
    await dialog(office).getByLabel('开始').fill('2026-03-14T18:00')
    await dialog(office).getByLabel('结束').fill('2026-03-16T00:00')
    await dialog(office).getByRole('textbox', { name: /理由/ }).fill('消费者权益日')
    await press(dialog(office), '宣布')
  }
  await declare()
  await dialog(office).getByText('回应办公室：2026/03/14 18:00–2026/03/16 00:00').waitFor()
  assert.deepEqual(await broken(office), [])
  await picture(office, 'duty-gap')
  await office.keyboard.press('Escape')
  await gone(office)
  await rotate(office, ['冉子衿', '车慕云'], '08:30', '08:30')
  await declare()
  await gone(office)
  const periods = office.getByRole('region', { name: '敏感时期' })
  await periods.getByText('将开始').waitFor()
  await press(periods, '提前结束')
  await dialog(office).getByRole('textbox', { name: /理由/ }).fill('活动改期')
  await press(dialog(office), '提前结束')
  await gone(office)
  await periods.getByText('已结束（1）').click()
  await periods.getByText('提前结束的理由：活动改期').waitFor()
})

test('the unit and the weeks shown are in the address, and the keyboard finds the page', async () => {
  const monitor = await open('monitor')
  await monitor.keyboard.press('g')
  await monitor.keyboard.press('i')
  await monitor.waitForURL('**/desk/inbox')
  await monitor.keyboard.press('g')
  await monitor.keyboard.press('u')
  await monitor.waitForURL('**/desk/duty')
  await monitor.getByLabel('单位').selectOption('food')
  await monitor.waitForURL('**/desk/duty?unit=food')
  await monitor.goBack()
  await monitor.getByRole('link', { name: '后两周' }).click()
  await monitor.waitForURL('**/desk/duty?unit=south&from=2026-03-23')
  await monitor.reload()
  await settled(monitor)
  await shifts(monitor).getByText('2026/03/23').waitFor()
  await monitor.keyboard.press('Control+k')
  await monitor.keyboard.type('到值班')
  assert.equal(
    await dialog(monitor)
      .getByRole('option', { name: /^到值班/ })
      .count(),
    1,
  )
})

for (const look of looks)
  test(`a kept roster breaks no rule and does not scroll sideways: ${look.locale} ${look.colorScheme}`, async () => {
    const context = await contextFor(browser, demo, look, 'unit-head')
    const page = await context.newPage()
    complaints.push(complaintsOf(page))
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 640 } })) {
      await page.setViewportSize(viewport)
      await page.goto(`${demo.url}/desk/duty`)
      await settled(page)
      await page.getByText('08:30').first().waitFor()
      assert.deepEqual(await broken(page), [], size)
      assert.deepEqual(await sideways(page), [], size)
      await picture(page, `duty-${look.locale}-${look.colorScheme}-${size}`, true)
    }
    await context.close()
  })

test('nothing complained on the way', () =>
  assert.deepEqual(
    // A refusal is a 4xx, and a browser notes that.
    complaints.flat().filter((words) => !/status of 4(09|22)/.test(words)),
    [],
  ))
