// The whole path by five colleagues and a citizen who has no JavaScript: from the complaint to the answer that she reads
// and anyone can verify, and from what was said on a forum to the answer under the disclosed account.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import {
  broken,
  complaintsOf,
  contextFor,
  dialog,
  hearback,
  looks,
  openBrowser,
  picture,
  press,
  sideways,
  sizes,
  startDemo,
} from './harness.mjs'

const number = /HB-\d{4}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]/
const complaints = []
let demo, browser, colleagues, citizen, answered

before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  colleagues = {}
  for (const role of ['monitor', 'responder', 'unit-head', 'online-spokesperson', 'office']) {
    const page = await (await browser.newContext({ viewport: sizes.wide, locale: 'zh-CN' })).newPage()
    page.complaints = complaintsOf(page)
    complaints.push(page.complaints)
    await page.goto(demo.signIn[role])
    await page.getByRole('heading', { level: 1, name: '收件箱' }).waitFor()
    colleagues[role] = page
  }
  citizen = await (await browser.newContext({ javaScriptEnabled: false, viewport: sizes.phone })).newPage()
  complaints.push(complaintsOf(citizen))
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

async function openCase(role, which) {
  const page = colleagues[role]
  await page.goto(`${demo.url}/desk/cases/${which}`)
  await page.getByText(which).first().waitFor()
  return page
}

async function accept(which) {
  const page = await openCase('responder', which)
  await press(page, '受理')
  await page.getByRole('button', { name: '受理', exact: true }).waitFor({ state: 'detached' })
}

async function draft(which, part, text) {
  const page = await openCase('responder', which)
  await page.getByRole('textbox', { name: '公开文字' }).waitFor()
  const choice = page.getByRole('radio', { name: part, exact: true })
  if (await choice.count()) await choice.check()
  await page.getByRole('textbox', { name: '公开文字' }).fill(text)
  await press(page, '提交审签')
  await page.getByText('待审签').first().waitFor()
}

/** Draft, approval and publication of an answer by three people; the number of its ledger entry. */
async function answer(which, text) {
  await draft(which, '答复', text)
  const head = await openCase('unit-head', which)
  await press(head, '批准这份文字')
  await head.getByText('已批准，待公开').first().waitFor()
  const spokesperson = await openCase('online-spokesperson', which)
  await spokesperson.getByText(text).first().waitFor()
  await press(spokesperson, '公开')
  await press(dialog(spokesperson), '公开')
  const link = spokesperson.getByRole('link', { name: /查看公开页面/ }).first()
  await link.waitFor()
  await picture(spokesperson, 'whole-path-published')
  return Number(/\/answers\/(\d+)/.exec(await link.getAttribute('href'))[1])
}

