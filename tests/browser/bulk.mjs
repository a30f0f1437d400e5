// Several cases at once in the inbox: chosen by mouse, key and finger, done one by one, and each says what became of it.
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
  settled,
  sideways,
  sizes,
  startDemo,
} from './harness.mjs'

let demo, browser
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  const context = await contextFor(browser, demo, looks[0], 'office')
  for (const title of ['批量一', '批量二', '批量三'])
    await context.request.post(`${demo.url}/api/v1/cases`, {
      headers: { Origin: demo.url },
      data: { kind: 'complaint', title, places: ['南港区'], privacy: 'anonymous' },
    })
  await context.close()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const bar = (page) => page.getByRole('region', { name: '批量办理' })
const barGone = (page) => bar(page).waitFor({ state: 'detached' })
const pick = (page, title) => page.getByRole('checkbox', { name: `选择“${title}”` })

async function inbox(page, query = '?q=批量&sort=opened') {
  await page.goto(`${demo.url}/desk/inbox${query}`)
  await settled(page)
}

test('what cannot be done with one stays chosen and says why; the others are done', async () => {
  const context = await contextFor(browser, demo, looks[0], 'responder')
  const page = await context.newPage()
  await inbox(page)
  // Somebody was faster with one of them.
  const other = await context.newPage()
  await other.goto(
    await pick(page, '批量二')
      .locator('xpath=ancestor::tr')
      .getByRole('link')
      .evaluate((a) => a.href),
  )
  await page.getByRole('checkbox', { name: '全选当前列表' }).check()
  await bar(page).getByText('已选 3 件').waitFor()
  assert.equal(await bar(page).getByRole('button', { name: '改派' }).count(), 0, 'a responder may not')
  await other.getByRole('button', { name: '受理', exact: true }).click()
  await other.getByRole('button', { name: '受理', exact: true }).waitFor({ state: 'detached' })
  await bar(page).getByRole('button', { name: '受理', exact: true }).click()
  assert.deepEqual(await broken(page), [])
  await dialog(page).getByRole('button', { name: '受理', exact: true }).click()
  await dialog(page).getByText('已办 2 件，未办 1 件。').waitFor()
  await dialog(page).getByText('事项当前的状态不允许这样做').waitFor()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'bulk-results')
  await dialog(page).locator('p').getByRole('button', { name: '关闭' }).click()
  await gone(page)
  await bar(page).getByText('已选 1 件').waitFor()
  assert(await pick(page, '批量二').isChecked())
  assert(
    await page.getByRole('checkbox', { name: '全选当前列表' }).evaluate((box) => box.indeterminate && !box.checked),
  )
  await bar(page).getByRole('button', { name: '取消选择' }).click()
  await barGone(page)
  await context.close()
})

test('rows are chosen by key, and one note is written on each', async () => {
  const context = await contextFor(browser, demo, looks[0], 'responder')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await inbox(page)
  for (const key of ['j', 'x', 'j', 'x', 'x', 'j', 'x']) await page.keyboard.press(key)
  await bar(page).getByText('已选 2 件').waitFor()
  await bar(page).getByRole('button', { name: '写内部记录' }).click()
  await dialog(page).getByRole('textbox').fill('同一摊位，一并核查')
  await dialog(page).getByRole('button', { name: /记下/ }).click()
  await dialog(page).getByText('已办 2 件，未办 0 件。').waitFor()
  await page.keyboard.press('Escape')
  await gone(page)
  await barGone(page)
  await page.keyboard.press('o')
  assert.deepEqual(complaints, [])
  await context.close()
})

test('what a filter hides is not acted upon', async () => {
  const context = await contextFor(browser, demo, looks[0], 'responder')
  const page = await context.newPage()
  await inbox(page)
  await page.getByRole('checkbox', { name: '全选当前列表' }).check()
  await bar(page).getByText('已选 3 件').waitFor()
  await page.getByRole('searchbox').fill('批量三')
  await bar(page).getByText('已选 1 件').waitFor()
  await context.close()
})

test('the office sends several to another unit with one reason', async () => {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const page = await context.newPage()
  await inbox(page)
  await pick(page, '批量三').check()
  await bar(page).getByRole('button', { name: '改派' }).click()
  await dialog(page).getByLabel('承办单位').selectOption('price')
  await dialog(page).getByRole('textbox', { name: /理由/ }).fill('涉及计价方式，由价监处统一办理')
  await dialog(page).getByRole('button', { name: '改派' }).click()
  await dialog(page).getByText('已办 1 件，未办 0 件。').waitFor()
  await page.keyboard.press('Escape')
  await gone(page)
  await page
    .getByRole('row', { name: /批量三/ })
    .getByText('价监处')
    .waitFor()
  await context.close()
})

for (const look of looks)
  test(`with cases chosen the inbox breaks no rule: ${look.locale} ${look.colorScheme}`, async () => {
    const context = await contextFor(browser, demo, look, 'responder')
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 640 } })) {
      await page.setViewportSize(viewport)
      await inbox(page, '')
      await page.locator('main li, main td').getByRole('checkbox').first().check()
      assert.deepEqual(await broken(page), [], size)
      assert.deepEqual(await sideways(page), [], size)
      await picture(page, `bulk-${look.locale}-${look.colorScheme}-${size}`)
    }
    assert.deepEqual(complaints, [])
    await context.close()
  })

test('two cases about one matter are merged from the suggestion, and parted again', async () => {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  for (const title of ['同案一', '同案二'])
    await context.request.post(`${demo.url}/api/v1/cases`, {
      headers: { Origin: demo.url },
      data: { kind: 'complaint', title, places: ['南港区'], matter: 'price', privacy: 'anonymous' },
    })
  await inbox(page, '?q=同案&sort=opened')
  await page.getByRole('link', { name: '同案二' }).first().click()
  const family = page.getByRole('region', { name: '同一件事' })
  await family.getByRole('listitem').filter({ hasText: '同案一' }).getByRole('button', { name: /并入/ }).click()
  await dialog(page).getByLabel('理由').fill('同一个摊位，同一天')
  assert.deepEqual(await broken(page), [])
  await dialog(page).getByRole('button', { name: '并入', exact: true }).click()
  await gone(page)
  await family.getByText('已并入').waitFor()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'case-merged')
  await family.getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: '同案一' }).waitFor()
  await family.getByText('有 1 件事项并入').waitFor()
  for (const viewport of Object.values(sizes)) {
    await page.setViewportSize(viewport)
    assert.deepEqual(await broken(page), [])
    assert.deepEqual(await sideways(page), [])
  }
  await page.goBack()
  await family.getByRole('button', { name: '撤销并案' }).click()
  await dialog(page).getByLabel('理由').fill('不是同一天')
  await dialog(page).getByRole('button', { name: '撤销并案', exact: true }).click()
  await gone(page)
  await family.getByText('可能是同一件事').waitFor()
  assert.deepEqual(complaints, [])
  await context.close()
})
