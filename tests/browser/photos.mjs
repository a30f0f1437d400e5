// A citizen sends photos, with JavaScript off and on; a handler looks at them, and nobody else.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  broken,
  complaintsOf,
  contextFor,
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

let demo, browser, photo
before(async () => {
  demo = await startDemo()
  browser = await openBrowser()
  const page = await browser.newPage()
  const coded = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 320
    canvas.height = 240
    const brush = canvas.getContext('2d')
    brush.fillStyle = '#1d5aa8'
    brush.fillRect(0, 0, 160, 240)
    brush.fillStyle = '#ffd84d'
    brush.fillRect(160, 0, 160, 240)
    return canvas.toDataURL('image/jpeg').split(',')[1]
  })
  await page.close()
  const jpeg = Buffer.from(coded, 'base64')
  const note = Buffer.from('Exif\0\0 39.9042N 116.4074E, taken by Zhang San')
  const head = Buffer.from([0xff, 0xe1, 0, note.length + 2])
  photo = {
    name: 'IMG_0001.JPG',
    mimeType: 'image/jpeg',
    buffer: Buffer.concat([jpeg.subarray(0, 2), head, note, jpeg.subarray(2)]),
  }
})
after(async () => {
  await browser?.close()
  await demo?.stop()
})

async function upToTheLastPage(page, text) {
  await page.goto(`${demo.url}/complain`)
  await page.getByLabel('投诉').first().check()
  await page.getByLabel('请写下发生的事').fill(text)
  await press(page, '继续')
  await page.getByLabel('在哪个区县、街道或乡镇').selectOption('南港区')
  await press(page, '继续')
  await page.getByLabel('匿名').first().check()
  await press(page, '继续')
  await page.getByRole('heading', { name: '提交前请核对' }).waitFor()
}

let number, code
for (const javaScriptEnabled of [false, true]) {
  test(`photos go with a complaint, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const context = await browser.newContext({ locale: 'zh-CN', javaScriptEnabled, viewport: sizes.phone })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    await upToTheLastPage(page, '买到的鲜奶过期了')
    const field = page.getByLabel('添加照片（可以不传）')

    await field.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload=alert(1)>') })
    await press(page, '确认提交')
    await page.getByRole('link', { name: '选的文件里有的不是 JPEG 或 PNG 照片，请换一张' }).waitFor()
    assert.match(await page.title(), /^出错：/)
    await page.getByText('买到的鲜奶过期了').waitFor()
    if (javaScriptEnabled) {
      for (const size of Object.values(sizes)) {
        await page.setViewportSize(size)
        assert.deepEqual(await broken(page), [])
        assert.deepEqual(await sideways(page), [])
      }
      await picture(page, 'complain-photo-wrong', true)
    }

    const many = Array.from({ length: 5 }, (_, i) => ({
      name: `${i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: Buffer.concat([photo.buffer, Buffer.alloc(6 << 20)]),
    }))
    await field.setInputFiles(many)
    await press(page, '确认提交')
    await page.getByRole('link', { name: /^照片没有收下/ }).waitFor()
    await page.getByText('买到的鲜奶过期了').waitFor()

    await field.setInputFiles([photo, photo])
    await press(page, '确认提交')
    await page.getByText('收到照片 2 张').waitFor()
    ;[number, code] = await page.locator('dd.number').allInnerTexts()
    if (javaScriptEnabled) assert.deepEqual(await broken(page), [])

    await page.goto(`${demo.url}/track/${number}`)
    await page.getByLabel('编号').fill(number)
    await page.getByLabel('查询码').fill(code)
    await press(page, '查询')
    await page.getByText('收到 2 张，只给承办人员看').waitFor()
    assert.deepEqual(
      complaints.filter((words) => !/status of 422/.test(words)),
      [],
    )
    await context.close()
  })
}

test('a handler opens them one by one, each on the record, and the camera’s notes are gone', async () => {
  for (const look of looks) {
    const page = await (await contextFor(browser, demo, look, 'responder')).newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${demo.url}/desk/cases/${number}`)
    await settled(page)
    const zh = look.locale === 'zh-CN'
    await press(page, zh ? '查看（将被记录）' : 'Show (will be recorded)')
    await press(page, zh ? '查看照片 1（将被记录）' : 'Show photo 1 (will be recorded)')
    const image = page.getByRole('img', { name: zh ? '市民提供的照片 1' : 'Photo 1 of the citizen’s' })
    await image.waitFor()
    assert.deepEqual(
      await image.evaluate((one) => one.decode().then(() => [one.naturalWidth, one.naturalHeight])),
      [320, 240],
    )
    const bytes = Buffer.from((await image.getAttribute('src')).split(',')[1], 'base64')
    assert(!bytes.includes('39.9042N'), 'where it was taken is gone')
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport)
      assert.deepEqual(await broken(page), [])
      assert.deepEqual(await sideways(page), [])
      if (zh) await picture(page, `case-photo-${look.colorScheme}-${size}`, true)
    }
    assert.deepEqual(complaints, [])
    await page.context().close()
  }
  const auditor = await (await contextFor(browser, demo, looks[0], 'auditor')).newPage()
  const reveals = await (await auditor.context().request.get(`${demo.url}/api/v1/reveals`)).json()
  assert.equal(
    reveals.items.filter((one) => one.case === number).length,
    2 * looks.length,
    'words and photo, each time',
  )
  const refused = await auditor
    .context()
    .request.post(`${demo.url}/api/v1/cases/${number}/photos/1`, { headers: { origin: demo.url } })
  assert.equal(refused.status(), 403)
})
