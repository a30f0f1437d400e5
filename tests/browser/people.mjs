// The people page as a head, a monitor and the office use it: a deputy is named and ends, somebody is away and back. Then
// the page as it is with both, in both languages, themes and widths.
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
  part,
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
  for (const role of ['unit-head', 'monitor', 'office']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

async function open(role, query = '') {
  const page = colleagues[role]
  await page.goto(`${demo.url}/desk/people${query}`)
  await settled(page)
  return page
}

async function noteAway(page, name, to) {
  await press(page, `记录请假：${name}`)
  await dialog(page).getByLabel('结束').fill(to)
  assert.deepEqual(await broken(page), [])
  await press(dialog(page), '记录请假')
}

test('the office sees who is missing whom the rules ask for; a monitor does not', async () => {
  const office = await open('office')
  await part(office, '人员配备不符').getByText('食品处 负责人没有副岗').waitFor()
  const monitor = await open('monitor')
  assert.equal(await part(monitor, '人员配备不符').count(), 0)
})

test('a head names a deputy with what is handed over, and it ends with what is handed back', async () => {
  const head = await open('unit-head', '?unit=south')
  await press(head, '指定副岗：翁海澜')
  await dialog(head).getByLabel('副岗').selectOption({ label: '项远舟' })
  await dialog(head).getByLabel('结束').fill('2026-03-12T17:30')
  await dialog(head).getByLabel('交代的事项').fill('两件待批，渔港路电子秤一案明天到期')
  assert.deepEqual(await broken(head), [])
  await picture(head, 'people-deputy')
  await press(dialog(head), '指定副岗')
  await gone(head)
  await part(head, '南港分局').getByText('副岗项远舟，2026/03/09 至 2026/03/12').waitFor()
  await press(head, '指定副岗：翁海澜')
  await dialog(head).getByLabel('副岗').selectOption({ label: '阙知渔' })
  await dialog(head).getByLabel('结束').fill('2026-03-11T17:30')
  await dialog(head).getByLabel('交代的事项').fill('再交代一遍')
  await press(dialog(head), '指定副岗')
  await dialog(head).getByText('这段时间已经有副岗').waitFor()
  assert.equal(await dialog(head).getByLabel('交代的事项').inputValue(), '再交代一遍')
  await head.keyboard.press('Escape')
  await gone(head)
  await press(head, '结束代行：项远舟')
  await dialog(head).getByLabel('交回的事项').fill('已批一件，另一件退回修改')
  await press(dialog(head), '结束代行')
  await gone(head)
  await part(head, '副岗').getByText('已结束（1）').click()
  await part(head, '副岗').getByText('已批一件，另一件退回修改').waitFor()
})

test('one notes one’s own absence and is back; nobody else’s can be noted by a monitor', async () => {
  const monitor = await open('monitor')
  assert.equal(await monitor.getByRole('button', { name: /^记录请假：/ }).count(), 1)
  await noteAway(monitor, '阙知渔', '2026-03-09T09:00')
  await dialog(monitor).getByLabel('结束').fill('2026-03-10T09:00')
  await press(dialog(monitor), '记录请假')
  await gone(monitor)
  const away = part(monitor, '请假')
  await away.getByText('阙知渔').waitFor()
  await part(monitor, '南港分局').getByText('请假', { exact: true }).waitFor()
  await press(away, '销假：阙知渔')
  await away.getByText('目前没有人请假。').waitFor()
})

test('what a role may do is there in words; names are found, and the filter is in the address', async () => {
  const monitor = await open('monitor')
  const permissions = part(monitor, '谁可以做什么')
  await permissions.getByText('确定议题等级').waitFor()
  assert.equal(await permissions.getByText('批准回应和答复').count(), 0)
  await permissions.getByLabel('岗位').selectOption({ label: '负责人' })
  await permissions.getByText('批准回应和答复').waitFor()
  await monitor.getByRole('searchbox', { name: '姓名' }).fill('冉子衿')
  await monitor.waitForURL((url) => url.searchParams.get('q') === '冉子衿')
  await monitor.reload()
  await settled(monitor)
  assert.equal(await monitor.getByRole('region', { name: /分局/ }).count(), 0)
  await part(monitor, '回应办公室').getByText('冉子衿').waitFor()
  await monitor.goto(`${demo.url}/desk/inbox`)
  await settled(monitor)
  await monitor.keyboard.press('g')
  await monitor.keyboard.press('p')
  await monitor.waitForURL('**/desk/people')
})

test('with a deputy and an absence the page breaks no rule in any look', async () => {
  const head = await open('unit-head', '?unit=south')
  await press(head, '指定副岗：翁海澜')
  await dialog(head).getByLabel('副岗').selectOption({ label: '项远舟' })
  await dialog(head).getByLabel('结束').fill('2026-03-12T17:30')
  await dialog(head).getByLabel('交代的事项').fill('两件待批，渔港路电子秤一案明天到期')
  await press(dialog(head), '指定副岗')
  await gone(head)
  await noteAway(head, '翁海澜', '2026-03-12T17:30')
  await gone(head)
  for (const look of looks) {
    const context = await contextFor(browser, demo, look, 'office')
    const page = await context.newPage()
    complaints.push(complaintsOf(page))
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 640 } })) {
      const name = `people-${look.locale}-${look.colorScheme}-${size}`
      await page.setViewportSize(viewport)
      await page.goto(`${demo.url}/desk/people?unit=south`)
      await settled(page)
      assert.deepEqual(await broken(page), [], name)
      assert.deepEqual(await sideways(page), [], name)
      await picture(page, name, true)
    }
    await context.close()
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    // A refusal is a 4xx, and a browser notes that.
    complaints.flat().filter((words) => !/status of 4(09|22)/.test(words)),
    [],
  ))
