/** The window of the desktop app, and how the app starts and ends. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../support/built.ts'
import { type Desktop, launchDesktop } from '../support/electron-stand-in/launch.ts'
import { launchRealDesktop, realElectron } from '../support/real-electron.ts'
import { until } from '../support/until.ts'
import { cleanUps, launched, terminalOf, train } from './desktop.ts'

const SAMPLE = join(import.meta.dirname, '../../resources/samples/parcel-tracker')

beforeAll(() => ensureBuilt('client', 'main', 'preload'))

describe('the desktop window', () => {
  let desktop: Desktop
  beforeAll(async () => {
    desktop = await launchDesktop()
    await desktop.page.waitForSelector('#root > *')
  })
  afterAll(() => desktop?.close())

  it('gives its page nothing of Electron or Node but the wire and four desktop functions', async () => {
    const { page } = desktop
    const seen = await page.evaluate(() => {
      const given = (window as unknown as { cockpit: { wire: object; desktop: object } }).cockpit
      const reachable = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      )
      return {
        given: Object.keys(given),
        wire: Object.keys(given.wire),
        desktop: Object.keys(given.desktop),
        reachable,
      }
    })
    expect(seen).toEqual({
      given: ['wire', 'desktop'],
      wire: ['send', 'onMessage'],
      desktop: ['chooseFolder', 'chooseExportFile', 'onOpen', 'onMenu'],
      reachable: [],
    })
  })

  it('stays on its own page: no navigation, no popup, no request elsewhere, no eval, no inline script', async () => {
    const { page, browser } = desktop
    const before = page.url()
    const tried = await page.evaluate(async () => {
      const inline = document.createElement('script')
      inline.textContent = 'window.ranInline = true'
      document.body.append(inline)
      const fetched = await fetch('https://example.com/').then(
        () => 'fetched',
        () => 'blocked',
      )
      let evaluated = 'evaluated'
      try {
        // Later, because what the debugger itself evaluates may do so.
        await new Promise((resolve) => setTimeout(resolve))
        new Function('return 1')()
      } catch {
        evaluated = 'blocked'
      }
      window.open('https://example.com/')
      location.href = 'https://example.com/'
      return { fetched, evaluated, inline: 'ranInline' in window }
    })
    expect(tried).toEqual({ fetched: 'blocked', evaluated: 'blocked', inline: false })
    await until(() => browser.contexts()[0]!.pages().length === 1, 'the popup to be closed')
    expect(page.url()).toBe(before)
  })

  it('grants no permission but copying', async () => {
    const { observed } = desktop
    const granted = observed.flatMap((each) => (each.kind === 'permission' && each.granted ? [each.permission] : []))
    expect(granted).toEqual(['clipboard-sanitized-write'])
    expect(observed.filter(({ kind }) => kind === 'permission').length).toBeGreaterThan(3)
  })

  it('gets its own files with their headers, and nothing else by app://', async () => {
    const { page } = desktop
    const answers = await page.evaluate(async () => {
      const get = async (path: string) => {
        const { status, headers } = await fetch(path)
        return { status, policy: headers.get('content-security-policy'), sniff: headers.get('x-content-type-options') }
      }
      return Promise.all(['/', '/../package.json', '/..%2fmain/index.js', '/%2e%2e/preload/index.cjs'].map(get))
    })
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404])
    for (const { policy, sniff } of answers) {
      expect(policy).toContain("script-src 'self';")
      expect(sniff).toBe('nosniff')
    }
  })

  it('takes a folder from a second start, which ends at once', async () => {
    const { folder } = train()
    expect(await desktop.startSecond([folder])).toBe(0)
    const client = await terminalOf(desktop)
    await until(
      async () => (await client.call('releases.list', {})).some((each) => each.folder === folder),
      'the folder',
    )
  })

  it('follows a link to a release, says when it knows none of that name, and shows what the menu asks for', async () => {
    const client = await terminalOf(desktop)
    const { release } = await client.call('release.open', { folder: SAMPLE })
    expect(await desktop.startSecond([`release-cockpit://releases/${release}`])).toBe(0)
    await desktop.page.getByText('Parcel Tracker').first().waitFor()
    await desktop.startSecond(['release-cockpit://releases/nobody-knows'])
    expect((await desktop.observation('dialog')).detail).toContain('“nobody-knows”')
    desktop.instruct({ kind: 'answer', button: 0 })
    desktop.instruct({ kind: 'menu', label: 'Keys' })
    await desktop.page.getByRole('dialog', { name: 'Keys' }).waitFor()
  })

  it('prints the emergency rollback itself, and shows no second window for it', async () => {
    const client = await terminalOf(desktop)
    const { release } = await client.call('release.open', { folder: SAMPLE })
    const asked = { release: release!, environment: 'production', print: true }
    const written = await client.call('emergency.write', asked)
    const pdf = written.ok ? written.pdf : undefined
    expect(pdf).toHaveProperty('file')
    expect(readFileSync((pdf as { file: string }).file, 'latin1')).toMatch(/^%PDF-/)
    expect(await desktop.page.locator('#root > *').count()).toBeGreaterThan(0)
  })

  it('is there again after its page crashed, with the same release', async () => {
    desktop.instruct({ kind: 'crash-page' })
    const page = await until(
      () =>
        desktop.browser
          .contexts()[0]!
          .pages()
          .find((each) => each.url().includes('app-cockpit') && each !== desktop.page),
      'the page that took its place',
    )
    await page.getByText('Parcel Tracker').first().waitFor()
  })
})

describe('the desktop app', () => {
  it('opens a folder named at the start', async () => {
    const { folder } = train()
    const desktop = await launched({ folder })
    const client = await terminalOf(desktop)
    await until(
      async () => (await client.call('releases.list', {})).some((each) => each.folder === folder),
      'the folder',
    )
    await desktop.page.getByText('Night Train').first().waitFor()
  })

  it('ends with its window when nothing runs', async () => {
    const desktop = await launched()
    desktop.instruct({ kind: 'close-window' })
    expect(await desktop.exited).toBe(0)
  })
})

describe.runIf(realElectron())('on the real Electron', () => {
  it('opens a folder named at the start', async () => {
    const { folder } = train()
    const desktop = await launchRealDesktop(folder)
    cleanUps.push(() => desktop.close())
    await desktop.page.getByText('Night Train').first().waitFor()
  })
})
