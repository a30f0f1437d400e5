// Five journeys of the desk, counted in what a hand does: presses of the mouse, keys that are commands, fields that are
// filled. The counts are printed, held to what docs/ux-review.md says, and compared there with other desks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { complaintsOf, contextFor, dialog, looks, openBrowser, press, settled, startDemo } from './harness.mjs'

let demo, browser
const hands = {}
const complaints = []

/** A colleague's page at the inbox, and how often the hand did what. */
async function handOf(role) {
  const page = await (await contextFor(browser, demo, looks[0], role)).newPage()
  complaints.push(complaintsOf(page))
  return {
    page,
    async begin() {
      await page.goto(`${demo.url}/desk/inbox?closed=1`)
      await settled(page)
      this.clicks = this.keys = this.fields = 0
    },
    async click(where) {
      this.clicks++
      await where.click()
    },
    async press(name, where = page) {
      this.clicks++
      await press(where, name)
    },
    async key(...names) {
      for (const name of names) {
        this.keys++
        await page.keyboard.press(name)
      }
    },
    async fill(field, text) {
      this.fields++
      await field.fill(text)
    },
  }
}

before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  for (const role of ['monitor', 'responder', 'unit-head', 'online-spokesperson']) hands[role] = await handOf(role)
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

/** What a journey took, by all hands; held to the bounds of docs/ux-review.md. */
function took(name, most, ...all) {
  const sum = (what) => all.reduce((n, hand) => n + hand[what], 0)
  const counted = { clicks: sum('clicks'), keys: sum('keys'), fields: sum('fields') }
  console.log(`# ${name}: ${counted.clicks} clicks, ${counted.keys} keys, ${counted.fields} fields`)
  for (const what of ['clicks', 'keys', 'fields']) assert.ok(counted[what] <= most[what], `${name}: ${what}`)
}

