/** Somebody changes the ledger of a real run. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../support/cockpit-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cockpit-changed-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a changed ledger is reported with the seq of the entry that was changed, deleted or moved', async () => {
  const db = join(folder, 'ledger.db')
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Changed, version: "2" }\nenvironments: { staging: {} }\n',
  )
  writeFileSync(join(folder, 'runbook.md'), '# Changed\n\n## Staging\n\n```sh\necho deployed\n```\n')
  const ran = await cockpit(['run', folder, '--stage', 'staging', '--env', 'staging', '--yes', '--db', db])
  expect(ran.code, ran.stderr).toBe(0)
  const tampered = (name: string, change: (copy: Database.Database) => void) => {
    const copy = join(folder, `${name}.db`)
    cpSync(db, copy)
    const handle = new Database(copy)
    const triggers = handle.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all()
    for (const trigger of triggers) handle.exec(`DROP TRIGGER "${trigger}"`)
    change(handle)
    handle.close()
    return cockpit(['verify', copy])
  }
  const ledger = new Database(db, { readonly: true })
  const ids = ledger.prepare<[], number>('SELECT id FROM entries ORDER BY id').pluck().all()
  ledger.close()
  const [seventh, eighth] = [ids[6]!, ids[7]!]
  for (const column of ['envelope', 'hash', 'salt', 'payload']) {
    const { code, stdout } = await tampered(column, (copy) => {
      const bytes = copy.prepare<[number], Buffer>(`SELECT ${column} FROM entries WHERE id = ?`).pluck().get(seventh)!
      bytes[4] = bytes[4]! ^ 1
      copy.prepare(`UPDATE entries SET ${column} = ? WHERE id = ?`).run(bytes, seventh)
    })
    expect([column, code, stdout]).toEqual([column, 12, expect.stringMatching(/\b7\b/)])
  }
  const gone = await tampered('gone', (copy) => copy.exec(`DELETE FROM entries WHERE id = ${seventh}`))
  expect([gone.code, gone.stdout]).toEqual([11, expect.stringMatching(/\b7\b/)])
  const swapped = await tampered('swapped', (copy) => {
    const move = copy.prepare('UPDATE entries SET id = ? WHERE id = ?')
    move.run(-1, seventh)
    move.run(seventh, eighth)
    move.run(eighth, -1)
  })
  expect([swapped.code, swapped.stdout]).toEqual([12, expect.stringMatching(/\b7\b/)])
})
