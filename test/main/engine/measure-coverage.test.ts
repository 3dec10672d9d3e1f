/** V3 to V5 of docs/validation.md, with a real file of samples. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { measureCoverage } from '../../../main/engine/measure-coverage.ts'
import type { AllPorts } from '../../../main/engine/ports.ts'
import type { ReleaseEngine } from '../../../main/engine/release-engine.ts'
import { closeDatabase, openDatabase } from '../../../main/event-store/database.ts'
import { createSampleStore } from '../../../main/event-store/samples.ts'
import type { SampleStore } from '../../../main/ports/sample-store.ts'
import { judgeKnown } from '../../../shared/domain/process/known-facts.ts'
import { projectCoverage } from '../../../shared/domain/validation/project-coverage.ts'
import { stageId } from '../../../shared/ids.ts'
import { metricFixture } from '../../shared/analysis/metric-fixture.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Story } from '../../support/story.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let folder: string
let db: Database.Database
let samples: SampleStore
let story: Story

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cockpit-coverage-'))
  db = openDatabase(join(folder, 'ledger.db'))
  samples = createSampleStore(db)
  story = new Story(
    definitionOf([stage('production', [step('deploy')]), stage('rollback', [step('back')], { kind: 'rollback' })], {
      environments: [{ name: 'production', vars: {}, secrets: {}, protected: true }],
      metrics: [metricFixture({ intervalMs: 5000, target: { below: 0.1 } })],
    }),
  )
  story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  story.doSteps(1)
  story.finish()
})
afterEach(async () => {
  closeDatabase(db)
  await rm(folder, { recursive: true, force: true })
})

const series = () => ({ release: story.state.release, environment: 'production', metric: 'error-rate' })
const seen = (fromMs: number, toMs: number, isLate = false) =>
  samples.append(
    series(),
    Array.from({ length: (toMs - fromMs) / 60_000 }, (_, minute) => [fromMs + minute * 60_000, 0.01, 600]),
    isLate,
  )
const measure = async () => {
  const engine = { state: () => story.state } as ReleaseEngine
  const clock = { nowMs: () => story.nowMs, after: (_: number, work: () => void) => void setImmediate(work) }
  const payload = await measureCoverage(engine, { samples, clock } as unknown as AllPorts)
  if (payload) story.happen({ type: 'coverage.measured', payload })
  return payload !== undefined
}
const covered = () => judgeKnown(story.state, 'validation-covered', story.nowMs, () => ({ holds: false, words: '' }))

test('A night with the laptop closed is missing from the coverage, and is told from what came in afterwards', async () => {
  const { nowMs: startMs } = story
  seen(startMs, startMs + 12 * HOUR)
  seen(startMs + 24 * HOUR, startMs + 36 * HOUR, true)
  story.nowMs = startMs + 2 * DAY
  expect(await measure()).toBe(true)
  const [metric] = projectCoverage(story.state, story.nowMs)!.metrics
  expect(metric).toMatchObject({ share: 0.5, lateShare: 0.25, days: [0.5, 0.5], isEnough: false })
  expect(await measure()).toBe(false)
})

test('Time that passed since it was measured counts as not seen until it is measured again, an hour later', async () => {
  const { nowMs: startMs } = story
  seen(startMs, startMs + DAY)
  story.nowMs = startMs + DAY
  await measure()
  story.nowMs = startMs + 2 * DAY
  expect(projectCoverage(story.state, story.nowMs)!.metrics[0]!.share).toBe(0.5)
})

test('The validation holds after its shortest time with 90 % seen, not before and not with less', async () => {
  const { nowMs: startMs } = story
  seen(startMs, startMs + 6.5 * DAY)
  story.nowMs = startMs + 6 * DAY
  await measure()
  expect(covered()).toMatchObject({ holds: false, words: expect.stringContaining('Watched until') })
  story.nowMs = startMs + 7 * DAY
  await measure()
  expect(covered()).toMatchObject({ holds: true, words: 'Error rate was seen for 92 % of the time.' })
  story.nowMs = startMs + 8 * DAY
  await measure()
  expect(covered()).toMatchObject({
    holds: false,
    words: 'Error rate was seen for 81 % of the time. 90 % is asked for.',
  })
})

test('A deploy that was taken back is not validated, nor what was counted meanwhile recorded', async () => {
  story.nowMs += DAY
  const counted = measure()
  story.tell({ type: 'rollback.start', environment: 'production', reason: 'Bad' })
  expect(await counted).toBe(false)
  expect(projectCoverage(story.state, story.nowMs)).toBeUndefined()
})
