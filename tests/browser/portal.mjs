// Every kind of portal page in both languages, light and dark, on a desk and on a telephone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { broken, complaintsOf, looks, openBrowser, picture, sideways, sizes, startDemo } from './harness.mjs'

let demo, browser
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

/** The portal remembers a language, and a larger or plainer look, in cookies. */
const speak = (context, { locale, look }) =>
  context.addCookies([
    { name: 'hb-lang', value: locale === 'en-US' ? 'en' : 'zh', url: demo.url },
    { name: 'hb-look', value: look ?? 'standard', url: demo.url },
  ])

/** One path of each kind of page that can be reached from the home page: digits and numbers stand for their kind. */
async function kindsOfPages(page) {
  const found = new Map([['/', '/']])
  for (const path of found.values()) {
    await page.goto(demo.url + path)
    for (const href of await page.$$eval('a[href]', (links) => links.map((a) => a.href))) {
      const url = new URL(href)
      if (
        url.origin !== demo.url ||
        /^\/(desk|ledger\/|api|data\/|open311)|\.(tlog-proof|atom|json)$/.test(url.pathname)
      )
        continue
      const kind = url.pathname.replace(/\d+/g, 'N').replace(/HB-[^/]*/, 'NUMBER')
      if (!found.has(kind)) found.set(kind, url.pathname)
    }
  }
  return [...found.values()]
}

test('no page of the portal breaks a rule, complains or scrolls sideways', async (t) => {
  const scout = await browser.newPage()
  const paths = await kindsOfPages(scout)
  await scout.close()
  for (const needed of [
    '/answers',
    '/statements',
    '/issues',
    '/complain',
    '/track',
    '/ledger',
    '/sources',
    '/accounts',
    '/performance',
    '/data',
  ])
    assert(paths.includes(needed), `${needed} cannot be reached from /`)
  assert(
    paths.some((path) => /^\/answers\/\d+$/.test(path)),
    'no answer can be reached',
  )
  assert(
    paths.some((path) => /^\/issues\/\d+$/.test(path)),
    'no issue can be reached',
  )
  const large = { locale: 'zh-CN', colorScheme: 'light', look: 'large-contrast' }
  for (const look of [...looks, large]) {
    const name = [look.locale, look.colorScheme, look.look].filter(Boolean).join('-')
    await t.test(name, async () => {
      const context = await browser.newContext({ locale: look.locale, colorScheme: look.colorScheme })
      await speak(context, look)
      const page = await context.newPage()
      const complaints = complaintsOf(page)
      for (const path of paths) {
        for (const [size, viewport] of Object.entries(sizes)) {
          await page.setViewportSize(viewport)
          await page.goto(demo.url + path)
          assert.deepEqual(await broken(page), [], `${path} ${size}`)
          await picture(page, `portal${path.replaceAll('/', '-').replace(/-$/, '')}-${name}-${size}`)
        }
        await page.setViewportSize({ width: 320, height: 640 })
        assert.deepEqual(await sideways(page), [], path)
      }
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})

test('a form that is wrong says so above and beside the field, and keeps what was written', async () => {
  const page = await browser.newPage({ viewport: sizes.phone })
  await page.goto(`${demo.url}/complain`)
  await page.locator('#text').fill('写了内容，没有选种类')
  await page.getByRole('button', { name: '继续' }).click()
  assert.match(await page.title(), /^出错：/)
  assert.equal(await page.getByRole('alert').count(), 1)
  assert.equal(await page.locator('#text').inputValue(), '写了内容，没有选种类')
  await page.getByRole('alert').getByRole('link').first().click()
  assert.equal(await page.evaluate(() => document.activeElement.name), 'kind')
  assert.deepEqual(await broken(page), [])
  await page.close()
})

test('without scripts an answer is found, a matter is met too, and what was answered before is offered', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: sizes.phone, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(demo.url)
  await page.getByLabel('搜索答复').fill('食堂 午餐')
  await page.getByRole('button', { name: '搜索' }).click()
  await page
    .getByRole('main')
    .getByRole('link', { name: /学校食堂用午餐后/ })
    .first()
    .click()
  await page.getByRole('heading', { level: 1, name: /学校食堂用午餐后/ }).waitFor()

  await page.goto(`${demo.url}/issues`)
  await page
    .getByRole('button', { name: /我也遇到过/ })
    .first()
    .click()
  await page.getByText('您已经说过“我也遇到过”').waitFor()
  assert.match(page.url(), /\/issues\/\d+$/)
  await page.getByText('另有不足 5 人说也遇到过').waitFor()
  await page.reload()
  assert.equal(await page.getByRole('button', { name: /我也遇到过/ }).count(), 0, 'once a browser')

  await page.goto(`${demo.url}/complain`)
  await page.getByLabel('投诉').check()
  await page.locator('#text').fill('孩子在东城第三小学食堂吃完午餐，回家就呕吐、腹泻')
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByRole('region', { name: '以前有过相近的答复' }).getByRole('link').first().waitFor()
  await picture(page, 'portal-answered-before')
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByRole('heading', { level: 1, name: '怎样答复您' }).waitFor()
  await context.close()
})
