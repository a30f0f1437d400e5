// What colleagues are to each other: who else has a case open and writes, who is named in a note and told, the views a
// unit shares, the auditor's log of all of it, and the first steps of a new desk. Then the pages in every look.
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

let demo, browser, number
const colleagues = {}
const complaints = []
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  for (const role of ['office', 'unit-head', 'responder', 'auditor']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
  const made = await colleagues.office.request.post(`${demo.url}/api/v1/cases`, {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    data: {
      kind: 'complaint',
      title: '南港一家店缺斤少两',
      summary: '反映南港区一家店缺斤少两',
      places: ['南港区'],
      matter: 'price',
    },
  })
  number = (await made.json()).number
  assert.ok(number, await made.text())
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

async function open(role, path) {
  const page = colleagues[role]
  await page.goto(`${demo.url}/desk/${path}`)
  await settled(page)
  return page
}

test('who else has the case open is seen within two seconds, and that they write, and that they went', async () => {
  const head = await open('unit-head', `cases/${number}`)
  const office = await open('office', `cases/${number}`)
  await head.getByText('冉子衿 也在看这件事项').waitFor({ timeout: 2000 })
  await office.getByText('翁海澜 也在看这件事项').waitFor({ timeout: 2000 })
  await office.getByLabel('写一条内部记录').fill('先核实')
  await head.getByText('冉子衿 正在填写').waitFor({ timeout: 2000 })
  assert.deepEqual(await broken(head), [])
  await picture(head, 'presence')
  await office.goto(`${demo.url}/desk/inbox`)
  await head
    .getByText(/冉子衿 (也在看|正在填写)/)
    .first()
    .waitFor({ state: 'detached', timeout: 2000 })
})

test('@ and initials find a colleague who may read the case; they are told until they look', async () => {
  const head = await open('unit-head', 'inbox')
  const office = await open('office', `cases/${number}`)
  const note = office.getByLabel('写一条内部记录')
  await note.pressSequentially('请 @whl')
  await office.getByRole('option', { name: /翁海澜/ }).waitFor()
  assert.deepEqual(await broken(office), [])
  await picture(office, 'mention')
  await note.press('Enter')
  assert.equal(await note.inputValue(), '请 @翁海澜 ')
  await office.getByText('将提醒：翁海澜').waitFor()
  await note.press('Control+Enter')
  await part(office, '内部记录').getByText('请 @翁海澜').waitFor()
  await note.pressSequentially('@lh')
  await office.getByText('没有这样的同事，或不能看这条记录。').waitFor()
  const told = part(head, '有人提到您')
  await told.getByRole('link', { name: /冉子衿/ }).waitFor({ timeout: 2000 })
  assert.deepEqual(await broken(head), [])
  await picture(head, 'mentioned')
  await told.getByRole('link', { name: /冉子衿/ }).click()
  await settled(head)
  await head.waitForURL(/cases/)
  await open('unit-head', 'inbox')
  await head.waitForTimeout(500)
  assert.equal(await told.count(), 0, 'it was looked at')
})

test('a view is shared within the unit, with its count, renamed and removed', async () => {
  const head = await open('unit-head', 'inbox?view=mine')
  await press(head, '保存为视图')
  const form = dialog(head)
  await form.getByLabel('视图名称').fill('南港待办')
  await form.getByLabel('给谁用').selectOption({ label: '共享给南港分局' })
  assert.deepEqual(await broken(head), [])
  await picture(head, 'view-share')
  await press(form, '保存')
  await gone(head)
  const responder = await open('responder', 'inbox')
  const link = responder.getByRole('link', { name: /^南港待办/ })
  await link.waitFor()
  await responder.waitForFunction(() => /南港待办\s*\d/.test(document.querySelector('.saved')?.textContent ?? ''))
  const count = Number((await link.textContent()).match(/\d+/)[0])
  await link.click()
  await responder.waitForURL(/view=mine/)
  await responder.getByText(`共 ${count} 件`).waitFor()
  assert.equal(await responder.getByRole('button', { name: /删除视图“南港待办”/ }).count(), 0)
  await picture(responder, 'view-shared')
  const office = await open('office', 'inbox')
  assert.equal(await office.getByRole('link', { name: /^南港待办/ }).count(), 0, 'another unit')
  await press(head, '重命名视图“南港待办”')
  await dialog(head).getByLabel('视图名称').fill('南港要办')
  await press(dialog(head), '保存')
  await gone(head)
  await press(head, '删除视图“南港要办”')
  await dialog(head).getByText('删除共享视图“南港要办”？').waitFor()
  await press(dialog(head), '删除')
  await gone(head)
  assert.equal(await head.getByRole('link', { name: /^南港要办/ }).count(), 0)
})

test('the auditor reads what was done, narrows it, and takes it away; nobody else finds the page', async () => {
  const page = await open('auditor', 'inbox')
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await page.waitForURL(/audit/)
  await settled(page)
  const log = page.getByRole('list', { name: '审计' })
  await log.getByText('写内部记录').first().waitFor()
  await picture(page, 'audit')
  await page.getByLabel('编号').fill(number.toLowerCase())
  await page.getByLabel('编号').press('Enter')
  await page.waitForURL(/number=/)
  await log.getByText('写内部记录').first().waitFor()
  assert.ok((await log.getByRole('link').allTextContents()).every((text) => text === number))
  await page.getByLabel('人员').selectOption({ label: '冉子衿' })
  await page.waitForURL(/by=/)
  await page.reload()
  await settled(page)
  await log.getByText('请 @翁海澜').waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByText('导出 CSV').click()])
  const text = await (await import('node:fs/promises')).readFile(await file.path(), 'utf8')
  assert.ok(text.startsWith('\uFEFF时间,人员,编号,序号,做了什么,内容\r\n'), text.slice(0, 200))
  assert.ok(text.includes(`,冉子衿,${number},`), text)
  await page.getByLabel('编号').fill('x')
  await page.getByLabel('编号').press('Enter')
  await page.getByText(/有一项填写不正确/).waitFor()
  assert.equal(await colleagues.office.getByRole('link', { name: '审计' }).count(), 0)
})

