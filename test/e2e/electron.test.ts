/** The window of the desktop app, and how the app starts and ends. What a page may do is in electron-security.test.ts. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../support/built.ts'
import { type Desktop, launchDesktop } from '../support/electron-stand-in/launch.ts'
import { launchRealDesktop, realElectron } from '../support/real-electron.ts'
import { smallBundle } from '../support/small-bundle.ts'
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

  it('verifies a bundle that is opened with it, at a second start and as macOS hands it over, and opens no other file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cockpit-opened-'))
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
    const { file } = await smallBundle(folder, 'night')
    const [whole, cut] = [join(folder, 'whole.cockpit-bundle'), join(folder, 'cut.cockpit-bundle')]
    renameSync(file, whole)
    writeFileSync(cut, readFileSync(whole).subarray(0, 900))
    const { page } = desktop
    const dialog = page.getByRole('dialog', { name: 'Verify a file' })
    desktop.instruct({ kind: 'open-file', path: '/etc/passwd' })
    expect(await desktop.startSecond([whole])).toBe(0)
    await dialog.getByText('VALID', { exact: false }).first().waitFor()
    desktop.instruct({ kind: 'open-file', path: cut })
    await dialog.getByText('UNREADABLE', { exact: false }).first().waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('writes down that the machine went to sleep and woke up', async () => {
    for (const event of ['suspend', 'resume', 'shutdown'] as const) desktop.instruct({ kind: 'power-event', event })
    const log = `${desktop.ledger}.log`
    const said = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')
    await until(() => said().includes('the machine shuts down'), 'the last of the three')
    expect(said()).toMatch(/goes to sleep.*awake again.*shuts down/s)
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
