/**
 * Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security), its twenty items in order. What the code alone decides is read
 * from the code; what a page could try is tried by a page, in the compiled app on the stand-in for Electron with a real Chromium.
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ensureBuilt } from '../support/built.ts'
import type { Observation } from '../support/electron-stand-in/control.ts'
import { type Desktop, launchDesktop } from '../support/electron-stand-in/launch.ts'
import { until } from '../support/until.ts'
import { terminalOf } from './desktop.ts'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const SAMPLE = path.join(root, 'resources/samples/parcel-tracker')

/** The desktop host as written, by file. */
const sources = new Map(globSync('main/electron/*.ts', { cwd: root }).map((file) => [file, read(file)]))
const hostText = [...sources.values()].join('\n')
const pageText = globSync('renderer/**/*.{ts,tsx,html}', { cwd: root }).map(read).join('\n')
const builder = parse(read('electron-builder.yml'))

let desktop: Desktop
beforeAll(async () => {
  await ensureBuilt('client', 'main', 'preload')
  desktop = await launchDesktop()
  await desktop.page.waitForSelector('#root > *')
  // A second window, so that what is said of windows is said of every kind there is.
  const client = await terminalOf(desktop)
  const { release } = await client.call('release.open', { folder: SAMPLE })
  const written = await client.call('emergency.write', { release: release!, environment: 'production', print: true })
  expect(written).toMatchObject({ ok: true, pdf: { file: expect.any(String) } })
})
afterAll(() => desktop?.close())

const observed = <Kind extends Observation['kind']>(kind: Kind) =>
  desktop.observed.filter((each): each is Extract<Observation, { kind: Kind }> => each.kind === kind)

/** What every window was made with: the cockpit's own and the one that prints. */
const allPreferences = () => {
  const all = observed('window').map(({ preferences }) => preferences)
  expect(all.length).toBeGreaterThan(1)
  return all
}

/** What a page gets of an address: a status, or `blocked`. */
const fetched = (address: string) =>
  desktop.page.evaluate(async (url) => {
    try {
      const { status, headers } = await fetch(url)
      return { status, policy: headers.get('content-security-policy'), sniff: headers.get('x-content-type-options') }
    } catch {
      return 'blocked' as const
    }
  }, address)

