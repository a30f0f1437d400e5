// What a case asks of others and owes afterwards, as people do it: another unit's part, notes for whom they are, promises
// of an answer, "not ours". Then the pages as they are, in both languages, themes and widths.
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
  for (const role of ['monitor', 'responder', 'unit-head', 'online-spokesperson', 'office', 'auditor']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const api = async (role, path) => (await colleagues[role].context().request.get(`${demo.url}/api/v1${path}`)).json()
const titled = async (role, title) => (await api(role, `/cases?q=${encodeURIComponent(title)}`)).items[0].number

async function open(role, number) {
  const page = colleagues[role]
  await page.goto(`${demo.url}/desk/cases/${number}`)
  await settled(page)
  return page
}

test('a unit is asked for its part, writes it, and its head signs it', async () => {
  const milk = await open('office', await titled('office', '一家连锁超市多家门店销售过期牛奶'))
  assert.equal(await part(milk, '协助').getByText('已提供').count(), 4)
  await part(milk, '协助').getByText('在4家门店查获超过保质期的鲜奶22盒').waitFor()

  const gym = await titled('office', '健身')
  assert.equal((await api('responder', `/cases/${gym}`)).status, 404, 'not theirs yet')
  const office = await open('office', gym)
  await press(part(office, '协助'), '请其他单位协助')
  await dialog(office).getByLabel('哪个单位').selectOption('south')
  await dialog(office).getByLabel('请他们查什么').fill('核实这家店在南港的分店有没有停业，登记了多少会员。')
  assert.deepEqual(await broken(office), [])
  await picture(office, 'case-help-ask')
  await press(dialog(office), '请其他单位协助')
  await gone(office)
  await part(office, '协助').getByText('待协助').waitFor()

  const responder = colleagues.responder
  await responder.goto(`${demo.url}/desk/inbox?view=mine`)
  await settled(responder)
  await responder.getByText('待南港分局协助').first().waitFor()
  await open('responder', gym)
  assert.equal(
    await responder.getByRole('button', { name: '查看（将被记录）' }).count(),
    0,
    'who helps sees no citizen',
  )
  await press(part(responder, '协助'), '填写协助情况')
  await dialog(responder).getByLabel('查明的情况').fill('南港分店3月1日起停业，登记会员87人。')
  await dialog(responder).getByLabel('处理建议').fill('与西湾分局并案处理。')
  assert.deepEqual(await broken(responder), [])
  await press(dialog(responder), '提交签发')
  await gone(responder)
  await part(responder, '协助').getByText('待负责人签发').waitFor()
  assert.equal(await part(responder, '协助').getByRole('button', { name: '签发', exact: true }).count(), 0)

  const head = await open('unit-head', gym)
  await press(part(head, '协助'), '签发')
  await part(head, '协助').getByText('已提供').waitFor()
  await picture(head, 'case-help-given', true)
  await part(office, '协助').getByText('登记会员87人').waitFor() // told at once, without reloading
})

test('a note is read by those it is for', async () => {
  const barber = await titled('office', '理发店')
  const responder = await open('responder', barber)
  await responder.getByLabel('写一条内部记录').fill('店主电话里口气很急，先不公开催。')
  await responder.getByLabel('谁能看').selectOption('unit')
  await press(responder, '记下（仅内部可见）')
  await part(responder, '内部记录').getByText('先不公开催').waitFor()
  await part(responder, '内部记录').locator('li').getByText('只限本单位').waitFor()
  const office = await open('office', barber)
  assert.equal(await office.getByText('先不公开催').count(), 0)
  const auditor = await open('auditor', barber)
  await part(auditor, '内部记录').getByText('先不公开催').waitFor()
})

test('what an answer promises stands in its text, runs, and is kept in the open', async () => {
  const parking = await titled('office', '停车场')
  let page = await open('responder', parking)
  await page.getByLabel('公开文字').fill('查明的情况\n价目牌朝内摆放，责令改正。')
  while (await page.getByRole('button', { name: /^去掉/ }).count())
    await page.getByRole('button', { name: /^去掉/ }).first().click()
  await press(page, '加一项')
  await page.getByLabel('做什么').fill('检查滨江路沿线9处停车场')
  await page.getByLabel('最迟哪天').fill('2026-03-31')
  assert.deepEqual(await broken(page), [])
  await picture(page, 'case-promise', true)
  await press(page, '提交审签')
  await page.getByText('1. 检查滨江路沿线9处停车场（2026年3月31日前）').first().waitFor({ state: 'attached' })
  assert.equal(await page.getByLabel('公开文字').inputValue(), '查明的情况\n价目牌朝内摆放，责令改正。')

  page = await open('unit-head', parking)
  await press(page, '批准这份文字')
  await page.getByText('已批准，待公开').first().waitFor()
  page = await open('online-spokesperson', parking)
  await press(page, '公开')
  await press(dialog(page), '公开')
  await gone(page)
  const promised = part(page, '答复里的承诺')
  await promised.getByText('检查滨江路沿线9处停车场').waitFor()
  assert.equal(await promised.getByRole('button').count(), 0, 'only the head says that it was kept')

  page = await open('unit-head', parking)
  const entry = (await api('unit-head', `/cases/${parking}`)).drafts.at(-1).entry
  const citizen = await (await browser.newContext()).newPage()
  await citizen.goto(`${demo.url}/answers/${entry}`)
  await citizen.getByRole('heading', { name: '承诺的后续事项' }).waitFor()
  await citizen.getByText('正在办理，最迟').waitFor()
  await picture(citizen, 'answer-promise', true)
  await part(page, '答复里的承诺')
    .getByRole('button', { name: /^已办完/ })
    .click()
  await dialog(page).getByLabel('做了什么').fill('9处全部查过，2处责令改正。')
  await press(dialog(page), '已办完')
  await gone(page)
  await part(page, '答复里的承诺').getByText('2处责令改正').waitFor()
  await picture(page, 'case-promise-kept', true)
  await citizen.goto(`${demo.url}/answers/${entry}?again`)
  await citizen.getByText('已办完：').waitFor()
  assert.equal(await citizen.getByText('2处责令改正').count(), 0, 'what was done is for colleagues')
})

test('"not ours" tells the citizen whose it is', async () => {
  const citizen = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  complaints.push(complaintsOf(citizen))
  const fields = {
    kind: 'complaint',
    text: '南港路口的红绿灯坏了三天',
    privacy: 'anonymous',
    place: '南港区',
    step: 'send',
  }
  const sent = await citizen
    .context()
    .request.post(`${demo.url}/complain`, { form: fields, headers: { origin: demo.url } })
  const [number, code] = [...(await sent.text()).matchAll(/<dd class="number">([^<]+)</g)].map((m) => m[1])
  const office = await open('office', number)
  await press(office, '不归本局管…')
  await dialog(office).getByLabel('归谁管（单位全称）').fill('明川市公安局交通警察支队')
  await dialog(office).getByLabel('怎么联系（电话、网址或地址）').fill('电话 122')
  await dialog(office).getByLabel('为什么').fill('道路信号灯由交警部门管理。')
  assert.deepEqual(await broken(office), [])
  await picture(office, 'case-not-ours')
  await press(dialog(office), '告知市民并办结')
  await gone(office)
  await office.getByText('不归本局管，归明川市公安局交通警察支队').waitFor()

  await citizen.goto(`${demo.url}/track/${number}`)
  await citizen.getByLabel('编号').fill(number)
  await citizen.getByLabel('查询码').fill(code)
  await press(citizen, '查询')
  await citizen.getByRole('heading', { name: '这件事不归本局管' }).waitFor()
  await citizen.getByText('电话 122').waitFor()
  assert.deepEqual(await broken(citizen), [])
  await picture(citizen, 'track-not-ours', true)
})

test('an approved template goes out as the first reply, word for word', async () => {
  const page = colleagues.responder
  await page.goto(`${demo.url}/desk/templates`)
  await settled(page)
  await page.getByText('计量问题已受理', { exact: true }).first().waitFor()
  await press(page, '写新模板')
  await dialog(page).getByLabel('名称（内部用）').fill('电动车充电收费已受理')
  await dialog(page).getByLabel('文字').fill('您反映的充电收费问题（编号 {nummer}）已由{unit}受理。')
  await dialog(page).getByLabel('最迟哪天复核').fill('2026-09-01')
  assert.deepEqual(await broken(page), [])
  await picture(page, 'template-write')
  await press(dialog(page), '提交审签')
  await dialog(page).getByText('花括号里只能是 number、date、unit、link').waitFor()
  await dialog(page).getByLabel('文字').fill('您反映的充电收费问题（编号 {number}）已由{unit}受理，{date}起现场核查。')
  await press(dialog(page), '提交审签')
  await gone(page)

  const head = colleagues['unit-head']
  await head.goto(`${demo.url}/desk/templates`)
  await settled(head)
  await head.getByRole('button', { name: /^批准这份文字 电动车/ }).click()
  await head.getByRole('listitem').filter({ hasText: '电动车充电收费已受理' }).getByText('可以使用').waitFor()

  const number = await titled('office', '充电桩')
  await open('responder', number)
  await page.getByRole('button', { name: '电动车充电收费已受理' }).click()
  await dialog(page).getByText(`（编号 ${number}）已由南港分局受理`).waitFor()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'template-send')
  await press(dialog(page), '发出')
  await gone(page)
  await page.getByText('用模板回应').first().waitFor()
  const sent = (await api('responder', `/cases/${number}`)).drafts.at(-1)
  assert.equal(sent.state, 'published')
  const leaf = await (await browser.newContext()).request.get(`${demo.url}/answers/${sent.entry}`)
  assert.match(await leaf.text(), /template sha256:[0-9a-f]{64}/)
})

