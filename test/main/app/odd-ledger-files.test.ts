import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSigner } from '../../../main/adapters/keys/ed25519.ts'
import { createApp } from '../../../main/app/index.ts'
import { openStandIn } from '../../../main/app/stand-in.ts'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { unwritable } from '../../../main/event-store/errors.ts'
import { probeLedger } from '../../../main/event-store/probe-ledger.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-odd-ledger-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const env = () => ({ ...process.env, XDG_STATE_HOME: join(folder, 'state') })

test('what stands in for a ledger file that is read-only can be written, so that a rollback runs', () => {
  const original = join(folder, 'ledger.db')
  closeDatabase(openDatabase(original))
  chmodSync(original, 0o400)
  const signer = (file: string) => openSigner(`${file}.key`)
  const why = unwritable('read-only', `${original} can't be written.`)
  const { file } = openStandIn(original, why, env(), signer, () => '2026-11-27T21:00:00.000Z')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(original).mode & 0o777).toBe(0o400)
})

test('a folder in the place of a ledger is called one, and no disk is blamed for it', async () => {
  const ledgerFile = join(folder, 'ledger.db')
  mkdirSync(ledgerFile)
  const app = await createApp({ ledgerFile, host: 'terminal', env: env(), log: () => {} })
  const { trouble } = await app.client.call('hello', {})
  await app.close()
  expect(trouble?.message).toContain(`${ledgerFile} is a folder: name a file for the ledger with --db.`)
})

test('a ledger with a damaged page is called damaged in one sentence, without the words of SQLite, and stays as it is', () => {
  const file = join(folder, 'ledger.db')
  closeDatabase(openDatabase(file))
  const bytes = readFileSync(file)
  bytes.fill(0, 8192, 12_288)
  writeFileSync(file, bytes)
  expect(() => probeLedger(file)).toThrow(`${file} is damaged: it is left as it is.`)
  expect(readFileSync(file)).toEqual(bytes)
})
