// What every page of the desk promises whoever works there: one test a convention of docs/ux-review.md that needs a browser
// and a server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { contextFor, looks, openBrowser, picture, press, settled, startDemo } from './harness.mjs'

let demo, browser
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

/** A case that waits for 南港分局 to take it up; its number. */
async function dispatched(title) {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const answer = await context.request.post(`${demo.url}/api/v1/cases`, {
    headers: { Origin: demo.url },
    data: { kind: 'complaint', title, places: ['南港区'], privacy: 'anonymous' },
  })
  const { number } = await answer.json()
  await context.close()
  return number
}
async function pageOf(role, path) {
  const context = await contextFor(browser, demo, looks[0], role)
  const page = await context.newPage()
  await page.goto(`${demo.url}/desk${path}`)
  await settled(page)
  return page
}
const note = (page) => page.getByLabel('写一条内部记录')

test('4: clocks go by the server’s time, however wrong the computer’s is', async () => {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const read = async (page) => {
    await page.goto(`${demo.url}/desk/inbox?view=overdue`)
    await settled(page)
    await page.waitForTimeout(1500)
    return (await page.locator('.clock-chip').allTextContents()).map(minutes)
  }
  const minutes = (text) => {
    const [days, hours, rest] = ['天', '小时', '分'].map((unit) =>
      Number(new RegExp(`(\\d+) ?${unit}`).exec(text)?.[1] ?? 0),
    )
    return (days * 24 + hours) * 60 + rest
  }
  const right = await read(await context.newPage())
  const computer = await context.newPage()
  await computer.clock.install({ time: new Date('2031-07-01T00:00:00Z') })
  const wrong = await read(computer)
  assert(right.some((left) => left > 0))
  assert.equal(wrong.length, right.length)
  for (const [i, left] of wrong.entries()) assert(Math.abs(left - right[i]) <= 60, `${left} and ${right[i]} minutes`)
  await context.close()
})

test('7: filters, order and view are in the address; reload and back restore them', async () => {
  const page = await pageOf('office', '/inbox')
  await page.getByRole('link', { name: /^待审签/ }).click()
  await page.waitForURL('**/inbox?view=approve')
  await page.getByLabel('排序').selectOption('updated')
  await page.waitForURL('**/inbox?view=approve&sort=updated')
  await page.reload()
  await settled(page)
  assert.equal(await page.getByLabel('排序').inputValue(), 'updated')
  assert.equal(await page.getByRole('link', { name: /^待审签/ }).getAttribute('aria-current'), 'page')
  await page.goBack()
  await page.waitForURL('**/inbox?view=approve')
  assert.equal(await page.getByLabel('排序').inputValue(), 'due')
  await page.context().close()
})

test('12 and 28: what the server does not do is not shown as done; the words say what is kept, with a code to quote', async () => {
  const number = await dispatched('服务器出错')
  const page = await pageOf('responder', `/cases/${number}`)
  await page.route('**/commands?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: '{"type":"about:blank","title":"","status":500,"code":"store.broken"}',
    }),
  )
  await note(page).fill('摊主电话已核实')
  await press(page, '记下（仅内部可见）')
  const alert = page.getByRole('alert')
  await alert.getByText('服务器未能保存。内容已保留').waitFor()
  await alert.getByText('求助时请报代码：store.broken').waitFor()
  assert.equal(await note(page).inputValue(), '摊主电话已核实')
  await press(page, '受理')
  assert.equal(await page.getByRole('button', { name: '受理', exact: true }).count(), 1)
  await page.unroute('**/commands?*')
  await press(page, '记下（仅内部可见）')
  await page.getByText('摊主电话已核实').first().waitFor()
  assert.equal(await note(page).inputValue(), '')
  await page.context().close()
})

test('13: who saves second is told, sees how it stands now, and keeps what was typed', async () => {
  const number = await dispatched('两个人同时办理')
  const first = await pageOf('responder', `/cases/${number}`)
  const second = await pageOf('unit-head', `/cases/${number}`)
  // The second has not heard of the first yet.
  await second.route('**/api/v1/cases/*', (route) =>
    route.request().method() === 'GET' ? undefined : route.continue(),
  )
  await note(second).fill('请与市场管理方一并核实')
  await press(first, '受理')
  await first.getByRole('button', { name: '受理', exact: true }).waitFor({ state: 'detached' })
  await second.unroute('**/api/v1/cases/*')
  await press(second, '记下（仅内部可见）')
  await second.getByText('在您操作期间，已有人先保存').waitFor()
  assert.equal(await note(second).inputValue(), '请与市场管理方一并核实')
  await press(second, '记下（仅内部可见）')
  await second.getByText('请与市场管理方一并核实').first().waitFor()
  await first.context().close()
  await second.context().close()
})