/** The public page of an entry, once the tree holds it; what anybody's own program says of it. */
async function verifies(entry, text) {
  await citizen.goto(`${demo.url}/answers/${entry}`)
  await citizen.getByText(text).first().waitFor()
  for (let tries = 0; ; ++tries) {
    try {
      execFileSync(hearback, ['ledger', 'verify', demo.url, '--entry', String(entry), '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      return
    } catch (error) {
      if (tries === 20) throw error // official words are in the tree within 2 s
      await citizen.waitForTimeout(250)
    }
  }
}

test('a citizen complains and reads the answer that three people made', async () => {
  await citizen.goto(demo.url)
  await citizen
    .getByRole('link', { name: /提交诉求/ })
    .first()
    .click()
  await citizen.locator('input[name=kind][value=complaint]').check()
  await citizen.locator('#matter').selectOption('price')
  await citizen.locator('#text').fill('我在渔港路买了两斤虾，回家一称只有一斤七两，找摊主他不认。')
  await press(citizen, '继续')
  await citizen.locator('#district').selectOption('南港区')
  await press(citizen, '继续')
  await citizen.locator('input[name=privacy][value=anonymous]').check()
  await press(citizen, '继续')
  await citizen.getByText('只有一斤七两').waitFor()
  await press(citizen, '确认提交')
  const [which, code] = await citizen.locator('dd.number').allTextContents()
  assert.match(which, number)
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{10}$/)
  await picture(citizen, 'whole-path-receipt')

  const responder = colleagues.responder
  await responder.getByRole('button', { name: /件新到，点击显示/ }).click()
  await responder.getByText(which).first().waitFor()
  await openCase('responder', which)
  await accept(which)
  await draft(which, '初步回应', '您反映的情况已受理，今天下午到摊位核对计量器具，明天中午前告诉您结果。')
  const head = await openCase('unit-head', which)
  await press(head, '批准并发出')
  await press(dialog(head), '批准并发出')
  await head.getByText('已公开').first().waitFor()

  const text = '经查，该摊位电子秤少计百分之十五，已扣押送检并责令退还差价，三月十二日前公布检定结果。'
  const entry = await answer(which, text)
  await citizen.goto(`${demo.url}/track`)
  await citizen.locator('#number').fill(which)
  await citizen.locator('#code').fill(code)
  await press(citizen, '查询')
  await citizen.getByText(text).first().waitFor()
  await picture(citizen, 'whole-path-tracked')
  await verifies(entry, text)
  answered = { which, code, text, entry }
})

test('a wrong answer is corrected by three people, and whoever quotes it learns so', async () => {
  const responder = await openCase('responder', answered.which)
  await responder.getByText('更正或撤回已公开的答复').click()
  const text = answered.text.replace('百分之十五', '百分之十二')
  assert.equal(await responder.getByRole('textbox', { name: '公开文字' }).inputValue(), answered.text)
  await responder.getByRole('textbox', { name: '公开文字' }).fill(text)
  await press(responder, '提交审签')
  await responder.getByText('待审签').first().waitFor()
  const head = await openCase('unit-head', answered.which)
  await head.locator('.sign-off ins').getByText('二').waitFor()
  await picture(head, 'whole-path-correction')
  await press(head, '批准这份文字')
  await head.getByText('已批准，待公开').first().waitFor()
  const spokesperson = await openCase('online-spokesperson', answered.which)
  await spokesperson.getByText('已批准，待公开').first().waitFor()
  await press(spokesperson, '公开')
  await press(dialog(spokesperson), '公开')
  await dialog(spokesperson).waitFor({ state: 'detached' })
  await citizen.goto(`${demo.url}/answers/${answered.entry}`)
  await citizen.reload() // a page may be half a minute old
  await citizen
    .getByText(/已经更正/)
    .getByRole('link')
    .click()
  await citizen.locator('ins').getByText('二').waitFor()
  await picture(citizen, 'whole-path-corrected')
  await verifies(Number(/\/answers\/(\d+)/.exec(citizen.url())[1]), text)
})

test('what the number and the code open breaks no rule in any look', async () => {
  for (const look of looks) {
    const context = await contextFor(browser, demo, look)
    if (look.locale === 'en-US') await context.addCookies([{ name: 'hb-lang', value: 'en', url: demo.url }])
    const page = await context.newPage()
    complaints.push(complaintsOf(page))
    for (const [size, viewport] of Object.entries({ ...sizes, narrow: { width: 320, height: 640 } })) {
      await page.setViewportSize(viewport)
      await page.goto(`${demo.url}/track`)
      await page.locator('#number').fill(answered.which)
      await page.locator('#code').fill(answered.code)
      await page.locator('main form button').first().click()
      await page.getByText(answered.text).first().waitFor()
      const name = `track-${look.locale}-${look.colorScheme}-${size}`
      assert.deepEqual(await broken(page), [], name)
      assert.deepEqual(await sideways(page), [], name)
      await picture(page, name, true)
    }
    await context.close()
  }
})

test('who was not helped says so once, and somebody else looks into it', async () => {
  await citizen.goto(`${demo.url}/track`)
  await citizen.locator('#number').fill(answered.which)
  await citizen.locator('#code').fill(answered.code)
  await press(citizen, '查询')
  await citizen.getByText('没有解决，请换人重新办理').click()
  await citizen.getByText('不满意', { exact: true }).click()
  await press(citizen, '提交评价')
  await citizen.getByText('您的诉求将重新办理').waitFor()
  await picture(citizen, 'whole-path-round-2')
  const responder = await openCase('responder', answered.which)
  await responder.getByText('市民评价').first().waitFor()
  await picture(responder, 'whole-path-round-2-desk')
})

test('what a forum says is graded, opened, answered, and the answer stands in the thread under the disclosed account', async () => {
  const office = colleagues.office
  await office.goto(`${demo.url}/desk/issues`)
  await office
    .getByRole('link', { name: /奶酪棒/ })
    .first()
    .click()
  await office.getByText('系统建议', { exact: true }).waitFor()
  const issue = office.url()
  await press(office, '确定等级')
  await dialog(office).getByRole('radio', { name: '重大', exact: true }).check()
  await dialog(office).getByRole('textbox', { name: /理由/ }).fill('儿童食品有金属异物，已有多名家长反映同一批次')
  await press(dialog(office), '确定为“重大”')
  await office.getByText('人工确定', { exact: true }).waitFor()
  await picture(office, 'whole-path-issue')

  const monitor = colleagues.monitor
  await monitor.goto(issue)
  const thread = await monitor
    .getByRole('link', { name: /查看原帖/ })
    .last()
    .getAttribute('href')
  await monitor.getByRole('link', { name: '立项', exact: true }).click()
  await monitor.locator('#summary').fill('反映南港区售卖的一批儿童奶酪棒含金属异物')
  await monitor.locator('#places').fill('南港区')
  await monitor.getByRole('option', { name: '南港区', exact: true }).click()
  await press(monitor, '立项并派发')
  await monitor.waitForURL(/\/desk\/cases\//)
  const which = number.exec(monitor.url())[0]

  await accept(which)
  const text = '涉事批次奶酪棒已全部下架封存并送检，请购买同批次产品的家长停止食用，凭包装到原店退款。'
  const entry = await answer(which, text)
  await verifies(entry, text)
  const stranger = await browser.newPage()
  for (let tries = 0; ; ++tries) {
    await stranger.goto(thread)
    if ((await stranger.content()).includes(text)) break
    assert(tries < 60, `the answer is not in ${thread}`)
    await stranger.waitForTimeout(500)
  }
  await stranger.getByText('官方账号').first().waitFor()
  await picture(stranger, 'whole-path-forum')
  await stranger.close()
})

test('nothing complained on the way', () => assert.deepEqual(complaints.flat(), []))