describe('Electron’s security checklist', () => {
  it('1: only secure content is loaded: pages come from the program itself, and nothing from the network', async () => {
    const loads = [...hostText.matchAll(/\.load(?:URL|File)\(([^\n]*)/g)].map(([, what]) => what)
    expect(loads).toEqual(['`${APP_SCHEME}://${HOST}/${id}`)', 'route ? `${APP_URL}#${route}` : APP_URL)'])
    for (const address of ['http://127.0.0.1:1/', 'https://example.com/', 'ftp://example.com/'])
      expect(await fetched(address), address).toBe('blocked')
    expect((await fetched('/')) as object).toMatchObject({ status: 200 })
  })

  it('2: no page has Node: no require, no process, no Buffer', async () => {
    for (const each of allPreferences()) {
      expect(each).toMatchObject({ nodeIntegration: false })
      expect(each).not.toHaveProperty('nodeIntegrationInWorker')
      expect(each).not.toHaveProperty('nodeIntegrationInSubFrames')
    }
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron']
    expect(await desktop.page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([])
  })

  it('3: the preload and the page have contexts of their own, and what is exposed cannot be changed', async () => {
    for (const each of allPreferences()) expect(each).toMatchObject({ contextIsolation: true })
    const changed = await desktop.page.evaluate(() => {
      const given = (window as unknown as { cockpit: Record<string, unknown> }).cockpit
      try {
        given.wire = 'mine'
        given.more = 'mine'
      } catch {}
      return [typeof given.wire, 'more' in given]
    })
    expect(changed).toEqual(['object', false])
  })

  it('4: every page runs in the sandbox', () => {
    for (const each of allPreferences()) expect(each).toMatchObject({ sandbox: true })
    expect(hostText).toMatch(/app\.enableSandbox\(\)/)
    expect(hostText).not.toMatch(/no-sandbox|appendSwitch/)
  })

  it('5: no session of any page gets a permission or a device, but for copying text', () => {
    const permissions = observed('permission')
    for (const partition of ['', 'print']) {
      const ofSession = permissions.filter((each) => each.partition === partition)
      expect(new Set(ofSession.map(({ asked }) => asked))).toEqual(new Set(['request', 'check', 'device']))
      expect(ofSession.length, partition).toBeGreaterThan(8)
    }
    const granted = permissions.filter((each) => each.granted).map(({ permission }) => permission)
    expect(new Set(granted)).toEqual(new Set(['clipboard-sanitized-write']))
  })

  it('6: web security is never switched off', () => {
    for (const each of allPreferences()) expect(each).toMatchObject({ webSecurity: true })
    expect(hostText).not.toMatch(/webSecurity: (?!true)|disable-web-security|disable-site-isolation/)
  })

  it('7: a strict policy forbids inline scripts, eval, frames, forms and foreign sources', async () => {
    const { policy, sniff } = (await fetched('/')) as Exclude<Awaited<ReturnType<typeof fetched>>, 'blocked'>
    expect(sniff).toBe('nosniff')
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(policy).not.toMatch(/unsafe-eval|wasm-unsafe-eval|strict-dynamic|\*|script-src[^;]*unsafe-inline/)
    const tried = await desktop.page.evaluate(async () => {
      const violated: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
      const add = (name: string, more: object) =>
        document.body.append(Object.assign(document.createElement(name), more))
      add('script', { textContent: 'window.ranInline = true' })
      add('script', { src: 'data:text/javascript,window.ranData = true' })
      add('img', { src: 'https://example.com/x.png' })
      add('iframe', { src: 'https://example.com/' })
      add('link', { rel: 'stylesheet', href: 'https://example.com/x.css' })
      document.body.insertAdjacentHTML('beforeend', '<b onclick="1">x</b>')
      let evaluated = 'evaluated'
      try {
        // Later, because what the debugger itself evaluates may do so.
        await new Promise((resolve) => setTimeout(resolve))
        new Function('return 1')()
      } catch {
        evaluated = 'blocked'
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { evaluated, ran: ['ranInline', 'ranData'].filter((name) => name in window), violated }
    })
    expect(tried).toMatchObject({ evaluated: 'blocked', ran: [] })
    for (const directive of [
      'script-src-elem',
      'script-src-attr',
      'script-src',
      'img-src',
      'style-src-elem',
      'frame-src',
    ])
      expect(tried.violated, directive).toContain(directive)
  })

  it('8: insecure content is never allowed', () => {
    for (const each of allPreferences()) expect(each).not.toHaveProperty('allowRunningInsecureContent')
    expect(hostText).not.toMatch(/allowRunningInsecureContent|allow-running-insecure-content|ignore-certificate/)
  })

  it('9: no experimental features are switched on', () => {
    for (const each of allPreferences()) expect(each).not.toHaveProperty('experimentalFeatures')
    expect(hostText).not.toMatch(/experimentalFeatures|enable-experimental/)
  })

  it('10: no features of Blink are switched on', () => {
    for (const each of allPreferences()) expect(each).not.toHaveProperty('enableBlinkFeatures')
    expect(hostText).not.toMatch(/enableBlinkFeatures|enable-blink-features|enable-features/)
  })

  it('11: there is no webview that could open popups, because there is no webview', () => {
    for (const each of allPreferences()) expect(each).toMatchObject({ webviewTag: false })
    expect(pageText).not.toMatch(/<webview|allowpopups/i)
  })

  it('12: a webview that a script puts there all the same is not created', async () => {
    desktop.instruct({ kind: 'attach-webview' })
    expect(await desktop.observation('webview')).toMatchObject({ isPrevented: true })
  })

  it('13: the window stays on its own page', async () => {
    const { page } = desktop
    const before = page.url()
    for (const address of ['https://example.com/', 'app://print/x', 'file:///etc/passwd'])
      await page.evaluate((url) => {
        location.href = url
      }, address)
    await page.evaluate(() => {
      const form = Object.assign(document.createElement('form'), { action: 'https://example.com/', method: 'post' })
      document.body.append(form)
      form.submit()
    })
    expect(page.url()).toBe(before)
    expect(await page.locator('#root > *').count()).toBeGreaterThan(0)
  })

  it('14: no page opens another window', async () => {
    const { page, browser } = desktop
    await page.evaluate(() => {
      window.open('https://example.com/')
      const link = { href: 'https://example.com/', target: '_blank' }
      Object.assign(document.createElement('a'), link).click()
    })
    const pages = () =>
      browser
        .contexts()[0]!
        .pages()
        .filter((each) => each.url() !== 'about:blank')
    await until(() => pages().length === 1, 'popups to be closed')
  })

  it('15: nothing is ever handed to the system to be opened', () => {
    expect(hostText).not.toMatch(/\bshell\b\.|openExternal|openPath/)
    for (const [file, text] of sources) expect(text, file).not.toMatch(/import \{[^}]*\bshell\b[^}]*\} from 'electron'/)
    expect(
      observed('permission').filter(({ permission, granted }) => permission === 'openExternal' && granted),
    ).toEqual([])
  })

  it('16: one version of Electron is pinned exactly, and it is the one that is locked and packaged', () => {
    const { devDependencies, dependencies } = JSON.parse(read('package.json'))
    const locked = JSON.parse(read('package-lock.json')).packages['node_modules/electron'].version
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
    expect(devDependencies.electron).toBe(locked)
    expect(Number(locked.split('.')[0])).toBeGreaterThanOrEqual(45)
    expect(dependencies).not.toHaveProperty('electron')
    expect(builder).not.toHaveProperty('electronVersion')
  })

  it('17: every message to main is looked at for its sender, and one from a frame inside the page gets nowhere', async () => {
    const listening = [...hostText.matchAll(/ipcMain\.(?:on|handle|once|handleOnce)\([^\n]*\n([^\n]*)/g)].map(
      ([, next]) => next,
    )
    expect(listening).toHaveLength(4)
    for (const first of listening) expect(first).toMatch(/if \(!?isOwnFrame\(event\)\)/)
    for (const [file, text] of sources) if (!file.endsWith('/ipc.ts')) expect(text, file).not.toContain('ipcMain')
    const answer = await desktop.page.evaluate(async () => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      type Binding = (message: object) => Promise<unknown>
      const toMain = (frame.contentWindow as unknown as Record<string, Binding>).__standInToMain!
      const invoke = (channel: string) =>
        toMain({ kind: 'invoke', channel, args: ['x.zip'] }).then(String, (error: Error) => error.message)
      return [await invoke('cockpit:choose-folder'), await invoke('cockpit:choose-export-file')]
    })
    for (const each of answer) expect(each).toContain('Only the cockpit’s own window')
    expect(observed('folder-dialog')).toEqual([])
  })

  it('18: nothing is loaded by file://, and app:// serves the page and nothing beside it', async () => {
    expect(hostText).not.toMatch(/loadFile|file:\/\/|pathToFileURL/)
    expect(builder.electronFuses.grantFileProtocolExtraPrivileges).toBe(false)
    expect(await fetched('file:///etc/passwd')).toBe('blocked')
    for (const beside of ['/../package.json', '/..%2fmain/index.js', '/%2e%2e/preload/index.cjs', '//etc/passwd'])
      expect(await fetched(beside), beside).not.toMatchObject({ status: 200 })
  })

  it('19: every fuse is set to what the app needs, none is left as it comes (read back in test/scripts/package.test.ts)', () => {
    expect(builder.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    })
    expect(builder.asar).toBe(true)
  })

  it('20: of Electron a page gets the wire and four functions of the desktop, and no events', async () => {
    const seen = await desktop.page.evaluate(() => {
      const given = (window as unknown as { cockpit: { wire: object; desktop: object } }).cockpit
      const all = (of: object) => Object.entries(of).map(([name, value]) => `${name}: ${typeof value}`)
      return { given: Object.keys(given), wire: all(given.wire), desktop: all(given.desktop) }
    })
    expect(seen).toEqual({
      given: ['wire', 'desktop'],
      wire: ['send: function', 'onMessage: function'],
      desktop: ['chooseFolder: function', 'chooseExportFile: function', 'onOpen: function', 'onMenu: function'],
    })
    expect(read('main/electron/preload.ts')).toMatch(
      /const forward = \(_: IpcRendererEvent, value: Value\) => listener\(value\)/,
    )
  })
})
