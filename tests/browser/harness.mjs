// What the browser tests share: the demo as a child process, Chromium, and the three things no page may do: break an
// accessibility rule, complain to the console, or scroll sideways.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const [hearback, played, pictures] = process.argv.slice(2)
mkdirSync(pictures, { recursive: true })

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })

/** The demo on a copy of the week that was played already: `{url, signIn: {role: link}, data, stop()}`. */
export async function startDemo() {
  const held = mkdtempSync(join(tmpdir(), 'hearback-browser-'))
  const data = join(held, 'demo')
  cpSync(played, data, { recursive: true })
  const child = spawn(hearback, ['demo', '--data', data, '--listen', `127.0.0.1:${await freePort()}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((done) => child.on('exit', (code) => done(code)))
  const demo = {
    signIn: {},
    data,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(held, { recursive: true, force: true })
    },
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, ...rest] = line.split(' ')
    if (word === 'sign-in') demo.signIn[rest[0]] = rest[1]
    if (word === 'ready') demo.url = rest[0].replace(/\/$/, '')
    if (word === 'played') return demo
  }
  throw new Error(`the demo ended with ${await ended}`)
}

export const openBrowser = () =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--force-color-profile=srgb'] })

/** Keeps everything a page complains of: console errors and warnings (refusals of the CSP among them), exceptions, 5xx. */
export function complaintsOf(page) {
  const out = []
  page.on(
    'console',
    (m) => ['error', 'warning'].includes(m.type()) && out.push(`${page.url()}: ${m.text()} ${m.location().url}`),
  )
  page.on('pageerror', (error) => out.push(`${page.url()}: ${error}`))
  page.on('response', (r) => r.status() >= 500 && out.push(`${r.url()}: ${r.status()}`))
  return out
}

/** Every rule a page breaks and where: WCAG 2.0 to 2.2 A and AA, and best practice. */
export async function broken(page) {
  if (!(await page.evaluate('typeof axe !== "undefined"'))) await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
  return violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')} ${v.nodes[0].failureSummary}`,
  )
}

/** Boxes wider than what shows of them, at this width: tables may scroll inside their own box, pages may not. */
export const sideways = (page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('body, main, header, nav, footer')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== 'hidden')
      .map((box) => `${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`),
  )

export const picture = (page, name, fullPage = false) =>
  page.screenshot({ path: join(pictures, `${name}.png`), fullPage })

export const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
export const looks = ['zh-CN', 'en-US'].flatMap((locale) =>
  ['light', 'dark'].map((colorScheme) => ({ locale, colorScheme })),
)

/** A page of the desk that has read what it shows. */
export async function settled(page) {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .loading'))
}

/** A browser of its own, in that language and theme, signed in as the demo's person of that role. */
export async function contextFor(browser, demo, look, role) {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' })
  await context.addInitScript(
    (language) => localStorage.setItem('hearback:language', language),
    look.locale === 'en-US' ? 'en' : 'zh-CN',
  )
  if (role) await context.request.get(demo.signIn[role])
  return context
}

/** What people press, the dialog that is open, and a part of the page by its heading. */
export const press = (where, name) => where.getByRole('button', { name, exact: true }).click()
export const dialog = (page) => page.getByRole('dialog')
export const part = (page, name) => page.getByRole('region', { name, exact: true })
export const gone = (page) => dialog(page).waitFor({ state: 'detached' })
