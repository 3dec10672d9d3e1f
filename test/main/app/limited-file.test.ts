import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { openReadonly } from '../../../main/event-store/database.ts'
import { openLedgerReader } from '../../../main/event-store/reader.ts'
import { cockpit, startCockpit } from '../../support/cockpit-command.ts'
import { until } from '../../support/until.ts'

const undone: (() => void)[] = []
afterEach(() => {
  for (const undo of undone.splice(0).reverse()) undo()
})

const RUNBOOK = [
  '# Late\n\n## Production\n\n```bash { name=deploy undo=back timeout=1m }\necho deployed\n```\n',
  '## Rollback\n\n```bash { name=back timeout=1m }\necho went back\n```\n',
].join('\n')

/** No file of this process may be longer than so many bytes: writes beyond fail with EFBIG. False where that cannot be set. */
const limit = (pid: number, bytes: number | 'unlimited') =>
  spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]).status === 0

test('a cockpit whose ledger may not grow rolls back, and killed then, it leaves a journal that the next one brings in once', async (context) => {
  const path = mkdtempSync(join(tmpdir(), 'cockpit-limited-'))
  undone.push(() => rmSync(path, { recursive: true, force: true }))
  const folder = join(path, 'release')
  mkdirSync(folder)
  writeFileSync(
    join(folder, 'release.yaml'),
    'cockpit: 1\nrelease: { name: Late, version: 2.0.0, previous: 1.0.0 }\nenvironments: { production: {} }\n',
  )
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  const db = join(path, 'ledger.db')
  const owner = startCockpit(['serve', '--folder', folder, '--db', db])
  undone.push(() => void owner.child.kill('SIGKILL'))
  await until(() => owner.stdout().includes('http'), 'the cockpit to serve')
  const deploy = await cockpit(['run', folder, '--stage', 'production', '--env', 'production', '--yes', '--db', db])
  expect(deploy.code).toBe(0)

  if (!limit(owner.child.pid!, 24_000)) return context.skip('Needs prlimit of util-linux.')
  const back = await cockpit(['rollback', folder, '--env', 'production', '--db', db])
  expect(back.stderr).toContain(`The rollback is recorded in ${db}.late`)
  expect(back.code).toBe(0)
  owner.child.kill('SIGKILL')
  await owner.done
  expect(readdirSync(`${db}.late`).filter((name) => name.endsWith('.jsonl'))).toHaveLength(1)

  expect((await cockpit(['log', '--db', db])).stdout.match(/ledger\.recorded-late/g)).toHaveLength(1)
  expect(readdirSync(`${db}.late`).filter((name) => name.endsWith('.jsonl'))).toEqual([])
  const reader = openLedgerReader(db)
  const types = reader.read(reader.releases()[0]!.release).map((each) => each.type)
  reader.close()
  expect(types.filter((type) => type === 'run.finished')).toHaveLength(2)
  const file = openReadonly(db)
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
  file.close()
  expect((await verifyFile(db, {})).chains.map((each) => each.verdict)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
})
