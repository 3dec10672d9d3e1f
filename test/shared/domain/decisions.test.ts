/** Rules T2 to T12 of docs/triggers.md. */
import { describe, expect, test } from 'vitest'
import { type Evidence, selectInterlocks } from '../../../shared/domain/decisions/interlocks.ts'
import {
  AFTER_VETO_MS,
  expireDecision,
  findTrigger,
  HIGH_MS,
  MEDIUM_MS,
  openDecision,
} from '../../../shared/domain/decisions/open-decision.ts'
import { selectOpenDecisions } from '../../../shared/domain/decisions/select-decisions.ts'
import { triggerKey, worseThan } from '../../../shared/domain/decisions/trigger-key.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Step, StepAttributes, Trigger } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const position = { file: 'release.yaml', line: 1, column: 1, endLine: 1 }
const CRITICAL: Trigger = { metric: 'error-rate', above: 1, forMs: 0, clearForMs: 0, severity: 'critical', position }
const FRESH: Evidence = { fresh: true }

const release = (trigger: Partial<Trigger> = {}, prepareMore: StepAttributes = {}, last: Step[] = []) =>
  new Story(
    definitionOf(
      [
        stage('production', [
          step('prepare', prepareMore),
          step('switch', { undo: stepId('back') }),
          ...last,
          step('retire', { phase: 'retire' }),
        ]),
        stage('rollback', [step('back')], { kind: 'rollback' }),
      ],
      {
        triggers: [{ ...CRITICAL, ...trigger }],
        team: { sre: [{ name: 'Ben' }] },
        environments: [
          { name: 'production', vars: {}, secrets: {}, protected: true },
          { name: 'staging', vars: {}, secrets: {}, protected: false },
        ],
      },
    ),
  )

/** A rollback drill of this definition that passed. */
function drilled(story: Story): Story {
  story.tell({ ...START, environment: 'staging' })
  story.doSteps(2)
  story.tell({ type: 'rollback.start', environment: 'staging', drill: true })
  story.finish(Object.values(story.state.runs).find((run) => run.kind === 'deploy')!)
  story.doSteps(1)
  story.finish()
  return story
}

/** A deploy in production with so many steps done, after a drill. */
function deployed(steps = 2, story = release()): Story {
  drilled(story)
  story.tell(START)
  story.doSteps(steps)
  return story
}

let count = 0
function fire(story: Story, value = 3, evidence = FRESH): void {
  const trigger = story.state.definition!.triggers[0]!
  const { severity, metric, service } = trigger
  const of = {
    environment: 'production',
    metric,
    triggerId: triggerKey(trigger),
    value,
    rule: 'Errors 3 %',
    samples: [],
  }
  const more = service === undefined ? {} : { service }
  const facts = { nowMs: story.nowMs, decisionId: `d-f${++count}`, evidence }
  const cause = { environment: 'production', severity, words: 'Errors 3 %.', value, trigger, ...more }
  const opened = openDecision(story.state, cause, facts)
  story.happen({ type: 'trigger.fired', payload: { ...of, severity, again: false, ...more } })
  for (const event of opened) story.happen(event)
}

function runOut(story: Story, { away = false, evidence = FRESH }: { away?: boolean; evidence?: Evidence } = {}) {
  const [decision] = open(story)
  story.nowMs = Math.max(story.nowMs, decision!.dueAtMs!)
  const facts = { nowMs: story.nowMs, decisionId: `d-x${++count}`, evidence, away }
  const { rollsBack, events } = expireDecision(story.state, decision!, facts)
  for (const event of events) story.happen(event)
  return rollsBack
}

const open = (story: Story) => selectOpenDecisions(story.state)
const locks = (story: Story, evidence = FRESH) =>
  selectInterlocks(story.state, { environment: 'production' }, story.state.definition!.triggers[0], evidence)

