// The page of watches as a monitor and the auditor use it: search, keep, change, end; who searched for what. Then the
// page as it is, in both languages, themes and widths.
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
  for (const role of ['monitor', 'responder', 'auditor']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const kept = (page, name) => part(page, '正在关注').getByRole('listitem').filter({ hasText: name })

async function open(role, query = '') {
  const page = colleagues[role]
  await page.goto(`${demo.url}/desk/watches${query}`)
  await settled(page)
  return page
}
async function ask(page, query) {
  await page.getByLabel('检索式', { exact: true }).fill(query)
  await press(page, '检索')
}

test('a monitor searches by keyboard, sees what matched, and goes back to the search before', async () => {
  const page = await open('monitor')
  await page.keyboard.press('/')
  await page.keyboard.type('码头 NEAR/12 秤 NOT 演练')
  await page.keyboard.press('Enter')
  const search = part(page, '检索帖文')
  await search.getByText('读作：［含“码头”；含“秤”］相隔不超过 12 个字或词，先后不论，并且不是：含“演练”。').waitFor()
  const marked = await search.locator('mark').allInnerTexts()
  assert.ok(marked.includes('码头') && marked.includes('秤'), marked.join())
  assert.deepEqual(await broken(page), [])
  await picture(page, 'watches-search')
  await ask(page, '食堂')
  await search.getByText('读作：含“食堂”。').waitFor()
  await page.goBack()
  await search.getByText('，先后不论，并且').waitFor()
  assert.equal(await page.getByLabel('检索式', { exact: true }).inputValue(), '码头 NEAR/12 秤 NOT 演练')
})

test('what is wrong is said at its character, and a person cannot be searched for', async () => {
  const page = await open('monitor')
  await ask(page, '食堂 AND')
  await page.getByRole('alert').getByText('第 7 个字起有误').waitFor()
  assert.deepEqual(await broken(page), [])
  await ask(page, '食堂 @起床困难户')
  await page.getByRole('alert').getByText('指事不指人的词').waitFor()
  assert.equal(await page.getByLabel('检索式', { exact: true }).inputValue(), '食堂 @起床困难户')
})

test('a search is kept as a watch, changed, and ended with a reason', async () => {
  const page = await open('monitor')
  await ask(page, '食堂 呕吐')
  await press(page, '存为关注')
  await dialog(page).getByLabel('名称').fill('食堂呕吐')
  assert.deepEqual(await broken(page), [])
  await picture(page, 'watches-keep')
  await press(dialog(page), '保存')
  await gone(page)
  await kept(page, '食堂呕吐').getByText('含“食堂”，并且含“呕吐”').waitFor()
  await kept(page, '食堂呕吐').getByRole('button', { name: '修改' }).click()
  await dialog(page).getByLabel('检索式').fill('食堂 (')
  await press(dialog(page), '保存')
  await dialog(page).getByText('检索式不能用').waitFor()
  assert.equal(await dialog(page).getByLabel('检索式').inputValue(), '食堂 (', 'what was typed is there')
  await dialog(page).getByLabel('检索式').fill('食堂 (呕吐 OR 腹泻)')
  await press(dialog(page), '保存')
  await gone(page)
  await kept(page, '食堂呕吐').getByText('含“呕吐”，或者含“腹泻”').waitFor()
  await kept(page, '食堂呕吐').getByRole('link').click()
  await part(page, '检索帖文').getByText('含“呕吐”，或者含“腹泻”').waitFor()
  await kept(page, '食堂呕吐').getByRole('button', { name: '结束' }).click()
  await dialog(page).getByLabel('理由').fill('事情已经办结')
  await press(dialog(page), '结束')
  await gone(page)
  await kept(page, '食堂呕吐').waitFor({ state: 'detached' })
})

test('a colleague who does not file searches too, and keeps nothing; the auditor reads who searched', async () => {
  const responder = await open('responder', '?q=%E9%A3%9F%E5%A0%82&days=7')
  await part(responder, '检索帖文').getByText('读作：含“食堂”。').waitFor()
  assert.equal(await responder.getByRole('button', { name: '存为关注' }).count(), 0)
  assert.equal(await part(responder, '检索登记').count(), 0)
  const auditor = await open('auditor')
  const log = part(auditor, '检索登记')
  await log.getByText('食堂 AND').waitFor({ state: 'detached' })
  await log.getByText('食堂 ⟦handle⟧').waitFor()
  await log.getByText('码头 NEAR/12 秤 NOT 演练').first().waitFor()
  await picture(auditor, 'watches-log', true)
})

test('the page keeps the rules in every language, theme and width', async () => {
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'auditor')).newPage()
    complaints.push(complaintsOf(page))
    await page.goto(`${demo.url}/desk/watches?q=%E5%B8%82%E5%9C%BA%20OR%20%E7%A0%81%E5%A4%B4&days=30`)
    await settled(page)
    await page.locator('mark').first().waitFor()
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 700 } })) {
      await page.setViewportSize(viewport)
      assert.deepEqual(await broken(page), [], `${name} ${size}`)
      assert.deepEqual(await sideways(page), [], `${name} ${size}`)
      await picture(page, `watches-${name}-${size}`, true)
    }
    await page.context().close()
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    // A refusal is a 4xx, and a browser notes that.
    complaints.flat().filter((words) => !/status of 422/.test(words)),
    [],
  ))
