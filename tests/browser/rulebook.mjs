// Two people adopt a rulebook: the office tries one, is told every mistake and then what it would do, and proposes it;
// the spokesperson reads the same and confirms. Then the pages in both languages, themes and widths.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  broken,
  complaintsOf,
  contextFor,
  dialog,
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
const complaints = []
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

async function colleague(role, path) {
  const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
  complaints.push(complaintsOf(page))
  await page.goto(`${demo.url}/desk${path}`)
  await settled(page)
  return page
}

let proposal
test('the office tries a rulebook, is told what is wrong, then what it would do, and proposes it', async () => {
  const office = await colleague('office', '/rulebooks')
  await office.getByText('用文字读').click()
  await office.getByText('first-reply').first().waitFor({ state: 'attached' })
  await press(office, '从现在显示的这一版开始改')
  const book = office.getByLabel('规则册（TOML）')
  const toml = await book.inputValue()
  assert.match(toml, /first-reply/)
  await book.fill(`${toml}\nnonsense = 1\n`)
  await press(office, '检查')
  await office.getByRole('alert').getByText('有 1 处错误').waitFor()
  assert.equal(await office.getByRole('button', { name: '提出采用' }).count(), 0, 'a wrong one cannot be proposed')
  assert.deepEqual(await broken(office), [])

  assert.match(toml, /pause_reasons = \[\]/)
  await book.fill(
    toml.replace('working = "3h" }', 'working = "2h" }').replace('pause_reasons = []', 'pause_reasons = ["testing"]'),
  )
  await press(office, '检查')
  await office.getByRole('heading', { name: '时限会怎样变' }).waitFor()
  await picture(office, 'rulebook-checked', true)
  await press(office, '提出采用')
  await dialog(office).getByLabel('理由').fill('研判要快一些')
  await press(dialog(office), '提出采用')
  await office.waitForURL('**/rulebooks/proposals/*')
  proposal = new URL(office.url()).pathname.replace('/desk', '')
  await office.getByText('要由提出人以外的').waitFor()
  assert.equal(await office.getByRole('button', { name: '确认采用' }).count(), 0)
})

test('the spokesperson reads the same and confirms; the pages are whole in every look', async (t) => {
  for (const look of looks) {
    await t.test(`${look.locale} ${look.colorScheme}`, async () => {
      const page = await (await contextFor(browser, demo, look, 'spokesperson')).newPage()
      for (const path of ['/rulebooks', proposal]) {
        for (const [size, viewport] of Object.entries(sizes)) {
          await page.setViewportSize(viewport)
          await page.goto(`${demo.url}/desk${path}`)
          await settled(page)
          assert.deepEqual(await broken(page), [], `${path} ${size}`)
          const kind = path === '/rulebooks' ? 'rulebooks' : 'rulebook-proposal'
          await picture(page, `desk-${kind}-${look.locale}-${look.colorScheme}-${size}`)
        }
        await page.setViewportSize({ width: 320, height: 640 })
        assert.deepEqual(await sideways(page), [], path)
      }
      await page.context().close()
    })
  }
  const speaker = await colleague('spokesperson', '/rulebooks')
  await speaker.getByRole('region', { name: '等待确认' }).getByRole('link', { name: '研判要快一些' }).click()
  await press(speaker, '确认采用')
  await press(dialog(speaker), '确认采用')
  await speaker.getByText('已采用').waitFor()
  await speaker.goto(`${demo.url}/desk/rulebooks`)
  await speaker.getByText('与前一版的不同').waitFor()
  assert.equal(await speaker.getByLabel('版本').locator('option').count(), 2)
  await picture(speaker, 'rulebooks-adopted')
})

test('a head pauses a clock as the new rulebook allows, and lets it go on; what began before keeps its rules', async () => {
  const head = await colleague('unit-head', '/inbox')
  const office = await colleague('office', '/inbox')
  const number = await office.evaluate(async () => {
    const body = { kind: 'complaint', title: '电子秤送检', places: ['南港区'], matter: 'consumer' }
    const headers = { 'Content-Type': 'application/json' }
    return (await (await fetch('/api/v1/cases', { method: 'POST', headers, body: JSON.stringify(body) })).json()).number
  })
  await head.goto(`${demo.url}/desk/cases/${number}`)
  await settled(head)
  const clocks = head.getByRole('region', { name: '时限' })
  await press(clocks, '暂停计时')
  await dialog(head).getByLabel('暂停原因').selectOption({ label: '检验检测鉴定' })
  await dialog(head).getByLabel('理由').fill('样品已送市计量院，约五个工作日出结果')
  assert.deepEqual(await broken(head), [])
  await picture(head, 'case-pause')
  await press(dialog(head), '暂停计时')
  await clocks.getByText('起暂停计时：样品已送市计量院').waitFor()
  assert.deepEqual(await broken(head), [])
  assert.deepEqual(await sideways(head), [])
  await picture(head, 'case-paused')
  await press(clocks, '恢复计时')
  await clocks.getByText('至 2026/03/09').waitFor()
  assert.equal(await clocks.getByRole('button', { name: '恢复计时' }).count(), 0)
  await head.goto(`${demo.url}/desk/inbox`)
  await settled(head)
  for (const told of complaints) assert.deepEqual(told, [])
})
