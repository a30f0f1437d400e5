// Every page of the staff desk in both languages, light and dark, on a desk and on a telephone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  broken,
  complaintsOf,
  contextFor,
  looks,
  openBrowser,
  picture,
  settled,
  sideways,
  sizes,
  startDemo,
} from './harness.mjs'

let demo, browser, pages
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  const context = await browser.newContext()
  await context.request.get(demo.signIn.office)
  const first = async (path, key, fits) =>
    (await (await context.request.get(`${demo.url}/api/v1${path}`)).json()).items.filter(fits)[0][key]
  const waiting = await first('/cases?waits_for=approve', 'number', () => true)
  const answered = await first('/cases', 'number', (row) => row.state === 'answered')
  const critical = await first('/issues?at_least=critical', 'id', () => true)
  const undecided = await first('/issues?undecided=true', 'id', () => true)
  pages = {
    inbox: '/inbox',
    'inbox-empty': '/inbox?q=没有这样的事',
    register: '/register',
    'register-issue': `/register?issue=${undecided}`,
    'case-waiting': `/cases/${waiting}`,
    'case-answered': `/cases/${answered}`,
    issues: '/issues',
    issue: `/issues/${critical}`,
    directives: '/directives',
    duty: '/duty',
    people: '/people',
    sources: '/sources',
    missing: '/nowhere',
  }
  await context.close()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

for (const look of looks)
  test(`no page of the desk breaks a rule, complains or scrolls sideways: ${look.locale} ${look.colorScheme}`, async () => {
    for (const role of [undefined, 'office']) {
      const context = await contextFor(browser, demo, look, role)
      const page = await context.newPage()
      const complaints = complaintsOf(page)
      for (const [name, path] of Object.entries(role ? pages : { 'sign-in': '/sign-in' })) {
        for (const [size, viewport] of Object.entries(sizes)) {
          await page.setViewportSize(viewport)
          await page.goto(`${demo.url}/desk${path}`)
          await settled(page)
          assert.deepEqual(await broken(page), [], `${name} ${size}`)
          await picture(page, `desk-${name}-${look.locale}-${look.colorScheme}-${size}`)
        }
        await page.setViewportSize({ width: 320, height: 640 })
        await settled(page)
        assert.deepEqual(await sideways(page), [], name)
      }
      // Who is not signed in is told so by the server, once, and a browser notes that.
      assert.deepEqual(
        complaints.filter((words) => role || !/\b401\b/.test(words)),
        [],
      )
      await context.close()
    }
  })

test('a page of the desk is reached, read and left by keyboard alone', async () => {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const page = await context.newPage()
  await page.goto(`${demo.url}/desk/inbox`)
  await settled(page)
  await page.getByRole('link', { name: '跳到正文' }).focus()
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.waitForURL(/\/desk\/cases\//)
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  assert.deepEqual(await broken(page), [])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await context.close()
})

test('the first Tab finds the way past the navigation, and the palette opens a case by its number', async () => {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(`${demo.url}/desk/inbox`)
  await settled(page)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '跳到正文')
  await page.locator('main input[type=search]').focus()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  assert.deepEqual(await broken(page), [])
  await picture(page, 'desk-palette')
  await page.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await sideways(page), [])
  assert.equal(await page.getByRole('dialog').evaluate((box) => box.scrollWidth > box.clientWidth), false)
  await page.keyboard.type(pages['case-waiting'].split('/').pop().toLowerCase())
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/desk${pages['case-waiting']}`)
  await settled(page)
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  assert.deepEqual(complaints, [])
  await context.close()
})

test('filters saved under a name are there after a reload, for the one who saved them, and come back when deleted by mistake', async () => {
  const context = await contextFor(browser, demo, looks[0], 'office')
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(`${demo.url}/desk/inbox?view=approve&sort=updated`)
  await settled(page)
  await page.getByRole('button', { name: '保存为视图' }).click()
  await page.getByRole('textbox', { name: '视图名称' }).fill('刚更新的待审签')
  await page.keyboard.press('Enter')
  await page.goto(`${demo.url}/desk/inbox`)
  await page.getByRole('link', { name: '刚更新的待审签' }).click()
  await page.waitForURL('**/desk/inbox?view=approve&sort=updated')
  assert.deepEqual(await broken(page), [])
  await picture(page, 'desk-saved-view')
  await page.getByRole('button', { name: '删除视图“刚更新的待审签”' }).click()
  await page.getByRole('link', { name: '刚更新的待审签' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('link', { name: '刚更新的待审签' }).waitFor()
  await context.request.get(demo.signIn.monitor)
  await page.reload()
  await settled(page)
  assert.equal(await page.getByRole('link', { name: '刚更新的待审签' }).count(), 0)
  assert.deepEqual(complaints, [])
  await context.close()
})
