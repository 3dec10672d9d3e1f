/** A rehearsal deploys nothing and proves nothing (docs/rehearsal.md): what everybody asks of a release is answered as if it had not been. */
import { describe, expect, test } from 'vitest'
import { draftEvent } from '../../../shared/documents/notices/draft.ts'
import { cdeventsBody } from '../../../shared/documents/notices/payloads.ts'
import { writeReport } from '../../../shared/documents/reports/catalog.ts'
import { REPORT_KINDS } from '../../../shared/documents/reports/kinds.ts'
import { measuredIn, timingsYaml } from '../../../shared/documents/timing-words.ts'
import { selectClosureConditions } from '../../../shared/domain/closure/closure-conditions.ts'
import { selectInterlocks } from '../../../shared/domain/decisions/interlocks.ts'
import { measureLedger } from '../../../shared/domain/ledger-measures.ts'
import { nextMove } from '../../../shared/domain/next-move.ts'
import { pendingEffects } from '../../../shared/domain/pending-effects.ts'
import { projectProcess } from '../../../shared/domain/process/project-process.ts'
import { selectReadiness } from '../../../shared/domain/process/readiness.ts'
import { objectToStart } from '../../../shared/domain/process/refuse-shut.ts'
import { selectTimedRuns, selectTimings } from '../../../shared/domain/rehearsal/timings.ts'
import { planRollback } from '../../../shared/domain/rollback-plan.ts'
import { selectReleaseStatus } from '../../../shared/domain/select-summary.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { selectOpenRehearsals, selectRehearsals } from '../../../shared/domain/steps.ts'
import { selectDeploysSince } from '../../../shared/domain/strategies/passage.ts'
import { projectRolling } from '../../../shared/domain/strategies/project-rolling.ts'
import { selectValidation } from '../../../shared/domain/validation/period.ts'
import { digest, stageId, stepId } from '../../../shared/ids.ts'
import type { Environment, ReleaseDefinition, Trigger } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { noticePlan, withNotices } from '../../support/notice-plan.ts'
import { standardProcess } from '../../support/standard-process.ts'
import { Story } from '../../support/story.ts'

const environments: Environment[] = [
  { name: 'staging', vars: {}, secrets: {}, protected: false },
  { name: 'production', vars: { PORT: '1' }, secrets: { TOKEN: { env: 'TOKEN' } }, protected: true },
]
const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const trigger: Trigger = {
  metric: 'errors',
  above: 1,
  forMs: 0,
  clearForMs: 0,
  severity: 'critical',
  arm: { from: stepId('switch') },
  position,
}

const definition = (more: Partial<ReleaseDefinition> = {}) =>
  definitionOf(
    [
      stage('staging', [step('try')], { environment: 'staging' }),
      stage('production', [
        step(
          'green-up',
          { undo: stepId('green-down'), expectMs: 60_000, timeoutMs: 5000 },
          { text: 'deploy $PORT $TOKEN' },
        ),
        step('told', { owner: 'support', expectMs: 30_000 }, { kind: 'manual' }),
        step('agree', { approve: ['sre'] }, { kind: 'approval' }),
        step('look', { rehearse: 'run' }, { text: 'curl -s "$PORT"' }),
        step('switch', { undo: stepId('switch-back'), approve: ['sre'] }),
        step('holds', { gate: { metrics: ['errors'], forMs: 120_000 } }, { kind: 'gate' }),
        step('soak', { waitMs: 600_000 }, { kind: 'wait' }),
        step('page-everybody', { rehearse: 'skip' }),
      ]),
      stage('retire', [step('retire-blue', { phase: 'retire', undo: stepId('blue-up') })]),
      stage('rollback', [step('switch-back'), step('green-down'), step('blue-up'), step('blue-is-live')], {
        kind: 'rollback',
      }),
    ],
    {
      environments,
      process: standardProcess,
      team: { sre: [{ name: 'Mei' }] },
      triggers: [trigger],
      metrics: [
        {
          name: 'errors',
          title: 'Errors',
          unit: 'percent',
          target: { below: 1 },
          intervalMs: 1000,
          windowMs: 1000,
          minVolume: 0,
          dryRun: false,
          source: { kind: 'ledger', measure: 'critical-incidents' },
          position,
        },
      ],
      services: [{ name: 'api', live: { command: 'echo 1' }, dependsOn: [] }],
      ...more,
    },
  )

