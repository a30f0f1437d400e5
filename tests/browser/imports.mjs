// What 12345 sends over: tried, its words matched, imported, imported again, answered for; which unit it is likely for;
// and a statement that names when the next one follows. Then the page as it is, in every look.
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

let demo, browser, office
const complaints = []
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  office = await (await contextFor(browser, demo, looks[0], 'office')).newPage()
  complaints.push(complaintsOf(office))
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const csv = [
  '工单编号,诉求标题,诉求内容,受理时间,办结时限,联系电话,事发地址,诉求类型,是否保密',
  'MC-031,食堂菜里有虫子,"孩子说学校食堂的菜里有虫子，家长很着急",2026-03-09 08:30:00,2026-03-16,13900000000,,投诉,是',
  'MC-032,停车多收费,"停车场没有明码标价，多收了二十块",2026/3/9 9:05,,13800000000,明川市南港区港前路12号,求助,否',
  'MC-033,时间写错,内容,昨天下午,,,,投诉,',
].join('\r\n')
const file = { name: '0309.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
const results = () => part(office, /^(试读结果|已导入)/)

async function open(path) {
  await office.goto(`${demo.url}/desk/${path}`)
  await settled(office)
}

test('a file is tried first, and what cannot be imported says why', async () => {
  await open('inbox')
  await office.getByRole('link', { name: '导入事项' }).click()
  await settled(office)
  await office.getByLabel('CSV 文件').setInputFiles(file)
  await results().getByText('可以导入 1 件').waitFor()
  await results().getByText('不能导入 2 行').waitFor()
  await results().getByText('时间认不出来（受理时间）').waitFor()
  await results().getByText('这个词没有对应：求助').waitFor()
  assert.equal(await office.getByLabel('编号', { exact: true }).inputValue(), '工单编号', 'usual headings are known')
  assert.deepEqual(await broken(office), [])
  await picture(office, 'imports-tried', true)
})

test('a word of theirs is matched, and the import opens each case once', async () => {
  await office.getByLabel('类别：求助').selectOption({ label: '咨询' })
  await press(office, '重新试读')
  await results().getByText('可以导入 2 件').waitFor()
  await press(office, '导入 2 件')
  await results().getByText('已立项 2 件').waitFor()
  assert.deepEqual(await broken(office), [])
  await picture(office, 'imports-done', true)
  await office.getByLabel('CSV 文件').setInputFiles([])
  await office.getByLabel('CSV 文件').setInputFiles(file)
  await results().getByText('已经有的 2 件').waitFor()
  assert.ok(await office.getByRole('button', { name: '导入 0 件' }).isDisabled())
})

test('a case is found by the number it has there, and says where it came from and which unit it is likely for', async () => {
  await open('inbox?q=MC-031')
  await office
    .getByRole('link', { name: /食堂菜里有虫子/ })
    .first()
    .click()
  await settled(office)
  const facts = part(office, '基本情况')
  await facts.getByText('12345：MC-031').waitFor()
  await facts.getByText('对方期限').waitFor()
  await press(office, '改派')
  await dialog(office).getByText('按业务词表像是食品处的事：食堂、虫子').waitFor()
  await dialog(office).getByText('每个单位办结满 50 件后').waitFor()
  assert.equal(await dialog(office).getByLabel('承办单位').inputValue(), 'food', 'what is suggested is chosen already')
  assert.deepEqual(await broken(office), [])
  await picture(office, 'suggested-unit')
  await office.keyboard.press('Escape')
})

test('what came of them goes back as a file', async () => {
  await open('imports')
  const download = office.waitForEvent('download')
  await office.getByRole('link', { name: '下载 12345 的办理结果' }).click()
  const stream = await (await download).createReadStream()
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  const lines = Buffer.concat(chunks).toString('utf8').split('\r\n')
  assert.match(lines[0], /^\uFEFF工单编号,本局编号,承办单位/)
  assert.equal(lines.filter((line) => /^MC-03[12],/.test(line)).length, 2)
})

test('a statement names when the next one follows, and a clock runs to it', async () => {
  await open('issues')
  await office
    .getByRole('link', { name: /食堂|身体不适|住院/ })
    .first()
    .click()
  await settled(office)
  await press(office, '起草权威信息')
  const form = part(office, '权威信息')
  await form.getByLabel(/标题/).fill('关于检验进展的通报')
  await form.getByLabel('公开文字').fill('样品正在检验。')
  await form.getByLabel('下一次通报时间').fill('2026-03-11T18:00')
  assert.deepEqual(await broken(office), [])
  await picture(office, 'statement-next')
  await press(form, '提交审签')
  await form.getByText('关于检验进展的通报').first().click()
  await form.getByText('下一次通报时间：2026年3月11日18时前。').waitFor()
})

test('the page keeps the rules in every language, theme and width', async () => {
  for (const look of looks) {
    const name = `${look.locale}-${look.colorScheme}`
    const page = await (await contextFor(browser, demo, look, 'office')).newPage()
    complaints.push(complaintsOf(page))
    await page.goto(`${demo.url}/desk/imports`)
    await settled(page)
    await page.locator('#import-file').setInputFiles(file)
    await page.locator('table').waitFor()
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 700 } })) {
      await page.setViewportSize(viewport)
      assert.deepEqual(await broken(page), [], `${name} ${size}`)
      assert.deepEqual(await sideways(page), [], `${name} ${size}`)
      await picture(page, `imports-${name}-${size}`, true)
    }
    await page.context().close()
  }
})

test('who does not dispatch is told whose work it is', async () => {
  const page = await (await contextFor(browser, demo, looks[0], 'monitor')).newPage()
  await page.goto(`${demo.url}/desk/inbox`)
  await settled(page)
  assert.equal(await page.getByRole('link', { name: '导入事项' }).count(), 0)
  await page.goto(`${demo.url}/desk/imports`)
  await page.getByText('导入由回应办公室负责').waitFor()
  await page.context().close()
})

test('nothing complained on the way', () => assert.deepEqual(complaints.flat(), []))
