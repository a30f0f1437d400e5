// What a unit answers for, as people do it: why something was missed, a figure contested and answered, a review from its
// finding to what changes, a course entered. Then the pages as they are, in every look.
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

let demo, browser, review
const colleagues = {}
const complaints = []
const api = async (role, path) => (await colleagues[role].context().request.get(`${demo.url}/api/v1${path}`)).json()
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  for (const role of ['unit-head', 'office', 'spokesperson', 'auditor', 'responder']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
  review = (await api('auditor', '/accountability?unit=east')).reviews.find((one) => one.cause === 'serious').id
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

test('a head says why something was missed; the case shows it, and it stays missed', async () => {
  const page = await open('unit-head', 'inbox')
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.waitForURL(/accountability/)
  await settled(page)
  const missed = page.getByRole('region', { name: /^超时/ })
  const before = await missed.getByText('未说明原因').count()
  await missed.getByRole('button', { name: /^说明原因：南港区一小区充电桩/ }).click()
  await dialog(page).getByLabel('理由').fill('夜间发帖，第二天上班才看到。')
  assert.deepEqual(await broken(page), [])
  await press(dialog(page), '说明原因')
  await gone(page)
  await missed.getByText('夜间发帖，第二天上班才看到。').waitFor()
  assert.equal(await missed.getByText('未说明原因').count(), before - 1)
  await picture(page, 'accountability', true)
  await missed.getByRole('link', { name: /充电桩/ }).click()
  await page.getByText('超时原因：夜间发帖').waitFor()
})

test('a figure is contested, answered, and the public sees that, not why', async () => {
  const page = await open('unit-head', 'accountability')
  await press(page, '提出异议：收到')
  await dialog(page).getByLabel('理由').fill('其中两件是同一人重复登记。')
  await press(dialog(page), '提出异议')
  await gone(page)
  await part(page, '异议').getByText('其中两件是同一人重复登记。').waitFor()
  const auditor = await open('auditor', 'accountability?unit=south')
  await press(auditor, '答复异议')
  await dialog(auditor).getByLabel('异议成立').check()
  await dialog(auditor).getByLabel('监察答复').fill('情况属实，下月起登记时核对。')
  assert.deepEqual(await broken(auditor), [])
  await press(dialog(auditor), '答复异议')
  await gone(auditor)
  await part(auditor, '异议').getByText('情况属实').waitFor()
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto(`${demo.url}/performance?month=2026-03&lang=zh`)
  await visitor.getByText('监察认为异议成立').waitFor()
  assert.equal(await visitor.getByText('重复登记').count(), 0, 'why is between the unit and the auditor')
  await visitor.context().close()
})

test('a serious issue is reviewed: what happened, what changes, and that it was done', async () => {
  const office = await open('office', `reviews/${review}`)
  await press(office, '写查明情况')
  await dialog(office)
    .getByLabel('查明情况')
    .fill('21 时 03 分发现，21 时 20 分报告，比规定早。家长群的帖子晚看到 40 分钟。')
  await press(dialog(office), '提交')
  await gone(office)
  assert.equal(await office.getByRole('button', { name: '作出结论' }).count(), 0, 'not by who found it')
  const page = await open('spokesperson', `reviews/${review}`)
  await press(page, '作出结论')
  await dialog(page).getByLabel('结论').fill('夜间巡看增加一次。')
  await press(dialog(page), '添加改进措施')
  await dialog(page).getByLabel('改什么').fill('21 时增加一次巡看')
  await dialog(page).getByLabel('单位').selectOption({ label: '南港分局' })
  await dialog(page).getByLabel('最晚哪天').fill('2026-03-31')
  assert.deepEqual(await broken(page), [])
  await picture(page, 'review-close')
  await press(dialog(page), '作出结论')
  await gone(page)
  const head = await open('unit-head', `reviews/${review}`)
  await press(head, '报告已落实')
  await dialog(head).getByLabel('做了什么').fill('已列入值班表。')
  await press(dialog(head), '提交')
  await gone(head)
  await head.getByText('已落实').first().waitFor()
  await picture(head, 'review', true)
})

test('the office enters a course; whoever lacks the starter course is seen', async () => {
  const page = await open('office', 'people?unit=south')
  const before = await page.getByText('未通过上岗培训').count()
  await page
    .getByRole('button', { name: /^培训：/ })
    .first()
    .click()
  await dialog(page).getByLabel('培训内容').fill('上岗培训（公开回应）')
  await dialog(page).getByLabel('结束日期').fill('2026-03-02')
  assert.deepEqual(await broken(page), [])
  await press(dialog(page), '登记')
  await gone(page)
  await page.waitForFunction(
    (n) =>
      [...document.querySelectorAll('.chip')].filter((one) => one.textContent.includes('未通过上岗培训')).length < n,
    before,
  )
})

test('the auditor sees who was shown a citizen', async () => {
  const { items } = await api('responder', '/cases?limit=200')
  const request = colleagues.responder.context().request
  const headers = { origin: demo.url, 'sec-fetch-site': 'same-origin' }
  const show = ({ number }) => request.post(`${demo.url}/api/v1/cases/${number}/citizen`, { data: {}, headers })
  const shown = (await Promise.all(items.map(show))).filter((answer) => answer.status() === 200)
  assert.ok(shown.length > 0)
  const page = await open('auditor', 'people')
  const reveals = part(page, '谁看过反映人信息')
  await reveals.getByRole('link').first().waitFor()
  assert.equal(await reveals.getByRole('link').count(), shown.length)
  assert.deepEqual(await broken(page), [])
  const other = await open('office', 'people')
  assert.equal(await part(other, '谁看过反映人信息').count(), 0)
})

test('a unit reads its own page only', async () => {
  const units = (await api('responder', '/accountability')).units
  assert.deepEqual(units, ['south'])
  const page = await open('responder', 'accountability?unit=east')
  await page.getByText('没有这个单位，或您不能查看').waitFor()
})

test('the pages keep the rules in every language, theme and width', async () => {
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'auditor')).newPage()
    complaints.push(complaintsOf(page))
    for (const path of ['accountability?unit=south', `reviews/${review}`]) {
      await page.goto(`${demo.url}/desk/${path}`)
      await settled(page)
      for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 700 } })) {
        await page.setViewportSize(viewport)
        assert.deepEqual(await broken(page), [], `${path} ${name} ${size}`)
        assert.deepEqual(await sideways(page), [], `${path} ${name} ${size}`)
        await picture(page, `${path.split(/[/?]/)[0]}-${name}-${size}`, true)
      }
      await page.setViewportSize(sizes.wide)
    }
    await page.context().close()
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    complaints.flat().filter((words) => !/status of 404/.test(words)),
    [],
  ))