const REHEARSE = { type: 'rehearsal.start', environment: 'production', speed: 60, confirmAll: true } as const
const SHOWN = digest('d'.repeat(64))

class Rehearsals extends Story {
  get rehearsal(): RunState {
    return selectRehearsals(this.state).at(-1)!
  }

  /** Everything a person, a clock or a process would do, until it is over. */
  rehearse(command: object = {}) {
    expect(this.tell({ ...REHEARSE, ...command })).toBeUndefined()
    while (nextMove(this.state, this.rehearsal, this.nowMs).kind === 'begin') this.end(this.begin(this.rehearsal))
    this.finish(this.rehearsal)
    return this.rehearsal
  }
}

const rehearsed = (id: string, run: RunState) =>
  run.definition.runbook.stages.flatMap((each) => each.steps).find((each) => each.id === id)!

/** What people and rules ask of a release, apart from how many entries it has. */
function answers({ state }: Story, atMs: number) {
  const plain = { ...state, size: 0, updatedAtMs: 0 }
  const places = ['staging', 'production']
  return {
    back: places.map((each) => planRollback(plain, each)),
    measures: places.flatMap((each) =>
      (['deployment-time', 'rollback-time', 'critical-incidents'] as const).map((measure) =>
        measureLedger(plain, each, measure, atMs),
      ),
    ),
    process: projectProcess(plain, atMs),
    readiness: selectReadiness(plain, atMs),
    refused: objectToStart(plain, {} as never, atMs, { environment: 'production' }),
    interlocks: selectInterlocks(plain, { environment: 'production' }, trigger, { fresh: true }),
    closure: selectClosureConditions(plain, atMs),
    validation: selectValidation(plain),
    deploys: places.map((each) => selectDeploysSince(plain, each)),
    rolling: projectRolling(plain, 'production'),
    status: selectReleaseStatus(plain, atMs),
    documents: REPORT_KINDS.map((kind) => writeReport(kind, { state: plain, events: [], nowMs: atMs })),
    live: plain.live,
    decisions: plain.decisions,
  }
}

