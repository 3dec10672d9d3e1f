/**
 * Ledgers recorded by earlier versions must verify, fold and read as they did when they were recorded. They are never regenerated to make a test
 * pass: a fold that changed needs an upcaster or a decision in ARCHITECTURE.md.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifyFile } from '../../main/app/verify.ts'
import { describeEvent } from '../../shared/documents/describe-event.ts'
import { foldEntries } from '../../shared/domain/evolve.ts'
import { pendingEffects } from '../../shared/domain/pending-effects.ts'
import { selectSteps } from '../../shared/domain/select-steps.ts'
import { selectReleaseStatus } from '../../shared/domain/select-summary.ts'
import type { Recorded } from '../../shared/events/index.ts'
import { upcast } from '../../shared/events/upcast.ts'
import { digest } from '../../shared/ids.ts'
import { parseAnchor } from '../../shared/ledger/anchor.ts'

const file = join(import.meta.dirname, 'parcel-tracker-2.4.0.jsonl')
const ANCHOR = '92:1fb6c0ae769fe1e657e7037b419e9dc068a868c285dedbf5d27726e5093b0b6d'

const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
const { release } = JSON.parse(head!) as { release: Recorded['release'] }
const entries: Recorded[] = lines.map((line) => {
  const { hash, entry, payload } = JSON.parse(line)
  return { ...entry, payload, hash: digest(hash), release }
})

describe('The recorded release of Parcel Tracker 2.4.0', () => {
  test('verifies against the anchor that was noted when it was recorded', async () => {
    const report = await verifyFile(file, { anchor: parseAnchor(ANCHOR)! })
    expect(report.verdict).toBe('VALID AND ANCHORED')
  })

  test('folds to what the room saw: a good staging run, a faulty one, and its rollback', () => {
    const state = foldEntries(entries)!
    const nowMs = state.updatedAtMs
    expect(state.size).toBe(92)
    expect(selectReleaseStatus(state, nowMs)).toBe('rolled back')
    const runs = state.runOrder.map((id) => state.runs[id]!)
    expect(runs.map((run) => [run.kind, run.finished?.outcome])).toEqual([
      ['deploy', 'succeeded'],
      ['deploy', 'stopped'],
      ['rollback', 'succeeded'],
    ])
    expect(selectSteps(state, runs[1]!, nowMs).map((view) => `${view.step.id} ${view.status}`)).toEqual([
      'staging-prepare done',
      'staging-start-green undone',
      'staging-smoke-green done',
      'staging-switch undone',
      'staging-watch failed',
      'staging-verify-version waiting',
    ])
    expect(state.live['staging/parcel-api']).toMatchObject({ version: '2.3.1', when: 'after' })
    expect(state.approvals).toMatchObject([{ role: 'sre', decision: 'go', by: { name: 'Mei Tanaka' } }])
    expect(state.marks.some((mark) => mark.metric === 'error-rate' && mark.kind === 'breached')).toBe(true)
  })

  test('leaves nothing pending, and every entry can be said in a line', () => {
    const state = foldEntries(entries)!
    expect(pendingEffects(state, state.updatedAtMs)).toEqual([])
    for (const entry of entries) expect(describeEvent(upcast(entry)!)).not.toBe('')
  })
})