test('a case is opened from an issue', async () => {
  const hand = hands.monitor
  const { page } = hand
  await hand.begin()
  await hand.key('g', 't')
  await page.waitForURL(/issues/)
  await settled(page)
  await hand.click(page.getByRole('link', { name: /奶酪棒/ }).first())
  await settled(page)
  await hand.click(page.getByRole('link', { name: '立项', exact: true }))
  await hand.fill(page.locator('#summary'), '反映南港区售卖的一批儿童奶酪棒含金属异物')
  await hand.fill(page.locator('#places'), '南港区')
  await hand.click(page.getByRole('option', { name: '南港区', exact: true }))
  await hand.press('立项并派发')
  await page.waitForURL(/\/desk\/cases\//)
  took('open a case from an issue', { clicks: 4, keys: 2, fields: 2 }, hand)
})

test('an answer is approved, and the head is back at what waits', async () => {
  const { page: responder } = hands.responder
  const number = /HB-[\w-]+/.exec(hands.monitor.page.url())[0]
  await responder.goto(`${demo.url}/desk/cases/${number}`)
  await settled(responder)
  await press(responder, '受理')
  await responder.getByRole('button', { name: '受理', exact: true }).waitFor({ state: 'detached' })
  await responder.getByRole('radio', { name: '答复', exact: true }).check()
  await responder.getByRole('textbox', { name: '公开文字' }).fill('涉事批次已全部下架封存并送检，可到原店退款。')
  await press(responder, '提交审签')
  await responder.getByText('待审签').first().waitFor()

  const hand = hands['unit-head']
  const { page } = hand
  await hand.begin()
  await hand.key('g', 's')
  await page.waitForURL(/view=approve/)
  await settled(page)
  await hand.click(
    page
      .getByRole('row', { name: new RegExp(number) })
      .getByRole('link')
      .first(),
  )
  await settled(page)
  await hand.press('批准这份文字')
  await page.getByText('已批准，待公开').first().waitFor()
  await hand.key('g', 's')
  await page.waitForURL(/view=approve/)
  took('approve and return', { clicks: 2, keys: 4, fields: 0 }, hand)

  const { page: spokesperson } = hands['online-spokesperson']
  await spokesperson.goto(`${demo.url}/desk/cases/${number}`)
  await settled(spokesperson)
  await press(spokesperson, '公开')
  await press(dialog(spokesperson), '公开')
  await spokesperson
    .getByRole('link', { name: /查看公开页面/ })
    .first()
    .waitFor()
})

test('a correction is published by three people', async () => {
  const number = /HB-[\w-]+/.exec(hands.monitor.page.url())[0]
  const three = [hands.responder, hands['unit-head'], hands['online-spokesperson']]
  for (const hand of three) await hand.begin()
  const [author, head, speaker] = three
  const find = async (hand) => {
    await hand.key('/')
    await hand.fill(hand.page.getByRole('searchbox', { name: /搜索/ }), number)
    await hand.page.waitForURL(/q=HB/)
    await settled(hand.page)
    await hand.click(
      hand.page
        .getByRole('row', { name: new RegExp(number) })
        .getByRole('link')
        .first(),
    )
    await settled(hand.page)
  }
  await find(author)
  await author.click(author.page.getByText('更正或撤回已公开的答复'))
  const text = '更正：涉事批次共 3 个，已全部下架封存并送检，可到原店退款。'
  await author.fill(author.page.getByRole('textbox', { name: '公开文字' }), text)
  await author.press('提交审签')
  await author.page.getByText('待审签').first().waitFor()
  await find(head)
  await head.press('批准这份文字')
  await head.page.getByText('已批准，待公开').first().waitFor()
  await find(speaker)
  await speaker.press('公开')
  await speaker.press('公开', dialog(speaker.page))
  await speaker.page.getByText('已批准，待公开').first().waitFor({ state: 'detached' })
  took('publish a correction, three people together', { clicks: 8, keys: 3, fields: 4 }, ...three)
})

test('every case about one shop in a month is found', async () => {
  const hand = hands['unit-head']
  const { page } = hand
  await hand.begin()
  await hand.key('/')
  await hand.fill(page.getByRole('searchbox', { name: /搜索/ }), '理发店')
  await hand.fill(page.getByLabel('受理月份'), '2026-03')
  await page.waitForURL(/month=2026-03/)
  await settled(page)
  const shown = await page.getByRole('status').filter({ hasText: /件/ }).last().textContent()
  assert.match(shown, /[1-9]\d* 件/)
  await page.getByLabel('受理月份').fill('2026-02')
  await page.getByText('没有符合条件').first().waitFor()
  took('find every case about one shop in a month', { clicks: 0, keys: 1, fields: 2 }, hand)
})

test('a shift is handed over', async () => {
  const hand = hands.monitor
  const { page } = hand
  const request = hands['unit-head'].page.context().request
  const { people } = await (await request.get(`${demo.url}/api/v1/people`)).json()
  const days = { rotation: 1, first: '2026-03-09', from_minute: 510, to_minute: 1050 }
  const monitors = people.filter((one) => one.grants.some((g) => g.unit === 'south' && g.role === 'monitor'))
  const set = await request.post(`${demo.url}/api/v1/rosters/south/commands`, {
    data: { do: 'set-rotation', ...days, people: monitors.map((one) => one.id) },
    headers: { origin: demo.url, 'sec-fetch-site': 'same-origin', 'if-match': '"0"' },
  })
  assert.equal(set.status(), 200, await set.text())
  await hand.begin()
  await hand.key('g', 'u')
  await page.waitForURL(/duty/)
  await settled(page)
  await hand.fill(page.getByLabel('写给接班的同事'), '奶酪棒一案明早送检，晚间留意家长群。')
  await hand.key('Control+Enter')
  await page.getByText('奶酪棒一案明早送检').first().waitFor()
  took('hand over a shift', { clicks: 0, keys: 3, fields: 1 }, hand)
})

test('nothing complained on the way', () => assert.deepEqual(complaints.flat(), []))
