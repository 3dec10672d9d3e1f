/** A secret kept by the desktop app: entered in Settings, encrypted on the disk, used by a run, hidden everywhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../support/built.ts'
import { cockpit } from '../support/cockpit-command.ts'
import { type Desktop, launchDesktop } from '../support/electron-stand-in/launch.ts'

beforeAll(() => ensureBuilt('client', 'main', 'preload'))

const SECRET = 'c4nary-of-the-keychain'
let folder: string
let desktop: Desktop | undefined

afterEach(async () => {
  await desktop?.close()
  desktop = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function launch(env: Record<string, string> = {}): Promise<Desktop> {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-keychain-'))
  const secrets = '{ TOKEN: { keychain: deploy-token } }'
  const yaml = `cockpit: 1\nrelease: { name: Kept, version: 1.0.0 }\nenvironments: { local: { secrets: ${secrets} } }\n`
  writeFileSync(join(folder, 'release.yaml'), yaml)
  writeFileSync(
    join(folder, 'runbook.md'),
    '# Ship\n\n```sh {"name":"use"}\necho "token $TOKEN"; printf %s "$TOKEN" | wc -c\n```\n',
  )
  desktop = await launchDesktop({ folder, env })
  const { page } = desktop
  await page.getByText('Kept 1.0.0').first().waitFor()
  await page
    .getByRole('button', { name: /^Settings/ })
    .first()
    .click()
  await page.getByRole('heading', { name: 'Keychain' }).waitFor()
  return desktop
}

const run = ({ ledger }: Desktop) =>
  cockpit(['run', folder, '--db', ledger, '--stage', 'ship', '--env', 'local', '--yes', '--pace', 'auto'])

test('a secret entered in Settings is encrypted on the disk, reaches a run, and is hidden in its output', async () => {
  const { page, ledger } = await launch()
  const before = await run(desktop!)
  expect(before.stderr).toContain('nothing is kept under “deploy-token”: enter it in Settings')
  await page.getByLabel(/^deploy-token/).fill('short')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText('fewer than 8 characters').waitFor()
  await page.getByLabel(/^deploy-token/).fill(SECRET)
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText('deploy-token, kept').waitFor()
  const after = await run(desktop!)
  expect(after).toMatchObject({ code: 0 })
  expect(after.stdout).toMatch(/token \*\*\*\s+\S*22/)
  const kept = `${ledger}.keychain`
  expect(statSync(kept).mode & 0o777).toBe(0o600)
  for (const name of readdirSync(join(ledger, '..')).filter((each) => each.startsWith('ledger.db')))
    if (statSync(join(ledger, '..', name)).isFile())
      expect(readFileSync(join(ledger, '..', name)).includes(SECRET), name).toBe(false)
  expect((await cockpit(['secret', 'list', '--db', ledger])).stdout).toBe('deploy-token\n')
  expect((await cockpit(['secret', 'forget', 'deploy-token', '--db', ledger])).stdout).toContain('forgotten')
})

test('a machine without a keyring refuses with a sentence instead of pretending', async () => {
  const { page, ledger } = await launch({ STAND_IN_KEYRING: 'none' })
  await page.getByText('This machine has no keyring').waitFor()
  const { code, stderr } = await cockpit(['secret', 'set', 'x', '--from', '-', '--db', ledger])
  expect(code).toBe(2)
  expect(stderr).toContain('no keyring')
})

test('a host without Electron refuses with a sentence', async () => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-keychain-'))
  const { code, stderr } = await cockpit(['secret', 'list', '--db', join(folder, 'ledger.db')])
  expect(code).toBe(2)
  expect(stderr).toContain('in the desktop app only')
})
