// A monitor sees which issues look like one, refuses one pair and confirms another, each with one press; neither is asked
// again. Then the list in every look, and an issue that nothing looks like.
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

const api = (path) => monitor.evaluate(async (at) => (await fetch(at)).json(), `/api/v1${path}`)
const key = (pair) => `${pair.one.id} ${pair.other.id}`
const names = { zh: '可能是同一件事', en: 'May be one matter' }
async function open(page, name = names.zh) {
  await page.goto(`${demo.url}/desk/issues`)
  await settled(page)
  await page.getByRole('button', { name }).click()
  const list = page.getByRole('region', { name })
  await list.getByRole('listitem').first().waitFor()
  return list
}

test('the list is whole in every look', async (t) => {
  for (const look of looks) {
    await t.test(`${look.locale} ${look.colorScheme}`, async () => {
      const page = await (await contextFor(browser, demo, look, 'monitor')).newPage()
      complaints.push(complaintsOf(page))
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport)
        await open(page, look.locale.startsWith('zh') ? names.zh : names.en)
        assert.deepEqual(await broken(page), [], size)
        await picture(page, `desk-alike-${look.locale}-${look.colorScheme}-${size}`, true)
      }
      await page.setViewportSize({ width: 320, height: 640 })
      assert.deepEqual(await sideways(page), [])
      await page.context().close()
    })
  }
})

test('a pair that is refused is not asked about again', async () => {
  const list = await open(monitor)
  const refused = (await api('/alike')).items.find((pair) => pair.may.includes('part'))
  assert.ok(refused, 'the week has issues that look alike')
  await list.getByRole('button', { name: `不是同一件事 ${key(refused)}` }).click()
  await list.getByText(`议题 ${refused.one.id} 与议题 ${refused.other.id} 不是同一件事`).waitFor()
  assert.ok(!(await api('/alike')).items.some((pair) => key(pair) === key(refused)))
  const issue = await api(`/issues/${refused.one.id}`)
  assert.equal(issue.merged_into, undefined, 'nothing else happened to it')
  assert.ok(issue.timeline.some((line) => line.event === 'issue-parted'), JSON.stringify(issue.timeline.at(-1)))
})

test('a pair that is confirmed is merged, from the page of the younger', async () => {
  // What one issue's newest posts look like need not show from the other's.
  let confirmed
  for (const pair of (await api('/alike')).items) {
    const seen = (await api(`/alike?issue=${pair.other.id}`)).items.some((one) => key(one) === key(pair))
    if (seen && pair.may.includes('merge')) confirmed = pair
  }
  assert.ok(confirmed, 'another pair is left')
  await monitor.goto(`${demo.url}/desk/issues/${confirmed.other.id}`)
  await settled(monitor)
  const list = monitor.getByRole('region', { name: names.zh })
  await list.getByRole('button', { name: `是同一件事 ${key(confirmed)}`, exact: true }).click()
  await monitor.waitForURL(`**/issues/${confirmed.one.id}`)
  const family = monitor.getByRole('region', { name: '同一议题' })
  await family.getByText(`已并入议题 ${confirmed.other.id}`).waitFor()
  assert.ok(!(await api('/alike')).items.some((pair) => key(pair) === key(confirmed)))
})

test('an issue that nothing looks like says so', async () => {
  const pairs = (await api('/alike')).items
  const { items } = await api('/issues?limit=200')
  for (const { id } of items) {
    if (pairs.some((pair) => pair.one.id === id || pair.other.id === id)) continue
    if ((await api(`/alike?issue=${id}`)).items.length || !(await api(`/issues/${id}`)).may.includes('merge')) continue
    await monitor.goto(`${demo.url}/desk/issues/${id}`)
    await settled(monitor)
    await monitor.getByRole('region', { name: names.zh }).getByText('没有待判断的提示').waitFor()
    assert.deepEqual(await broken(monitor), [])
    for (const told of complaints) assert.deepEqual(told, [])
    return
  }
  assert.fail('every issue looks like another')
})
