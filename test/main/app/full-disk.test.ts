import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { RESERVE_BYTES, reserveFile } from '../../../main/adapters/disk/ledger-disk.ts'
import { verifyFile } from '../../../main/app/verify.ts'
import { openReadonly } from '../../../main/event-store/database.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'
import { CANNOT_MOUNT, mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'

const disks: SmallDisk[] = []
afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove()
})

const BACK = stage('rollback', [step('undo', {}, { text: 'echo back' })], { kind: 'rollback' })

async function onSmallDisk(text: string): Promise<{ disk: SmallDisk; rig: Rig } | undefined> {
  const disk = mountSmallDisk(120_000_000)
  if (!disk) return undefined
  disks.push(disk)
  const folder = join(disk.path, 'release')
  mkdirSync(folder)
  const forward = stage('production', [step('deploy', {}, { text })])
  const rig = await new Rig(definitionOf([forward, BACK], { environments: [FREE] }), folder).open()
  return { disk, rig }
}

const FREE = { name: 'production', vars: {}, secrets: {}, protected: false }
const START = { type: 'run.start', stageId: 'production', environment: 'production' } as const
const ROLL_BACK = { type: 'rollback.start', environment: 'production' } as const

async function expectSound(rig: Rig): Promise<void> {
  const db = openReadonly(rig.ledgerFile)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  const { chains } = await verifyFile(rig.ledgerFile, {})
  expect(chains.map((each) => each.verdict)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
}

test('a reserve lies beside the ledger, and a run on a disk without room for it is refused before anything is written', async (context) => {
  const made = await onSmallDisk('echo deploy')
  if (!made) return context.skip(CANNOT_MOUNT)
  const { disk, rig } = made
  expect(statSync(reserveFile(rig.ledgerFile)).size).toBe(RESERVE_BYTES)
  disk.leave(30_000_000)
  const size = rig.state.size
  const refused = rig.tell(START)
  expect(refused).toMatchObject({ rejection: { code: 'disk-full' } })
  expect('rejection' in refused && refused.rejection.message).toMatch(/a run needs 64(\.0)? MB: free at least 34/)
  expect(rig.state.size).toBe(size)
  disk.empty()
  expect(rig.tell(START)).not.toHaveProperty('rejection')
  await waitFor('the run to end', () => rig.run.finished)
  await rig.close()
})

test('a disk that fills up while a command prints: its output is said to be incomplete, the rollback runs, nothing is corrupt', async (context) => {
  const made = await onSmallDisk('yes output | head -c 300000000')
  if (!made) return context.skip(CANNOT_MOUNT)
  const { disk, rig } = made
  disk.leave(80_000_000)
  const told: string[] = []
  rig.owner.engine.onFeed((message) => {
    if (message.kind === 'ledger') told.push(message.trouble?.kind ?? 'over')
  })
  rig.tell(START)
  const attempt = await waitFor('the end of the command', () => {
    const last = rig.attempt('deploy')
    return last?.endedAtMs !== undefined && last
  })
  expect(attempt.incompleteFromByte).toBeGreaterThan(0)
  expect(told[0]).toBeDefined()
  expect(rig.tell(ROLL_BACK)).not.toHaveProperty('rejection')
  await waitFor('the rollback to end', () => rig.run.kind === 'rollback' && rig.run.finished)
  expect(rig.run.finished?.outcome).toBe('succeeded')
  disk.empty()
  await waitFor('the trouble to be over', () => told.at(-1) === 'over')
  await waitFor('the reserve', () => statSync(reserveFile(rig.ledgerFile)).size === RESERVE_BYTES)
  await waitFor('the end of the trouble on record', async () => {
    const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
    return events.some((event) => event.type === 'ledger.trouble-ended')
  })
  await expectSound(rig)
  await rig.close()
})

test('an export to a full disk fails with a sentence and leaves no file behind', async (context) => {
  const made = await onSmallDisk('echo deploy')
  if (!made) return context.skip(CANNOT_MOUNT)
  const { disk, rig } = made
  writeFileSync(join(rig.folder, 'note'), 'x')
  disk.leave(0)
  const file = join(rig.folder, 'export.jsonl')
  const exporting = rig.owner.client.call('ledger.export', { release: rig.state.release, format: 'jsonl', file })
  await expect(exporting).rejects.toThrow(/disk.*full|no space/i)
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined()
  disk.empty()
  await rig.close()
})