describe('A critical trigger', () => {
  test('T3: counts down when no interlock is closed, and the deploy begins nothing meanwhile', () => {
    const story = deployed()
    expect(story.move).toMatchObject({ kind: 'begin' })
    fire(story)
    expect(open(story)).toMatchObject([
      { mode: 'countdown', severity: 'critical', interlocks: [], dueAtMs: story.nowMs + 15_000 },
    ])
    expect(story.move.kind).toBe('decision')
    expect(runOut(story)).toBe(true)
    expect(open(story)).toEqual([])
  })

  test('T3: its countdown may be zero', () => {
    const story = deployed(2, release({ countdownMs: 0 }))
    fire(story)
    expect(open(story)[0]?.dueAtMs).toBe(story.nowMs)
  })

  test('T2: is recorded and asks nothing when nothing could be taken back', () => {
    const story = drilled(release())
    fire(story)
    expect(open(story)).toEqual([])
    expect(Object.values(story.state.decisions!)).toMatchObject([{ mode: 'record', closed: { how: 'recorded' } }])
  })

  test('T2: is recorded and asks nothing while a rollback takes it back; during a drill it asks', () => {
    const story = deployed()
    story.tell({ type: 'rollback.start', environment: 'production' })
    fire(story)
    expect(open(story)).toEqual([])
    expect(Object.values(story.state.decisions!)).toMatchObject([
      { mode: 'record', interlocks: [expect.stringMatching(/^Rollback .* takes it back\.$/)] },
    ])
    const drilling = deployed()
    drilling.tell({ type: 'rollback.start', environment: 'production', drill: true })
    fire(drilling)
    expect(open(drilling)).toHaveLength(1)
  })

  test('T5: asks when an interlock has closed since, and names it', () => {
    const story = deployed()
    fire(story)
    expect(runOut(story, { evidence: { fresh: false, reason: 'Error rate is not seen now.' } })).toBe(false)
    expect(open(story)).toMatchObject([
      { mode: 'ask', severity: 'critical', interlocks: ['Error rate is not seen now.'] },
    ])
    expect(open(story)[0]?.dueAtMs).toBeUndefined()
  })

  test('T6: a countdown that ran out while nobody watched asks, and does not act', () => {
    const story = deployed()
    fire(story)
    expect(runOut(story, { away: true })).toBe(false)
    expect(open(story)).toMatchObject([{ mode: 'ask', interlocks: ['The clock ran out while nobody watched.'] }])
  })

  test('T11: fires once more while its decision is open, and opens no second one', () => {
    const story = deployed()
    fire(story)
    fire(story, 9)
    expect(open(story)).toHaveLength(1)
  })
})

describe('T4: a rollback does not start by itself', () => {
  const asks = (story: Story, sentence: RegExp) => {
    expect(locks(story).join(' ')).toMatch(sentence)
    fire(story)
    expect(open(story)).toMatchObject([{ mode: 'ask' }])
  }
  test('before the step that arms it has started', () => {
    asks(deployed(1, release({ arm: { from: stepId('switch') } })), /Not armed: switch has not started/)
  })
  test('after the step that disarms it is done', () => {
    asks(deployed(2, release({ arm: { until: stepId('switch') } })), /Not armed any more: switch is done/)
  })
  test('without a drill of this definition', () => {
    const story = release()
    story.tell(START)
    story.doSteps(2)
    asks(story, /No rollback drill of this definition has passed/)
  })
  test('when something irreversible was executed', () => {
    asks(deployed(2, release({}, { reversible: 'no' })), /marked irreversible/)
  })
  test('when the previous version is being retired', () => {
    asks(deployed(3), /retire has started/)
  })
  test('while a command is running', () => {
    const story = deployed(1)
    story.begin()
    asks(story, /switch is running/)
  })
  test('but does while a step runs that only looks at what was changed', () => {
    const story = deployed(2, release({}, {}, [step('watch', { phase: 'soak' })]))
    story.begin()
    expect(locks(story)).toEqual([])
  })
  test('while an outcome is unknown', () => {
    const story = deployed(1)
    const { id: attemptId, runId, stepId: of } = story.begin()
    story.happen({
      type: 'step.outcome-unknown',
      payload: { attemptId, runId, stepId: of, state: 'unknown', reason: 'gone' },
    })
    asks(story, /What became of switch is unknown/)
  })
  test('after a gap nobody has acknowledged', () => {
    const story = deployed()
    story.happen({ type: 'engine.gap', payload: { fromMs: story.nowMs - 60_000, toMs: story.nowMs } })
    asks(story, /Nobody watched for a while/)
  })
  test('and with all of them open it may', () => {
    expect(locks(deployed())).toEqual([])
  })
})

