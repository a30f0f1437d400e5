// The end of a session: one is told before it, and what was typed is there after it. The browser's clock is moved by hand.
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
  startDemo,
} from './harness.mjs'

let demo, browser
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const typed = '市民来电：渔港路水产摊短秤，要求核实'

/** A page with something typed on it. */
async function writing(look) {
  const context = await contextFor(browser, demo, look, 'office')
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${demo.url}/desk/register`)
  await settled(page)
  await page.locator('#title').fill(typed)
  return { context, page, complaints: complaintsOf(page) }
}
const kept = async (page) => assert.equal(await page.locator('#title').inputValue(), typed)

for (const look of looks)
  test(`five minutes before the end one is asked, and goes on: ${look.locale} ${look.colorScheme}`, async () => {
    const { context, page, complaints } = await writing(look)
    await page.clock.fastForward('11:54:00')
    await page.waitForTimeout(1500)
    assert.equal(await dialog(page).count(), 0)
    await page.clock.fastForward('01:30')
    await dialog(page).waitFor()
    assert.deepEqual(await broken(page), [])
    await picture(page, `session-near-${look.locale}-${look.colorScheme}`)
    await page.setViewportSize({ width: 320, height: 640 })
    assert.deepEqual(await sideways(page), [])
    await page.keyboard.press('Escape')
    await dialog(page).getByRole('button').click()
    await gone(page)
    await kept(page)
    await page.clock.fastForward('11:50:00')
    await page.waitForTimeout(1500)
    assert.equal(await dialog(page).count(), 0, 'going on puts the end off')
    assert.deepEqual(complaints, [])
    await context.close()
  })

for (const look of looks)
  test(`after the end the page is covered, and everything typed is there: ${look.locale} ${look.colorScheme}`, async () => {
    const { context, page } = await writing(look)
    await context.clearCookies()
    await page.clock.fastForward('12:00:05')
    await dialog(page).locator('#again-login').waitFor()
    assert.equal(await page.locator('#title').isVisible(), false)
    assert.deepEqual(await broken(page), [])
    await picture(page, `session-over-${look.locale}-${look.colorScheme}`)
    await page.setViewportSize({ width: 320, height: 640 })
    assert.deepEqual(await sideways(page), [])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.locator('#again-login').fill('nobody')
    await page.locator('#again-password').fill('wrong')
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('alert').waitFor()
    assert.equal(await page.locator('#again-login').inputValue(), 'nobody')
    await context.request.get(demo.signIn.office)
    await dialog(page).getByRole('button').last().click()
    await gone(page)
    await kept(page)
    assert(await page.locator('#title').isVisible())
    await context.close()
  })

test('whoever saves after the end signs in above what they wrote; another person does not get it', async () => {
  const { context, page } = await writing(looks[0])
  await context.clearCookies()
  await page.getByRole('button', { name: '登记并派发' }).click()
  await dialog(page).locator('#again-login').waitFor()
  await context.request.get(demo.signIn.monitor)
  await dialog(page).getByRole('button').last().click()
  await page.waitForURL('**/desk/inbox')
  await settled(page)
  await page.goto(`${demo.url}/desk/register`)
  await settled(page)
  assert.equal(await page.locator('#title').inputValue(), '')
  await context.close()
})
