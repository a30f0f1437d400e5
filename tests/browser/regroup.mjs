// A monitor parts an issue that a post had made one with another, merges the two again, and moves a post out into an
// issue of its own; what was merged is read by the public where it went. Then the page in every look.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  broken,
  complaintsOf,
  contextFor,
  dialog,
  looks,
  openBrowser,
  picture,
  settled,
  sideways,
  sizes,
  startDemo,
} from './harness.mjs'

let demo, browser, monitor
const complaints = []
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  monitor = await (await contextFor(browser, demo, looks[0], 'monitor')).newPage()
  complaints.push(complaintsOf(monitor))
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

const press = (where, name) => where.getByRole('button', { name }).click()
const numberOf = (page) => Number(new URL(page.url()).pathname.split('/').pop())
const api = (path) => monitor.evaluate(async (at) => (await fetch(at)).json(), `/api/v1${path}`)

let into, other
test('what a post made one is parted, with a reason', async () => {
  await monitor.goto(`${demo.url}/desk/issues`)
  await settled(monitor)
  const { items } = await api('/issues?ours=false&limit=200')
  for (const { id } of items) {
    const issue = await api(`/issues/${id}`)
    if (issue.took_in.length) [into, other] = [id, issue.took_in[0].issue]
  }
  assert.ok(other > into, 'the older lives on')
  await monitor.goto(`${demo.url}/desk/issues/${into}`)
  await settled(monitor)
  const family = monitor.getByRole('region', { name: '同一议题' })
  await family.getByText(`已并入议题 ${other}`).waitFor()
  await picture(monitor, 'issue-took-in', true)
  await press(family, '拆开')
  await dialog(monitor).getByLabel('理由').fill('说的是两件事')
  await press(dialog(monitor), '拆开')
  await monitor.waitForURL(`**/issues/${other}`)
  await monitor.getByText('与另一议题拆开').first().waitFor()
})

test('two are merged by number, and the public is sent on', async () => {
  const family = monitor.getByRole('region', { name: '同一议题' })
  await family.getByLabel('与另一议题是同一件事').fill(`${into} 随便写的标题`)
  await press(family, '合并')
  await dialog(monitor).getByLabel('理由').fill('又查明是一件事')
  await press(dialog(monitor), '合并')
  await monitor.waitForURL(`**/issues/${into}`)
  await family.getByText('又查明是一件事').waitFor()
  await monitor.goto(`${demo.url}/desk/issues/${other}`)
  await monitor.getByText('本议题已并入').waitFor()
  assert.deepEqual(await broken(monitor), [])
  const answer = await fetch(`${demo.url}/issues/${other}`, { redirect: 'manual' })
  if (answer.status !== 404) assert.equal(answer.headers.get('location'), `/issues/${into}`)
})

test('a post of another matter is moved out and stands for itself', async () => {
  await monitor.goto(`${demo.url}/desk/issues/${into}`)
  await settled(monitor)
  const posts = monitor.getByRole('region', { name: '帖文' })
  assert.ok(await posts.getByRole('button', { name: '移出' }).isDisabled(), 'nothing is chosen yet')
  await posts.getByRole('checkbox').first().check()
  await posts.getByText('已选 1 条').waitFor()
  await press(posts, '移出')
  await dialog(monitor).getByLabel('理由').fill('另一家店')
  await press(dialog(monitor), '移出')
  await monitor.waitForURL((url) => !url.pathname.endsWith(`/issues/${into}`))
  const fresh = numberOf(monitor)
  assert.ok(fresh > other, 'a new issue')
  const moved = await api(`/issues/${fresh}/posts`)
  assert.equal(moved.items.filter((post) => !post.same_text_as).length, 1)
  await monitor.getByText('移动帖文').first().waitFor()
})

test('the page is whole in every look', async (t) => {
  for (const look of looks) {
    await t.test(`${look.locale} ${look.colorScheme}`, async () => {
      const page = await (await contextFor(browser, demo, look, 'monitor')).newPage()
      complaints.push(complaintsOf(page))
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport)
        await page.goto(`${demo.url}/desk/issues/${into}`)
        await settled(page)
        assert.deepEqual(await broken(page), [], size)
        await picture(page, `desk-issue-family-${look.locale}-${look.colorScheme}-${size}`, true)
      }
      await page.setViewportSize({ width: 320, height: 640 })
      await page.reload()
      await settled(page)
      assert.deepEqual(await sideways(page), [])
      await page.context().close()
    })
  }
  for (const told of complaints) assert.deepEqual(told, [])
})
