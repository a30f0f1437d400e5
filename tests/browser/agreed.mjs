// What is agreed about an issue, as people do it: the assessment and who belongs to it, the facts that replies are drafted
// from, what other agencies are told; and who was told of a directive. Then the pages as they are, in every look.
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

let demo, browser, critical
const colleagues = {}
const complaints = []
const api = async (role, path) => (await colleagues[role].context().request.get(`${demo.url}/api/v1${path}`)).json()
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  for (const role of ['responder', 'spokesperson', 'office', 'monitor', 'auditor']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
  critical = (await api('office', '/issues?at_least=critical')).items[0].id
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

test('the group that assesses a grave issue is named, and its meeting recorded with who was there', async () => {
  const page = await open('spokesperson', `issues/${critical}`)
  const assess = part(page, '研判')
  await assess.getByText('学生集中在同一餐次后发病').waitFor()
  await press(assess, '记录研判')
  await dialog(page).getByLabel('研判意见').fill('新增就诊 3 人，均已离院。')
  await dialog(page).getByLabel('决定', { exact: true }).fill('继续每日通报。')
  const plus = (await api('spokesperson', `/issues/${critical}`)).group.plus[0].name
  await dialog(page).getByLabel(plus).check()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'assess-write')
  await press(dialog(page), '保存记录')
  await dialog(page).getByText('且至少有一名固定成员').waitFor()
  const fixed = (await api('spokesperson', `/issues/${critical}`)).group.fixed[0].name
  await dialog(page).getByLabel(fixed).check()
  await press(dialog(page), '保存记录')
  await gone(page)
  await assess.getByText('继续每日通报。').waitFor()
  await picture(page, 'issue-agreed', true)
})

test('facts are agreed by another than who wrote them, and the case shows what was agreed', async () => {
  const barber = (await api('office', `/cases?q=${encodeURIComponent('理发店')}`)).items[0]
  const office = await open('office', `issues/${barber.issue}`)
  await press(part(office, '口径'), '起草口径')
  await office.getByLabel('事实').fill('店方2月20日起按88元扣费，与约定的38元不符。')
  await office.getByLabel('依据').fill('充值消费记录。')
  await press(part(office, '口径'), '提交审签')
  await part(office, '口径').getByText('待确定').waitFor()
  let page = await open('responder', `cases/${barber.number}`)
  assert.equal(await page.getByText('口径（第 1 版）').count(), 0, 'nobody has agreed to it')
  const spokesperson = await open('spokesperson', `issues/${barber.issue}`)
  await press(part(spokesperson, '口径'), '确定这一版')
  await part(spokesperson, '口径').getByText('已确定').waitFor()
  page = await open('responder', `cases/${barber.number}`)
  await part(page, '口径（第 1 版）').getByText('与约定的38元不符').waitFor()
  assert.deepEqual(await broken(page), [])
})

test('another agency is told the matter and the place, and nobody’s telephone', async () => {
  const office = await open('office', `issues/${critical}`)
  await press(part(office, '通报有关部门'), '起草通报')
  await dialog(office).getByLabel('发给哪个部门').fill('明川市教育局')
  await dialog(office).getByLabel('什么事').fill('请协助统计学生就诊情况，家长电话 13912345678。')
  assert.deepEqual(await broken(office), [])
  await press(dialog(office), '提交审签')
  await gone(office)
  await part(office, '通报有关部门').getByText('家长电话 ⟦phone⟧').waitFor()
  const page = await open('spokesperson', `issues/${critical}`)
  await page.getByRole('button', { name: /^登记已发出 明川市教育局/ }).click()
  await dialog(page).getByLabel('报送方式').fill('政务内网')
  await dialog(page).getByLabel('回执').fill('教育局收 10:40')
  await press(dialog(page), '登记已发出')
  await gone(page)
  await part(page, '通报有关部门').getByText('政务内网 · 教育局收 10:40').waitFor()
})

test('who was told of a directive stands on its page', async () => {
  const request = colleagues.monitor.context().request
  const made = await request.post(`${demo.url}/api/v1/directives`, {
    data: { platform: '省网络平台', text: '请核实某市场缺斤短两' },
    headers: { origin: demo.url, 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(made.status(), 201, await made.text())
  const page = await open('office', `directives/${(await made.json()).id}`)
  await part(page, '提醒与签收').getByText('回应办公室').waitFor()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'directive-told', true)
})

test('the issue keeps the rules in every language, theme and width', async () => {
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'office')).newPage()
    complaints.push(complaintsOf(page))
    await page.goto(`${demo.url}/desk/issues/${critical}`)
    await settled(page)
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 700 } })) {
      await page.setViewportSize(viewport)
      if (size === 'narrow') {
        await page.reload()
        await settled(page)
      }
      assert.deepEqual(await broken(page), [], `${name} ${size}`)
      assert.deepEqual(await sideways(page), [], `${name} ${size}`)
      await picture(page, `issue-agreed-${name}-${size}`, true)
    }
    await page.context().close()
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    complaints.flat().filter((words) => !/status of 422/.test(words)),
    [],
  ))
