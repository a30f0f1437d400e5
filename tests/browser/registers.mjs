// The two registers that take two people: an official account is proposed, confirmed and in public; a source is proposed,
// refused, proposed again and listened to; one that stops. Then the pages as they are, in every look.
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
  for (const role of ['office', 'spokesperson', 'monitor']) {
    const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
    complaints.push(complaintsOf(page))
    colleagues[role] = page
  }
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
const proposals = (page) => part(page, '提议')

test('an account is proposed by one, confirmed by another, and then in public', async () => {
  const office = await open('office', 'inbox')
  await office.keyboard.press('g')
  await office.keyboard.press('c')
  await office.waitForURL(/accounts/)
  await settled(office)
  await press(office, '提议登记账号')
  const form = dialog(office)
  await form.getByLabel('编号').fill('video-bureau')
  await form.getByLabel('账号名称').fill('明川市场监管视频号')
  await form.getByLabel('英文名称').fill('Mingchuan Market Regulation video')
  await form.getByLabel('渠道').fill('video')
  await form.getByLabel('使用单位').selectOption({ label: '回应办公室' })
  await form.getByLabel('账号地址').fill('https://video.example/mingchuan')
  await form.getByLabel('理由').fill('开通视频号，用来发布消费提示。')
  assert.deepEqual(await broken(office), [])
  await picture(office, 'account-propose')
  await press(form, '提出，由另一人确认')
  await gone(office)
  await proposals(office).getByText('要由提出人以外的另一人确认').waitFor()
  assert.equal(await proposals(office).getByRole('button', { name: /^确认/ }).count(), 0, 'not by who proposed it')
  const page = await open('spokesperson', 'accounts')
  await press(proposals(page), '确认：明川市场监管视频号')
  assert.deepEqual(await broken(page), [])
  await press(dialog(page), '确认')
  await gone(page)
  await page.getByRole('heading', { name: '明川市场监管视频号' }).waitFor()
  await picture(page, 'accounts', true)
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto(`${demo.url}/accounts?lang=zh`)
  await visitor.getByText('明川市场监管视频号').waitFor()
  await visitor.context().close()
})

test('a person is no source; a public page is proposed, refused, proposed again and confirmed', async () => {
  const propose = async (page, url) => {
    await press(page, '提议增加来源')
    const form = dialog(page)
    await form.getByLabel('来源', { exact: true }).fill('明川日报民生版')
    await form.getByLabel('编号').fill('daily-life')
    await form.getByLabel('网址').fill(url)
    await form.getByLabel('负责单位').selectOption({ label: '消保处' })
    await form.getByLabel('理由').fill('本地日报的投诉版。')
    await press(form, '提出，由另一人确认')
    return form
  }
  const office = await open('office', 'sources')
  const form = await propose(office, 'https://weibo.com/u/1234567')
  await form.getByText('个人的账号、主页不能作为来源').waitFor()
  assert.deepEqual(await broken(office), [])
  await form.getByLabel('网址').fill('https://daily.example/life/feed.xml')
  await press(form, '提出，由另一人确认')
  await gone(office)
  const page = await open('spokesperson', 'sources')
  await proposals(page).getByText('全部设置').click()
  await proposals(page).getByText('"allow": []').waitFor()
  assert.deepEqual(await broken(page), [])
  await press(proposals(page), '不同意：明川日报民生版')
  await dialog(page).getByLabel('理由').fill('先问对方是否愿意。')
  await press(dialog(page), '不同意')
  await gone(page)
  await proposals(page).getByText('先问对方是否愿意。').waitFor()
  await open('office', 'sources')
  await propose(office, 'https://daily.example/life/feed.xml')
  await gone(office)
  await open('spokesperson', 'sources')
  await press(proposals(page), '确认：明川日报民生版')
  await press(dialog(page), '确认')
  await gone(page)
  await page.getByRole('heading', { name: '明川日报民生版' }).waitFor()
  await picture(page, 'sources-proposals', true)
})

test('a source that is stopped is not shown to the public any more', async () => {
  const office = await open('office', 'sources')
  await press(office, '提议停止：明川日报民生版')
  await dialog(office).getByLabel('理由').fill('停刊。')
  await press(dialog(office), '提出，由另一人确认')
  await gone(office)
  const page = await open('spokesperson', 'sources')
  await press(proposals(page), '确认：daily-life')
  await press(dialog(page), '确认')
  await gone(page)
  await page.getByRole('heading', { name: '明川日报民生版' }).waitFor({ state: 'detached' })
  const visitor = await (await browser.newContext()).newPage()
  await visitor.goto(`${demo.url}/sources?lang=zh`)
  assert.equal(await visitor.getByText('明川日报民生版').count(), 0)
  await visitor.context().close()
})

test('who may not propose sees the registers and no button', async () => {
  for (const path of ['accounts', 'sources']) {
    const page = await open('monitor', path)
    assert.equal(await page.getByRole('button', { name: /提议/ }).count(), 0, path)
  }
})

test('the pages keep the rules in every language, theme and width', async () => {
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'office')).newPage()
    complaints.push(complaintsOf(page))
    for (const path of ['accounts', 'sources']) {
      await page.goto(`${demo.url}/desk/${path}`)
      await settled(page)
      for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 700 } })) {
        await page.setViewportSize(viewport)
        assert.deepEqual(await broken(page), [], `${path} ${name} ${size}`)
        assert.deepEqual(await sideways(page), [], `${path} ${name} ${size}`)
        await picture(page, `${path}-${name}-${size}`, true)
      }
      await page.setViewportSize(sizes.wide)
    }
    await page.context().close()
  }
})

test('nothing complained on the way', () =>
  assert.deepEqual(
    complaints.flat().filter((words) => !/status of 422/.test(words)),
    [],
  ))