describe('A rehearsal', () => {
  test('of the whole runbook and of the way back answers no question about the release', () => {
    const story = new Rehearsals(definition())
    const before = answers(story, story.nowMs)
    story.rehearse()
    story.rehearse({ stageId: stageId('rollback') })
    story.tell({ ...REHEARSE, environment: 'staging' })
    story.happen({ type: 'engine.gap', payload: { fromMs: story.nowMs, toMs: story.nowMs + 60_000 } })
    story.nowMs += 60_000
    story.tell({ type: 'run.stop', runId: story.rehearsal.id, reason: 'Slept.' })
    story.finish(story.rehearsal)
    expect(answers(story, Date.parse('2026-11-27T21:00:00.000Z'))).toEqual(before)
    expect(selectRehearsals(story.state).map((run) => run.finished?.outcome)).toEqual([
      'succeeded',
      'succeeded',
      'stopped',
    ])
  })

  test('between a deploy and its rollback changes nothing of what is taken back', () => {
    const story = new Rehearsals(definition({ process: undefined }))
    story.tell({ type: 'run.start', stageId: stageId('staging'), environment: 'production' })
    story.happen({
      type: 'live.observed',
      payload: { environment: 'production', service: 'api', when: 'before', runId: story.run.id, version: '1' },
    })
    story.doSteps(1)
    story.happen({
      type: 'live.observed',
      payload: { environment: 'production', service: 'api', when: 'after', runId: story.run.id, version: '1' },
    })
    story.finish()
    const [before, atMs] = [answers(story, story.nowMs), story.nowMs]
    story.rehearse()
    expect(answers(story, atMs)).toEqual(before)
  })

  test('leaves an approval given ahead good for the run it was given for', () => {
    const story = new Rehearsals(definition({ process: undefined, services: [] }))
    const binds = { environment: 'production', stepId: stepId('agree'), digest: story.resolvedDigest }
    expect(story.tell({ type: 'approval.give', role: 'sre', decision: 'go', ...binds })).toBeUndefined()
    story.rehearse()
    story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production', confirmAll: true })
    story.doSteps(2)
    expect(story.move).toMatchObject({ kind: 'begin', step: { id: 'agree' } })
    story.begin()
    expect(pendingEffects(story.state, story.nowMs)).toContainEqual(
      expect.objectContaining({ kind: 'settle-approval' }),
    )
  })

  test('asks no window, no freeze, no condition, no approval and not whether the release was put off', () => {
    const story = new Rehearsals(definition({ windows: [{ startMs: 0, endMs: 1, offsetMinutes: 0 }] }))
    story.tell({ type: 'release.postpone', reason: 'Not ready.' })
    expect(story.tell(REHEARSE)).toBeUndefined()
    expect(story.rehearsal).toMatchObject({ protected: false, kind: 'deploy', title: 'Rehearsal of the whole runbook' })
  })

  test('goes through the forward stages of its environment and says what it leaves out', () => {
    const story = new Rehearsals(definition())
    story.tell(REHEARSE)
    const { plan, leftOut, stageIds } = story.rehearsal
    expect(stageIds).toEqual(['production', 'retire'])
    expect(plan.map((each) => each.stepId)).toEqual([
      'green-up',
      'told',
      'agree',
      'look',
      'switch',
      'holds',
      'soak',
      'retire-blue',
    ])
    expect(leftOut.map((each) => each.stepId)).toEqual(['page-everybody', 'try'])
  })

  test('rehearses the way back in the order of a deploy of which every step ran', () => {
    const story = new Rehearsals(definition())
    story.tell({ ...REHEARSE, stageId: stageId('rollback') })
    expect(story.rehearsal.plan).toMatchObject([
      { stepId: 'switch-back', undoes: 'switch' },
      { stepId: 'green-down', undoes: 'green-up' },
      { stepId: 'blue-is-live' },
    ])
  })

  test('turns every command into a stub, approvals into a word to a person, and gates into their time', () => {
    const story = new Rehearsals(definition())
    story.tell({ ...REHEARSE, confirmAll: false })
    const run = story.rehearsal
    expect(rehearsed('green-up', run)).toMatchObject({
      kind: 'command',
      language: 'sh',
      attributes: { expectMs: 1000 },
    })
    expect(rehearsed('green-up', run).attributes).not.toHaveProperty('undo')
    expect(rehearsed('green-up', run).attributes).not.toHaveProperty('timeoutMs')
    expect(rehearsed('agree', run)).toMatchObject({
      kind: 'manual',
      prose: expect.stringContaining('SRE would say GO here'),
    })
    expect(rehearsed('holds', run)).toMatchObject({ kind: 'wait', attributes: { waitMs: 2000 } })
    expect(rehearsed('soak', run)).toMatchObject({ kind: 'wait', attributes: { waitMs: 10_000 } })
    expect(run.definition).toMatchObject({ metrics: [], triggers: [], services: [] })
    expect(run.definition.environments.map((each) => each.secrets)).toEqual([{}, {}])
    expect(run.rehearsal).toMatchObject({ real: [], of: 'deploy', speed: 60 })
  })

  test('runs for real only what the runbook marks, and only when somebody chose so', () => {
    const story = new Rehearsals(definition())
    story.tell({ ...REHEARSE, commands: 'safe', shownDigest: SHOWN })
    expect(story.rehearsal.rehearsal?.real).toEqual(['look'])
    expect(rehearsed('look', story.rehearsal).text).toBe('curl -s "$PORT"')
    expect(rehearsed('switch', story.rehearsal).text).toContain('REHEARSAL: this command is not run')
  })

  test('lets manual steps pass at its speed when nobody confirms, and at once without waiting', () => {
    const story = new Rehearsals(definition())
    story.tell(REHEARSE)
    expect(rehearsed('told', story.rehearsal)).toMatchObject({ kind: 'wait', attributes: { waitMs: 500 } })
    const other = new Rehearsals(definition())
    other.tell({ ...REHEARSE, speed: 'no-waiting' })
    expect(other.rehearsal.plan.map((each) => each.plannedMs ?? 0)).toEqual(Array(8).fill(0))
  })

  test('is refused beside anything that runs, and nothing is deployed beside it', () => {
    const story = new Rehearsals(definition({ process: undefined, services: [] }))
    story.tell(REHEARSE)
    expect(story.tell(REHEARSE)?.message).toContain('still open')
    const start = { type: 'run.start', stageId: stageId('production'), environment: 'staging' } as const
    expect(story.tell(start)).toMatchObject({ code: 'run-open', message: expect.stringContaining('stop it first') })
    expect(story.tell({ type: 'release.close', words: 'Done.' })).toMatchObject({ code: 'run-open' })
    story.tell({ type: 'run.stop', runId: story.rehearsal.id, reason: 'Enough.' })
    story.finish(story.rehearsal)
    expect(story.tell(start)).toBeUndefined()
    expect(story.tell(REHEARSE)?.message).toContain('nothing is rehearsed while something runs for real')
  })

  test('makes way for a real rollback at once, in whichever environment, and is not part of it', () => {
    const story = new Rehearsals(definition({ process: undefined, services: [] }))
    story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'staging', confirmAll: true })
    story.doSteps(2)
    story.tell({ type: 'run.stop', runId: story.run.id, reason: 'Enough.' })
    story.finish()
    story.tell({ ...REHEARSE, commands: 'safe', shownDigest: SHOWN })
    const attempt = story.begin(story.rehearsal)
    const expected = planRollback(story.state, 'staging')!.steps.map((each) => each.step.id)
    expect(story.tell({ type: 'rollback.start', environment: 'staging' })).toBeUndefined()
    expect(story.run).toMatchObject({ kind: 'rollback', plan: expected.map((id) => ({ stepId: id })) })
    expect(story.state.attempts[attempt.id]!.stop).toMatchObject({ cause: 'rollback' })
    expect(story.move.kind).toBe('begin')
    expect(story.rehearsal.takenOverBy).toBe(story.run.id)
    story.end(story.state.attempts[attempt.id]!, 'stopped')
    story.finish(story.rehearsal)
    expect(selectOpenRehearsals(story.state)).toEqual([])
  })

  test('that alone took place leaves nothing to roll back', () => {
    const linked = definition({ process: undefined, services: [] })
    const story = new Rehearsals(linked)
    story.tell(REHEARSE)
    story.end(story.begin(story.rehearsal))
    const plan = planRollback(story.state, 'production')!
    expect(plan.deviations).toEqual(['The ledger knows of no step that ran here: the whole rollback section runs.'])
  })

  test('takes nobody’s approval, no amendment, no typed command, and is no evidence', () => {
    const story = new Rehearsals(definition())
    story.tell(REHEARSE)
    const { id: runId } = story.rehearsal
    const binds = { environment: 'production', runId, stepId: stepId('agree'), digest: story.resolvedDigest }
    const refused = [
      story.tell({ type: 'approval.give', role: 'sre', decision: 'go', ...binds }),
      story.tell({ type: 'amend.request', runId, reason: 'x', shownDigest: digest('d') } as never),
      story.tell({ type: 'step.exec', runId, argv: ['ls'], reason: 'x' } as never),
      story.tell({
        type: 'item.done',
        item: 'check/logs-aggregated',
        role: 'sre',
        evidence: [{ kind: 'run', runId }],
      }),
    ]
    for (const each of refused) expect(each?.message).toMatch(/rehearsal/)
  })

  test('H10 runs nothing for real in a protected environment that was not shown, or not like this', () => {
    const story = new Rehearsals(definition())
    const safe = { ...REHEARSE, commands: 'safe' } as const
    expect(story.tell(safe)).toMatchObject({ code: 'not-armed' })
    expect(story.tell({ ...safe, shownDigest: digest('e'.repeat(64)) })).toMatchObject({ code: 'changed-since-shown' })
    expect(selectRehearsals(story.state)).toEqual([])
    expect(story.tell({ ...safe, environment: 'staging' })).toBeUndefined()
  })

  test('needs no value for a stub, and says what a real run would be refused for', () => {
    const story = new Rehearsals(definition())
    const facts = story.facts
    story.facts = () => ({ ...facts.call(story), problems: ['TOKEN is not set.'] })
    expect(story.tell({ ...REHEARSE, commands: 'safe', shownDigest: SHOWN })).toMatchObject({ code: 'unresolvable' })
    expect(story.tell(REHEARSE)).toBeUndefined()
    expect(story.rehearsal.deviations).toEqual(['TOKEN is not set.'])
  })

  test('is told to oneself alone, marked, whatever mode the release has; no pipeline hears of it', () => {
    const story = new Rehearsals(withNotices(noticePlan(), { process: undefined }))
    story.rehearse()
    const owed = story.state.notices!.owed
    expect(owed.map(({ event, mode }) => [event, mode])).toEqual([
      ['run-started', 'test'],
      ['run-finished', 'test'],
    ])
    for (const each of owed) {
      const { subject, text } = draftEvent(story.state, story.state.definition!, each, story.nowMs)
      expect(subject).toContain('REHEARSAL')
      const release = { ledgerId: 'l', id: 'r', name: 'n', version: '1', previous: '0' }
      const about = { kind: 'event' as const, eventId: each.event, seq: each.seq }
      const anchor = { size: 1, head: digest('d') }
      const told = {
        id: 'n1',
        about,
        subject,
        text,
        anchor,
        facts: each.facts,
        mode: 'test' as const,
        queuedAtMs: 0,
        release,
      }
      expect(cdeventsBody(told)).toBeUndefined()
    }
    story.rehearse({ notices: 'off' })
    expect(story.state.notices!.owed).toHaveLength(2)
  })

  test('measures what people did and what ran for real, and a run everything but what only waits', () => {
    const story = new Rehearsals(definition({ process: undefined, services: [], team: {} }))
    story.tell({ ...REHEARSE, commands: 'safe', shownDigest: SHOWN, confirmAll: false })
    while (nextMove(story.state, story.rehearsal, story.nowMs).kind === 'begin')
      story.end(story.begin(story.rehearsal), 'succeeded', 61_000)
    story.finish(story.rehearsal)
    const timings = selectTimings(story.state, story.rehearsal)
    expect(timings.map(({ stepId, basis, plannedMs }) => [stepId, basis, plannedMs])).toEqual([
      ['green-up', 'stub', 60_000],
      ['told', 'measured', 30_000],
      ['agree', 'approval', undefined],
      ['look', 'measured', undefined],
      ['switch', 'stub', undefined],
      ['holds', 'given', 120_000],
      ['soak', 'given', 600_000],
      ['retire-blue', 'stub', undefined],
    ])
    expect(timingsYaml(timings, measuredIn(story.rehearsal)).split('\n').slice(1)).toEqual([
      'steps:',
      '  "told": { expect: 1m5s } # measured 1m1s, planned 30s',
      '  "look": { expect: 1m5s } # measured 1m1s, no plan',
      '',
    ])
    story.tell({ type: 'run.start', stageId: stageId('retire'), environment: 'staging' })
    story.end(story.begin(), 'failed', 9000)
    story.tell({ type: 'step.retry', runId: story.run.id, stepId: stepId('retire-blue') })
    story.end(story.state.attempts[story.run.attempts.at(-1)!]!, 'succeeded', 1_200)
    story.finish()
    expect(selectTimings(story.state, story.run)).toMatchObject([{ basis: 'measured', measuredMs: 1_200 }])
    expect(selectTimedRuns(story.state).map(({ id }) => id)).toEqual([story.run.id, story.rehearsal.id])
  })
})