test('a new desk shows its first steps, each with its page, until they are put away', async () => {
  const page = colleagues.office
  const steps = ['people', 'roster', 'source', 'account', 'case'].map((id, i) => ({
    id,
    done: i === 1,
    left: i < 3 ? 2 : 0,
  }))
  await page.route('**/api/v1/guide', (route) => route.fulfill({ json: { shown: true, steps } }))
  await open('office', 'inbox')
  const guide = part(page, '开始使用')
  await guide.getByRole('link', { name: '登记第一个来源' }).waitFor()
  await guide.getByText('有 2 项提议等另一人确认').waitFor()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'guide')
  await page.setViewportSize(sizes.phone)
  assert.deepEqual(await sideways(page), [])
  await picture(page, 'guide-phone')
  await page.setViewportSize(sizes.wide)
  await press(guide, '不再显示')
  await guide.waitFor({ state: 'detached' })
  await page.unroute('**/api/v1/guide')
})

test('the audit keeps the rules in every language, theme and width', async () => {
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'auditor')).newPage()
    complaints.push(complaintsOf(page))
    await page.goto(`${demo.url}/desk/audit`)
    await settled(page)
    for (const [size, viewport] of Object.entries({
      ...sizes,
      narrow: { width: 320, height: 700 },
    })) {
      await page.setViewportSize(viewport)
      assert.deepEqual(await broken(page), [], `audit ${name} ${size}`)
      assert.deepEqual(await sideways(page), [], `audit ${name} ${size}`)
      await picture(page, `audit-${name}-${size}`)
    }
    await page.context().close()
  }
})

test('on paper a case and the log are what is said, without what is pressed', async () => {
  for (const [role, path] of [
    ['office', `cases/${number}`],
    ['auditor', 'audit'],
  ]) {
    const page = await open(role, path)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    assert.equal(await page.getByRole('navigation', { name: '主导航' }).isVisible(), false)
    const pressed = await page
      .locator('button, .button')
      .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent))
    assert.deepEqual(pressed, [], path)
    const ground = await page.evaluate(() => getComputedStyle(document.querySelector('.card')).backgroundColor)
    assert.equal(ground, 'rgb(255, 255, 255)')
    await picture(page, `print-${role}`, true)
    await page.emulateMedia({ media: null, colorScheme: null })
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    complaints.flat().filter((words) => !/status of 400/.test(words)),
    [],
  ))
