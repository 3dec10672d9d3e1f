import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reserveFile } from '../../../main/adapters/disk/ledger-disk.ts'
import { verifyFile } from '../../../main/app/verify.ts'
import { openReadonly } from '../../../main/event-store/database.ts'
import type { LedgerTrouble } from '../../../shared/contract/ledger-trouble.ts'
import { stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'
import { CANNOT_MOUNT, mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'

const undone: (() => void)[] = []
afterEach(() => {
  for (const undo of undone.splice(0).reverse()) undo()
})

const FREE = { name: 'production', vars: {}, secrets: {}, protected: false }
const START = { type: 'run.start', stageId: 'production', environment: 'production' } as const
const ROLL_BACK = { type: 'rollback.start', environment: 'production' } as const
const DEFINITION = definitionOf(
  [
    stage('production', [step('deploy', { undo: stepId('back') }, { text: 'echo deploy' })]),
    stage('rollback', [step('back', {}, { text: 'echo back' })], {
      kind: 'rollback',
    }),
  ],
  { environments: [FREE] },
)

type Made = { disk: SmallDisk; rig: Rig; state: string; told: (LedgerTrouble | undefined)[] }

/** A release that was deployed, on a disk of its own; late journals go to `state`. */
async function deployed(): Promise<Made | undefined> {
  const disk = mountSmallDisk(120_000_000)
  if (!disk) return undefined
  const state = mkdtempSync(join(tmpdir(), 'cockpit-state-'))
  undone.push(
    () => rmSync(state, { recursive: true, force: true }),
    () => disk.remove(),
  )
  const folder = join(disk.path, 'release')
  mkdirSync(folder)
  const rig = await new Rig(DEFINITION, folder).open({ ...process.env, XDG_STATE_HOME: state })
  const told: Made['told'] = []
  rig.owner.engine.onFeed((message) => {
    if (message.kind === 'ledger') told.push(message.trouble)
  })
  rig.tell(START)
  await waitFor('the deploy to end', () => rig.run.finished)
  return { disk, rig, state, told }
}

/** Full to the last byte, and the reserve is gone too. */
function fill({ disk, rig }: Made): void {
  rmSync(reserveFile(rig.ledgerFile), { force: true })
  disk.leave(0)
}

async function expectSound(rig: Rig): Promise<void> {
  const db = openReadonly(rig.ledgerFile)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  db.close()
  const { chains } = await verifyFile(rig.ledgerFile, {})
  expect(chains.map((each) => each.verdict)).toEqual(['VALID, COMPLETENESS UNPROVEN'])
}

const journalsIn = (state: string) =>
  readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'))

const typesOf = (rig: Rig) => rig.owner.engine.store.read(rig.state.release).map((entry) => entry.type)

test('a rollback runs while nothing can be written to the ledger, is recorded in a late journal, and joins the ledger when there is room', async (context) => {
  const made = await deployed()
  if (!made) return context.skip(CANNOT_MOUNT)
  const { disk, rig, state, told } = made
  const sizeBefore = rig.state.size
  fill(made)
  expect(rig.tell(ROLL_BACK)).not.toHaveProperty('rejection')
  await waitFor('the rollback to end', () => rig.run.kind === 'rollback' && rig.run.finished)
  expect(rig.run.finished?.outcome).toBe('succeeded')
  const [journal] = journalsIn(state)
  expect(statSync(join(state, journal!)).mode & 0o777).toBe(0o600)
  expect(told.at(-1)).toMatchObject({ kind: 'unwritable', late: [join(state, journal!)] })
  expect(rig.tell(START)).toMatchObject({ rejection: { code: 'ledger-unwritable' } })

  disk.empty()
  await waitFor('the journal to be in the ledger', () => typesOf(rig).includes('ledger.recorded-late'))
  expect(journalsIn(state)).toEqual([])
  const marker = rig.owner.engine.store.read(rig.state.release).find((each) => each.type === 'ledger.recorded-late')
  expect(marker?.payload).toMatchObject({ fromSeq: sizeBefore + 1, toSeq: marker!.seq - 1 })
  await waitFor('the output of the rollback', async () => (await rig.output('back')).includes('back'))
  await waitFor('the trouble to be over', () => told.at(-1) === undefined)
  await expectSound(rig)
  await rig.close()
})