test('16: what goes to the citizen and what stays inside have other colours, labels and button words', async () => {
  const number = await dispatched('内外有别')
  const page = await pageOf('responder', `/cases/${number}`)
  await press(page, '受理')
  const look = (button) =>
    button.evaluate((box) => [getComputedStyle(box).backgroundColor, box.textContent.trim()].join(' '))
  const inside = page.getByRole('button', { name: '记下（仅内部可见）' })
  const outside = page.getByRole('button', { name: '提交审签' })
  await outside.waitFor()
  await note(page).fill('只给同事看')
  await page.getByRole('textbox', { name: '公开文字' }).fill('给市民看')
  assert.notEqual((await look(inside)).split(' 记')[0], (await look(outside)).split(' 提')[0])
  await page.getByText('只有工作人员可见，市民看不到。').waitFor()
  await picture(page, 'convention-16')
  await page.context().close()
})

test('17: a draft is kept as one writes and is there after a reload', async () => {
  const number = await dispatched('写到一半')
  const page = await pageOf('responder', `/cases/${number}`)
  await press(page, '受理')
  const text = page.getByRole('textbox', { name: '公开文字' })
  await text.fill('您反映的情况已受理，今天下午到现场核')
  await page.getByText(/已保存 \d\d:\d\d/).waitFor()
  await page.reload()
  await settled(page)
  await text.waitFor()
  assert.equal(await text.inputValue(), '您反映的情况已受理，今天下午到现场核')
  await page.context().close()
})

test('26: a new case is announced and moves no row until one asks for it', async () => {
  const page = await pageOf('office', '/inbox?sort=opened')
  await page.getByText('实时更新').waitFor()
  const rows = () => page.locator('tbody tr:not(.gap)').allInnerTexts()
  const before = await rows()
  const number = await dispatched('刚刚新到')
  const news = page.getByRole('button', { name: /件新到/ })
  await news.waitFor()
  assert.equal((await rows()).length, before.length)
  assert.equal(await page.getByText(number).count(), 0)
  await news.click()
  await page.getByText(number).first().waitFor()
  await page.context().close()
})

test('45: nothing that has the focus is hidden under what stays in place', async () => {
  const page = await pageOf('office', '/inbox')
  await page.setViewportSize({ width: 1024, height: 500 })
  await page.locator('tbody').getByRole('checkbox').first().check()
  const hidden = []
  for (let i = 0; i < 60; ++i) {
    await page.keyboard.press('Tab')
    const seen = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect()
      if (document.activeElement === document.body) return undefined
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      const outline = getComputedStyle(document.activeElement).outlineStyle
      return {
        what: document.activeElement.outerHTML.slice(0, 120),
        covered: !at || !(document.activeElement.contains(at) || at.contains(document.activeElement)),
        ring: outline !== 'none',
      }
    })
    if (seen && (seen.covered || !seen.ring)) hidden.push(seen)
  }
  assert.deepEqual(hidden, [])
  await page.context().close()
})

test('5: all clocks share one ticker: at most one style recalculation a tick with 500 cases', async () => {
  const office = await contextFor(browser, demo, looks[0], 'office')
  for (let i = 0; i < 500; ++i) {
    const answer = await office.request.post(`${demo.url}/api/v1/cases`, {
      headers: { Origin: demo.url },
      data: { kind: 'complaint', title: `第 ${i} 件`, places: ['南港区'], privacy: 'anonymous' },
    })
    assert(answer.ok())
  }
  const page = await office.newPage()
  await page.goto(`${demo.url}/desk/inbox`)
  await settled(page)
  const devtools = await office.newCDPSession(page)
  await devtools.send('Performance.enable')
  const recalculated = async () =>
    (await devtools.send('Performance.getMetrics')).metrics.find((one) => one.name === 'RecalcStyleCount').value
  const ticks = 8
  const before = await recalculated()
  await page.waitForTimeout(ticks * 1000)
  const after = await recalculated()
  // The timer may tick once more at either end.
  assert(after - before <= ticks + 1, `${after - before} recalculations in ${ticks} ticks`)
  await office.close()
})
