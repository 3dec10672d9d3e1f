import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reserveFile } from '../../../main/adapters/disk/ledger-disk.ts'
import { type App, createApp } from '../../../main/app/index.ts'
import { verifyFile } from '../../../main/app/verify.ts'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import { CANNOT_MOUNT, mountSmallDisk } from '../../support/small-disk.ts'
import { until } from '../../support/until.ts'

const RELEASE = `cockpit: 1
release: { name: Late, version: 2.0.0, previous: 1.0.0 }
environments: { production: {} }
`
const RUNBOOK = [
  '# Late\n\n## Production\n\n```bash { name=deploy undo=back timeout=1m }\necho deployed\n```\n',
  '## Rollback\n\n```bash { name=back timeout=1m }\necho went back\n```\n',
].join('\n')

const undone: (() => void)[] = []
afterEach(() => {
  for (const undo of undone.splice(0).reverse()) undo()
})

/** A release folder and a state folder on a sound disk; the ledger goes wherever the test says. */
function bench() {
  const path = mkdtempSync(join(tmpdir(), 'cockpit-stand-in-'))
  undone.push(() => rmSync(path, { recursive: true, force: true }))
  const folder = join(path, 'release')
  mkdirSync(folder)
  writeFileSync(join(folder, 'release.yaml'), RELEASE)
  writeFileSync(join(folder, 'runbook.md'), RUNBOOK)
  const env = { ...process.env, XDG_STATE_HOME: join(path, 'state') }
  const open = (ledgerFile: string) => createApp({ ledgerFile, host: 'terminal', env, log: () => {} })
  return { path, folder, open }
}

const START = { type: 'run.start', stageId: 'production', environment: 'production', pace: 'auto' } as CommandInput
const ROLL_BACK = { type: 'rollback.start', environment: 'production' } as CommandInput

const eventsOf = async ({ client }: App, release: ReleaseId) =>
  (await client.call('events.read', { release, limit: 5000 })).events

async function openFolder({ client }: App, folder: string): Promise<ReleaseId> {
  const { release } = await client.call('release.open', { folder })
  return release!
}

const tell = ({ client }: App, release: ReleaseId, command: CommandInput) =>
  client.call('command.send', { release, command, as: { name: 'Ada' } })

/** Runs it to its end. */
async function run(app: App, folder: string, command: CommandInput): Promise<ReleaseId> {
  const release = await openFolder(app, folder)
  const told = await tell(app, release, command)
  expect(told).toMatchObject({ ok: true })
  const id = 'runId' in told && told.runId
  await until(
    async () =>
      (await eventsOf(app, release)).some((each) => each.type === 'run.finished' && each.payload.runId === id),
    'the run to end',
  )
  return release
}

const verdictOf = async (file: string) => (await verifyFile(file, {})).chains.map((each) => each.verdict)

async function expectBroughtIn(app: App, release: ReleaseId): Promise<void> {
  const events = await eventsOf(app, release)
  expect(events.filter((each) => each.type === 'ledger.recorded-late')).toHaveLength(1)
  const back = events.find((each) => each.type === 'step.started' && each.payload.stepId === 'back')
  const attempt = back?.type === 'step.started' ? back.payload.attemptId : undefined
  const { bytes } = await app.client.call('output.read', { attempt: attempt!, offset: 0, length: 100 })
  expect(Buffer.from(bytes).toString()).toBe('went back\n')
}

test('a cockpit started on a disk that is read only rolls back with the whole history, and the next one that can write has it all', async (context) => {
  const disk = mountSmallDisk(60_000_000)
  if (!disk) return context.skip(CANNOT_MOUNT)
  undone.push(() => disk.remove())
  const { folder, open } = bench()
  const file = join(disk.path, 'ledger.db')
  const first = await open(file)
  const release = await openFolder(first, folder)
  await first.close()
  disk.readOnly(true)
  const second = await open(file)
  expect((await second.client.call('hello', {})).trouble).toMatchObject({ kind: 'stand-in' })
  await run(second, folder, ROLL_BACK)
  expect(await tell(second, release, START)).toMatchObject({ ok: false, rejection: { code: 'ledger-unwritable' } })
  await second.close()
  disk.readOnly(false)
  const third = await open(file)
  expect((await third.client.call('hello', {})).trouble).toBeUndefined()
  await expectBroughtIn(third, release)
  await third.close()
  expect(await verdictOf(file)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
})

test('a cockpit started on a damaged ledger rolls back, does not touch it, and joins what it recorded to the copy put in its place', async () => {
  const { path, folder, open } = bench()
  const file = join(path, 'ledger.db')
  const first = await open(file)
  const release = await run(first, folder, START)
  await first.close()
  cpSync(file, join(path, 'copy.db'))
  writeFileSync(file, Buffer.concat([Buffer.alloc(4096, 'x'), readFileSync(file).subarray(4096)]))
  const damaged = readFileSync(file)

  const second = await open(file)
  expect((await second.client.call('hello', {})).trouble?.message).toContain(`${file} is not touched`)
  await run(second, folder, ROLL_BACK)
  expect(await tell(second, release, START)).toMatchObject({ ok: false, rejection: { code: 'ledger-unwritable' } })
  await second.close()
  expect(readFileSync(file).equals(damaged)).toBe(true)

  cpSync(join(path, 'copy.db'), file)
  const third = await open(file)
  await expectBroughtIn(third, release)
  const events = await eventsOf(third, release)
  expect(events.filter((each) => each.type === 'release.created')).toHaveLength(1)
  await third.close()
  expect(await verdictOf(file)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
})

test('a cockpit started on a full disk comes up, says so, and rolls back, with and without the reserve', async (context) => {
  const disk = mountSmallDisk(60_000_000)
  if (!disk) return context.skip(CANNOT_MOUNT)
  undone.push(() => disk.remove())
  const { folder, open } = bench()
  const file = join(disk.path, 'ledger.db')
  const first = await open(file)
  await openFolder(first, folder)
  await first.close()
  writeFileSync(reserveFile(file), Buffer.alloc(8_000_000, 'r'))
  disk.leave(0)
  const second = await open(file)
  expect((await second.client.call('hello', {})).trouble).toMatchObject({ kind: 'disk-full' })
  await run(second, folder, ROLL_BACK)
  await second.close()

  rmSync(reserveFile(file), { force: true })
  disk.empty()
  disk.leave(0)
  const third = await open(file)
  expect((await third.client.call('hello', {})).trouble).toBeDefined()
  await run(third, folder, ROLL_BACK)
  await third.close()
})
