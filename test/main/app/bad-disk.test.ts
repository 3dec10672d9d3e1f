import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFile } from '../../../main/app/verify.ts'
import { openReadonly } from '../../../main/event-store/database.ts'
import type { LedgerTrouble } from '../../../shared/contract/ledger-trouble.ts'
import { stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { CANNOT_MOUNT_LOOP, type FailingDisk, mountFailingDisk } from '../../support/failing-disk.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const undone: (() => void)[] = []
afterEach(() => {
  for (const undo of undone.splice(0).reverse()) undo()
})

const FREE = { name: 'production', vars: {}, secrets: {}, protected: false }
const START = { type: 'run.start', stageId: 'production', environment: 'production' } as const
const ROLL_BACK = { type: 'rollback.start', environment: 'production' } as const

/** Waits for a word from the test between its two halves: no clock decides what the disk does meanwhile. */
const DEPLOY = 'echo begun; until [ -e "$GO" ]; do sleep 0.02; done; yes output | head -c 3000000'

type Made = { disk: FailingDisk; rig: Rig; outside: string; told: (LedgerTrouble | undefined)[] }

async function onFailingDisk(): Promise<Made | undefined> {
  const disk = mountFailingDisk()
  if (!disk) return undefined
  const outside = mkdtempSync(join(tmpdir(), 'cockpit-outside-'))
  undone.push(
    () => rmSync(outside, { recursive: true, force: true }),
    () => disk.remove(),
  )
  const folder = join(disk.path, 'release')
  mkdirSync(folder)
  const deploy = step('deploy', { undo: stepId('back') }, { text: DEPLOY.replace('$GO', join(outside, 'go')) })
  const back = stage('rollback', [step('back', {}, { text: 'echo back' })], { kind: 'rollback' })
  const definition = definitionOf([stage('production', [deploy]), back], { environments: [FREE] })
  const rig = await new Rig(definition, folder).open({ ...process.env, XDG_STATE_HOME: outside })
  const told: Made['told'] = []
  rig.owner.engine.onFeed((message) => {
    if (message.kind === 'ledger') told.push(message.trouble)
  })
  return { disk, rig, outside, told }
}

async function expectSound(rig: Rig): Promise<void> {
  const db = openReadonly(rig.ledgerFile)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  const { chains } = await verifyFile(rig.ledgerFile, {})
  expect(chains.map((each) => each.verdict)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
}

test('a disk that fails with I/O errors while a step prints: the rollback runs, nothing goes forward, and all of it is in a sound ledger afterwards', async (context) => {
  const made = await onFailingDisk()
  if (!made) return context.skip(CANNOT_MOUNT_LOOP)
  const { disk, rig, outside, told } = made
  rig.tell(START)
  await waitFor('the first line', async () => rig.attempt('deploy') && (await rig.output('deploy')).includes('begun'))
  disk.fail()
  mkdirSync(join(outside, 'go'))
  await waitFor('the trouble to be told', () => told.some((each) => each?.kind === 'unwritable'))
  expect(told.find((each) => each?.kind === 'unwritable')?.message).toMatch(
    /^The disk refused to read or write .*ledger\.db: check the disk/,
  )
  expect(rig.tell(ROLL_BACK)).not.toHaveProperty('rejection')
  await waitFor('the rollback to end', () => rig.run.kind === 'rollback' && rig.run.finished)
  expect(rig.run.finished?.outcome).toBe('succeeded')
  expect(rig.tell(START)).toMatchObject({ rejection: { code: 'ledger-unwritable' } })

  disk.heal()
  await waitFor('the trouble to be over', () => told.at(-1) === undefined)
  await waitFor('the output of the rollback', async () => (await rig.output('back')).includes('back'))
  await expectSound(rig)
  await rig.close()
})

test('an export to a disk that fails says so and leaves no file under its name', async (context) => {
  const target = mountFailingDisk()
  if (!target) return context.skip(CANNOT_MOUNT_LOOP)
  undone.push(() => target.remove())
  const rig = await new Rig(definitionOf([], { environments: [FREE] })).open()
  target.fail()
  const file = join(target.path, 'export.jsonl')
  const exporting = rig.owner.client.call('ledger.export', { release: rig.state.release, format: 'jsonl', file })
  await expect(exporting).rejects.toThrow(/export\.jsonl.*(I\/O|EIO|ENOSPC|no space|full)/i)
  expect(readdirSync(target.path)).toEqual(['lost+found'])
  await rig.close()
})
