/** `npm start` where no desktop can open: the same cockpit in a real browser. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../support/built.ts'
import { chromiumFlags, findChromium } from '../support/chromium.ts'
import { nightTrain } from '../support/night-train.ts'
import { PATIENCE_MS, until } from '../support/until.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

let browser: Browser
let folder: string
beforeAll(async () => {
  await ensureBuilt('client')
  folder = mkdtempSync(path.join(os.tmpdir(), 'cockpit-start-'))
  browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

const patient = (page: Page): Page => {
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

let child: ChildProcess | undefined
afterEach(async () => {
  if (child && child.exitCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

/** Starts it as on a machine without a display; `addresses` are those printed so far. */
const start = async (...args: string[]) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env
  const started = spawn(process.execPath, [path.join(root, 'scripts', 'start.ts'), ...args], {
    env: { ...env, INIT_CWD: folder },
  })
  child = started
  let printed = ''
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => (printed += text))
  const addresses = () => printed.match(/http:\/\/127\.0\.0\.1:\S+(?=\s)/g) ?? []
  const end = async (signal: NodeJS.Signals) => {
    started.kill(signal)
    return (await once(started, 'exit'))[0]
  }
  return { started, addresses, printed: () => printed, end }
}

const address = async (app: Awaited<ReturnType<typeof start>>, count = 1): Promise<string> => {
  await until(() => {
    if (child?.exitCode !== null) throw new Error(app.printed())
    return app.addresses().length >= count
  }, 'the address')
  return app.addresses()[count - 1]!
}

describe.runIf(process.platform === 'linux')('npm start without a display', () => {
  it('says so in a line, and its address opens the deck on the sample', async () => {
    const app = await start('--db', 'sample/ledger.db')
    const page = patient(await browser.newPage())
    const problems: string[] = []
    page.on('pageerror', ({ message }) => problems.push(message))
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    await page.goto(await address(app))
    await page.getByText('Parcel Tracker 2.4.0').first().waitFor()
    expect(app.printed()).toContain('There is no display here: the same cockpit is served to the browser instead.\n')
    expect(problems).toEqual([])
    await page.close()
    expect(await app.end('SIGINT')).toBe(0)
  })

  it('opens a folder and writes its next release, also after a reload and in a second tab, and for another browser only with a new address', async () => {
    const { folder: train } = nightTrain()
    const app = await start('--db', 'folder/ledger.db', train)
    const ours = await browser.newContext()
    const page = patient(await ours.newPage())
    const first = await address(app)
    await page.goto(first)
    await page.getByText('Night Train').first().waitFor()
    expect(page.url()).not.toContain(new URL(first).hash.slice(1, 40))
    await page.reload()
    await page.getByText('Night Train').first().waitFor()
    const tab = patient(await ours.newPage())
    await tab.goto(new URL(first).origin)
    await tab.getByText('Night Train').first().waitFor()
    const next = `${train}-next`
    await tab.keyboard.press('Control+k')
    await tab.getByRole('combobox', { name: 'Find or do anything' }).waitFor()
    await tab.keyboard.type('new release')
    await tab.keyboard.press('Enter')
    await tab.getByLabel('Folder of the last release').waitFor()
    expect(await tab.getByLabel('Folder of the last release').inputValue()).toBe(train)
    await tab.getByLabel('Version that goes out').fill('2.0.0')
    await tab.getByLabel('New folder').fill(next)
    await tab.getByText('2.0.0 is the version of the last release: give the next one.').waitFor()
    await tab.getByLabel('Version that goes out').fill('2.1.0')
    await tab.getByText(`2 files in ${next}`).waitFor()
    expect(existsSync(next)).toBe(false)
    await tab.keyboard.press('Enter')
    await until(() => existsSync(path.join(next, 'release.yaml')), 'the next release')
    await tab.getByText('Night Train 2.1.0').or(tab.getByText('2.1.0')).first().waitFor()
    expect(readFileSync(path.join(next, 'release.yaml'), 'utf8')).toContain('previous: 2.0.0')
    rmSync(next, { recursive: true, force: true })

    const other = patient(await (await browser.newContext()).newPage())
    await other.goto(first)
    await other.getByText('This address was used before').waitFor()
    app.started.stdin.write('\n')
    const second = await address(app, 2)
    await other.goto('about:blank')
    await other.goto(second)
    await other.getByText('Night Train').first().waitFor()
    rmSync(train, { recursive: true, force: true })
    expect(await app.end('SIGTERM')).toBe(0)
  })

  it('answers an option it does not know with a sentence and exit code 2', async () => {
    const { started, printed } = await start('--everything')
    expect((await once(started, 'exit'))[0]).toBe(2)
    expect(printed()).toContain('--everything')
    expect(printed()).toContain('npm start -- FOLDER')
  })
})