describe('What the room says', () => {
  test('T10: a veto takes a role of the team and a reason, and leaves fifteen minutes', () => {
    const story = deployed()
    fire(story)
    const decisionId = open(story)[0]!.id
    expect(story.tell({ type: 'decision.veto', decisionId, role: 'nobody', reason: 'no' })?.code).toBe('unknown-role')
    expect(story.tell({ type: 'decision.veto', decisionId, role: 'sre', reason: 'A load test.' })).toBeUndefined()
    expect(open(story)).toMatchObject([
      { severity: 'high', mode: 'ask', fromId: decisionId, dueAtMs: story.nowMs + AFTER_VETO_MS },
    ])
    expect(story.state.decisions![decisionId]?.closed).toMatchObject({ how: 'vetoed', role: 'sre', by: ADA })
    const { worse } = story.state.triggers![`production/${triggerKey(CRITICAL)}`]!
    expect(worse).toEqual({ above: 4 })
  })

  test('T10: worse is half as far again from the limit, in either direction', () => {
    expect(worseThan({ above: 1 }, 3)).toEqual({ above: 4 })
    expect(worseThan({ below: 99 }, 98)).toEqual({ below: 97.5 })
  })

  test('holding pauses the deploy, fixing forward lets it go on', () => {
    const story = deployed()
    fire(story)
    story.tell({ type: 'decision.answer', decisionId: open(story)[0]!.id, choice: 'hold', reason: 'Looking.' })
    expect(story.move.kind).toBe('paused')
    const other = deployed()
    fire(other)
    other.tell({ type: 'decision.answer', decisionId: open(other)[0]!.id, choice: 'fix-forward', reason: 'A flag.' })
    expect(other.move.kind).toBe('begin')
  })

  test('T12: a rollback answers what is open, whoever starts it', () => {
    const story = deployed()
    fire(story)
    story.tell({ type: 'rollback.start', environment: 'production' })
    expect(open(story)).toEqual([])
    expect(Object.values(story.state.decisions!)).toMatchObject([{ closed: { how: 'rolled-back' } }])
  })

  test('a person declares an issue with the effect of a trigger', () => {
    const story = deployed()
    story.tell({ type: 'issue.declare', environment: 'production', severity: 'critical', words: 'Checkout is blank.' })
    expect(open(story)).toMatchObject([{ mode: 'countdown', words: 'Checkout is blank.', openedBy: ADA }])
  })

  test('what is over cannot be answered again', () => {
    const story = deployed()
    fire(story)
    const decisionId = open(story)[0]!.id
    story.tell({ type: 'decision.answer', decisionId, choice: 'fix-forward', reason: 'A flag.' })
    const answer = { type: 'decision.answer', decisionId, choice: 'roll-back', reason: 'x' } as const
    expect(story.tell(answer)?.code).toBe('wrong-state')
  })
})

describe('Clocks', () => {
  test('T7: a high has an hour less what the rollback took, and becomes critical', () => {
    const story = deployed(2, release({ severity: 'high' }))
    const tookMs = Object.values(story.state.runs).find((run) => run.drill)!.finished!.durationMs
    fire(story)
    expect(open(story)).toMatchObject([{ mode: 'ask', dueAtMs: story.nowMs + HIGH_MS - tookMs }])
    expect(runOut(story)).toBe(false)
    expect(open(story)).toMatchObject([{ severity: 'critical', mode: 'countdown' }])
  })

  test('T8: a medium has four hours, and becomes a high', () => {
    const story = deployed(2, release({ severity: 'medium' }))
    fire(story)
    expect(open(story)).toMatchObject([{ dueAtMs: story.nowMs + MEDIUM_MS }])
    runOut(story)
    expect(open(story)).toMatchObject([{ severity: 'high' }])
  })

  test('T9: a low is recorded and closed', () => {
    const story = deployed(2, release({ severity: 'low' }))
    fire(story)
    expect(open(story)).toEqual([])
  })

  test('T11: a graver one takes the place of the lesser', () => {
    const story = deployed()
    story.tell({ type: 'issue.declare', environment: 'production', severity: 'medium', words: 'Slow pages.' })
    fire(story)
    expect(open(story)).toMatchObject([{ severity: 'critical' }])
    expect(Object.values(story.state.decisions!).map((each) => each.closed?.how)).toContain('superseded')
  })

  test('a clock of this machine that was set moves them along', () => {
    const story = deployed()
    fire(story)
    const before = open(story)[0]!.dueAtMs!
    story.happen({ type: 'clock.moved', payload: { byMs: 3_600_000 } })
    expect(open(story)[0]?.dueAtMs).toBe(before + 3_600_000)
  })

  test('a trigger is found again by what it says, wherever it stands in the file', () => {
    const story = release()
    expect(findTrigger(story.state, 'error-rate above 1 critical')).toMatchObject({ above: 1 })
  })
})
