/** A cockpit that starts reads first what a person may be waiting for, and what is only validated after that, one release after the other. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../../main/app/clock.ts'
import { createOwner } from '../../../main/app/owner.ts'
import { acquireOwner } from '../../../main/event-store/owner.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { writePastLedger } from '../../support/past/write-past.ts'
import { until } from '../../support/until.ts'

const back = stage('rollback', [step('back', {}, { stage: stageId('rollback') })], { kind: 'rollback' })
const definition = definitionOf([stage('production', [step('go', { undo: stepId('back') })]), back])

test('releases that are only validated are taken up once the cockpit has started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-validated-'))
  const ledgerFile = join(folder, 'ledger.db')
  writePastLedger({ file: ledgerFile, folder, definition, releases: 3, toMs: Date.now() - 60_000, daysApart: 1 })
  const { ownership } = acquireOwner(ledgerFile, () => new Date().toISOString())
  const clock = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms / 50, run) }
  const owner = await createOwner({ ownership: ownership!, host: 'terminal', env: process.env, log: () => {}, clock })
  try {
    const releases = owner.engine.store.releases()
    expect(releases.every(({ summary }) => Number(summary.validatedUntilMs) > Date.now())).toBe(true)
    const taken = () => releases.filter(({ release }) => owner.engine.stateOf(release) !== undefined)
    expect(taken()).toEqual([])
    await until(() => taken().length === releases.length, 'every release that is validated')
  } finally {
    await owner.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