test('evidence lies sealed with its fingerprint; what is too large lies elsewhere', async () => {
  const barber = await titled('office', '理发店')
  const page = await open('responder', barber)
  const evidence = part(page, '证据材料')
  await press(evidence, '添加材料')
  await dialog(page)
    .getByLabel('文件')
    .setInputFiles({ name: '笔录.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 充值消费记录') })
  assert.equal(await dialog(page).getByLabel('名称').inputValue(), '笔录')
  assert.deepEqual(await broken(page), [])
  await press(dialog(page), '添加')
  await gone(page)
  const link = evidence.getByRole('link', { name: '笔录' })
  const got = await page.context().request.get(demo.url + (await link.getAttribute('href')))
  assert.equal(await got.text(), '%PDF-1.4 充值消费记录')
  assert.equal(got.headers()['content-disposition'].split(';')[0], 'attachment')
  const monitor = colleagues.auditor.context().request
  assert.equal((await monitor.get(demo.url + (await link.getAttribute('href')))).status(), 200)

  await press(evidence, '添加材料')
  await dialog(page)
    .getByLabel('文件')
    .setInputFiles({ name: '监控.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(2000, 7) })
  await dialog(page).getByLabel('原件存在哪里').fill('办案系统 2026-0311')
  await picture(page, 'evidence-elsewhere')
  await press(dialog(page), '添加')
  await gone(page)
  await evidence.getByText('原件在：办案系统 2026-0311').waitFor()
  await picture(page, 'case-evidence', true)
})

test('the pages keep the rules in every language, theme and width', async () => {
  const at = async (title) => `cases/${await titled('office', title)}`
  const pages = {
    promise: await at('停车场'),
    help: await at('健身'),
    evidence: await at('理发店'),
    templates: 'templates',
  }
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'unit-head')).newPage()
    complaints.push(complaintsOf(page))
    for (const [which, path] of Object.entries(pages)) {
      await page.goto(`${demo.url}/desk/${path}`)
      await settled(page)
      for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 700 } })) {
        await page.setViewportSize(viewport)
        assert.deepEqual(await broken(page), [], `${name} ${which} ${size}`)
        assert.deepEqual(await sideways(page), [], `${name} ${which} ${size}`)
        await picture(page, `case-${which}-${name}-${size}`, true)
      }
    }
    await page.context().close()
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    complaints.flat().filter((words) => !/status of (404|422)/.test(words)),
    [],
  ))
