import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeDatabase, openDatabase } from '../../../../main/event-store/database.ts'
import { createOutputStore } from '../../../../main/event-store/output/reader.ts'
import type { CommandSpec } from '../../../../main/ports/process-runner.ts'
import { runId } from '../../../../shared/ids.ts'
import { attempt } from './support.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cockpit-crash-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const printed = (lines: number, secret: string) =>
  Array.from({ length: lines }, (_, i) => `line ${i} ${i % 7 === 0 ? secret : 'ordinary'}\n`).join('')

/** Prints lines in bursts for about two seconds, then ends with 3. */
const script = `
for (let i = 0, text = ''; i < 200000; i++) {
  text += 'line ' + i + ' ' + (i % 7 === 0 ? process.env.SECRET : 'ordinary') + '\\n'
  if (text.length < 12345 && i < 199999) continue
  require('node:fs').writeSync(1, text)
  text = ''
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4)
}
process.exit(3)`

const spec = (): CommandSpec => ({
  run: runId('p-1'),
  attempt,
  nonce: '0123456789abcdef',
  script,
  language: 'node',
  strict: true,
  cwd: root,
  env: { PATH: process.env.PATH ?? '', SECRET: 'hunter2hunter2' },
  carry: false,
})

function startCockpit(): ChildProcess {
  const cockpit = new URL('./cockpit.ts', import.meta.url).pathname
  const args = [cockpit, join(root, 'runs'), join(root, 'ledger.db'), JSON.stringify(spec())]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}

test('a cockpit killed again and again loses no byte, shows no secret and knows the exit code', async () => {
  closeDatabase(openDatabase(join(root, 'ledger.db')))
  for (let kill = 0; kill < 6; kill++) {
    const cockpit = startCockpit()
    // On a busy machine it may come to its end before it is killed.
    const closed = once(cockpit, 'close')
    await Promise.race([once(cockpit.stdout!, 'data'), closed])
    await new Promise((resolve) => setTimeout(resolve, 20 + 37 * kill))
    cockpit.kill('SIGKILL')
    await closed
  }
  const cockpit = startCockpit()
  let said = ''
  cockpit.stdout?.on('data', (text) => {
    said += text
  })
  await once(cockpit, 'close')
  const { seen, head, sealed, discarded } = JSON.parse(said.split('\n')[1] ?? '')
  expect(seen).toMatchObject({ state: 'finished', exitCode: 3 })
  const db = openDatabase(join(root, 'ledger.db'))
  const stored = Buffer.concat([...createOutputStore(db).chunks(attempt)]).toString()
  closeDatabase(db)
  expect(stored).toBe(printed(200_000, '***'))
  expect(head).toEqual({ attempt, bytes: stored.length, lines: 200_000 })
  expect(sealed.at(-1).toByte).toBe(stored.length)
  expect(discarded).toBe(true)
  expect(existsSync(join(root, 'runs', 'p-1', attempt, 'spool'))).toBe(false)
})
