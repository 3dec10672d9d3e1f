/** A step that rolls a batch stands once in the runbook and runs once for each batch. */
import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { planRollback } from '../../../../shared/domain/rollback-plan.ts'
import { digest, stageId } from '../../../../shared/ids.ts'
import { definitionDigest } from '../../../../shared/runbook/digests.ts'
import { formatFinding } from '../../../../shared/runbook/findings.ts'
import { loadDefinition } from '../../../../shared/runbook/load.ts'
import { Story } from '../../../support/story.ts'

const RUNBOOK = `---
pace: auto
---
# Production

\`\`\`sh {name=check reversible=until:roll}
true
\`\`\`

\`\`\`sh {name=roll expect=40s owner=sre undo=unroll gate="errors for 10s"}
echo "batch $BATCH of $BATCHES: $BATCH_FROM to $BATCH_TO"
\`\`\`

- [ ] Looks good {name=good}

# Rollback

\`\`\`sh {name=unroll}
true
\`\`\`
`

const load = (strategy: string, runbook = RUNBOOK, more = '') =>
  loadDefinition({
    releaseYaml: {
      file: 'release.yaml',
      text: `cockpit: 1
release: { name: Shop, version: 2.4.0, previous: 2.3.1 }
strategy: { kind: rolling, ${strategy} }
environments: { production: {} }
metrics: { errors: { target: { below: 1 }, source: { command: "echo 0" } } }
${more}`,
    },
    runbook: { file: 'runbook.md', text: runbook },
  })
const problems = (...of: Parameters<typeof load>) =>
  load(...of)
    .findings.filter(({ severity }) => severity !== 'hint')
    .map(formatFinding)
const steps = (...of: Parameters<typeof load>) => load(...of).definition?.runbook.stages[0]?.steps ?? []
const sha256 = (text: string | Uint8Array) => digest(hash('sha256', text, 'hex'))

const FULL = 'batch: 25%, instances: 6, hold: 30s, set-batch: roll'

describe('The batches of a rolling release', () => {
  test('are steps of their own, each with its gate, and a hold between them', () => {
    expect(problems(FULL)).toEqual([])
    expect(steps(FULL).map(({ id, kind, title }) => `${id} ${kind} ${title}`)).toEqual([
      'check command Check',
      'roll-1 command Roll, batch 1 of 3',
      'roll-1/gate gate Gate: errors for 10s',
      'roll-1/hold wait Hold 30s after batch 1 of 3',
      'roll-2 command Roll, batch 2 of 3',
      'roll-2/gate gate Gate: errors for 10s',
      'roll-2/hold wait Hold 30s after batch 2 of 3',
      'roll-3 command Roll, batch 3 of 3',
      'roll-3/gate gate Gate: errors for 10s',
      'good manual Looks good',
    ])
  })

  test('tell their command which instances they are, and keep what the runbook says of the step', () => {
    const batches = steps(FULL).filter(({ part }) => part)
    expect(batches.map(({ attributes }) => attributes.env)).toEqual([
      { BATCH: '1', BATCHES: '3', BATCH_PERCENT: '33', BATCH_SIZE: '2', BATCH_FROM: '1', BATCH_TO: '2' },
      { BATCH: '2', BATCHES: '3', BATCH_PERCENT: '67', BATCH_SIZE: '2', BATCH_FROM: '3', BATCH_TO: '4' },
      { BATCH: '3', BATCHES: '3', BATCH_PERCENT: '100', BATCH_SIZE: '2', BATCH_FROM: '5', BATCH_TO: '6' },
    ])
    for (const { attributes } of batches)
      expect(attributes).toMatchObject({ undo: 'unroll', owner: 'sre', expectMs: 40_000 })
  })

  test.each([
    ['batch: 3, instances: 7', ['1-3', '4-6', '7-7']],
    ['batch: 50%, instances: 3', ['1-2', '3-3']],
    ['batch: 1%, instances: 2', ['1-1', '2-2']],
    ['batch: 40%', ['40 %', '80 %', '100 %']],
  ])('divide a fleet as %s says, the last one being what is left', (size, expected) => {
    const without = RUNBOOK.replace('$BATCH_FROM to $BATCH_TO', '')
    const made = steps(`${size}, set-batch: roll`, without).filter(({ part }) => part)
    expect(
      made.map(({ attributes: { env } }) =>
        env?.BATCH_FROM ? `${env.BATCH_FROM}-${env.BATCH_TO}` : `${env?.BATCH_PERCENT} %`,
      ),
    ).toEqual(expected)
  })

  test('what names the step names the first or the last of them', () => {
    const trigger = 'triggers: [{ metric: errors, above: 5, severity: critical, arm: { from: roll, until: roll } }]'
    const { definition } = load(FULL, RUNBOOK, trigger)
    expect(definition?.triggers[0]?.arm).toEqual({ from: 'roll-1', until: 'roll-3' })
    expect(steps(FULL)[0]?.attributes.reversible).toBe('until:roll-1')
  })

  test('may differ in what release.yaml says of one of them', () => {
    const over = 'steps: { roll-1: { expect: 2m, approve: sre, env: { SLOW: "1" } } }'
    const [first, second] = steps(FULL, RUNBOOK, over).filter(({ part }) => part)
    expect(first?.attributes).toMatchObject({ expectMs: 120_000, approve: ['sre'], env: { SLOW: '1', BATCH: '1' } })
    expect(second?.attributes).toMatchObject({ expectMs: 40_000, env: { BATCH: '2' } })
    expect(second?.attributes.approve).toBeUndefined()
  })

  test('say once what is to say about the step', () => {
    const unknown = RUNBOOK.replace('$BATCHES', '$NOPE')
    expect(problems(FULL, unknown).filter((each) => each.includes('$NOPE'))).toHaveLength(1)
  })

  test('are part of what a drill proves: another size is another definition', () => {
    const of = (strategy: string) => definitionDigest(load(strategy).definition!, sha256)
    expect(of(FULL)).toBe(of(FULL))
    expect(of(FULL)).not.toBe(of(FULL.replace('25%', '50%')))
  })

  test('are taken back once, however many were touched', () => {
    const story = new Story(
      load(FULL.replace(', hold: 30s', ''), RUNBOOK.replace(' gate="errors for 10s"', '')).definition!,
    )
    story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
    story.doSteps(2)
    story.end(story.begin(), 'failed')
    expect(planRollback(story.state, 'production')?.steps.map(({ step, undoes }) => [step.id, undoes])).toEqual([
      ['unroll', 'roll-2'],
    ])
  })
})

const JUDGED = 'judge: { metrics: [errors] }, countdown: 20s'

describe('A rolling release that judges', () => {
  test('judges at the end of each hold, with its own countdown', () => {
    const judges = steps(`${FULL}, ${JUDGED}`).filter(({ id }) => id.endsWith('/hold'))
    expect(judges.map(({ id, kind, title }) => `${id} ${kind} ${title}`)).toEqual([
      'roll-1/hold judge Judge batch 1 of 3: errors for 30s',
      'roll-2/hold judge Judge batch 2 of 3: errors for 30s',
    ])
    expect(judges[0]?.attributes).toMatchObject({
      phase: 'soak',
      owner: 'sre',
      judge: { forMs: 30_000, countdownMs: 20_000, config: { metrics: { errors: {} } } },
    })
  })

  test('may say of one hold whose it is', () => {
    const [held] = steps(FULL, RUNBOOK, 'steps: { roll-1/hold: { owner: qa } }').filter(
      ({ id }) => id === 'roll-1/hold',
    )
    expect(held?.attributes).toMatchObject({ owner: 'qa', waitMs: 30_000 })
  })

  test.each([
    [
      `batch: 25%, instances: 6, set-batch: roll, ${JUDGED}`,
      /error: It is judged at the end of each hold, and there is none/,
    ],
    [`batch: 100%, hold: 5m, set-batch: roll, ${JUDGED}`, /warning: There is one batch, and nothing is held or judged/],
    [`${FULL}, judge: { metrics: { errors: { baseline: nope } } }`, /error: There is no metric "nope"/],
    [`${FULL}, ${JUDGED}`, /warning: The longest hold gives 2 samples of errors, and a verdict needs/],
  ])('is told what it lacks: %s', (strategy, sentence) => {
    expect(problems(strategy).join('\n')).toMatch(sentence)
  })
})

describe('max-unavailable', () => {
  const WATCHED = 'services: { web: { instances: { command: ./fleet.sh } } }'

  test.each([
    ['batch: 3, instances: 12, max-unavailable: 2', /A batch is 3 of 12 instances, but at most 2 may be unavailable/],
    ['batch: 50%, max-unavailable: 25%', /A batch is 50%, but at most 25% may be unavailable/],
    ['batch: 4, instances: 12, max-unavailable: 25%', /A batch is 4 of 12 instances, but at most 3 may be/],
    ['batch: 1, instances: 12, max-unavailable: 101%', /101% of the instances cannot fail/],
  ])('refuses a batch that is larger: %s', (strategy, sentence) => {
    expect(problems(`${strategy}, set-batch: roll`, RUNBOOK.replace('$BATCH_FROM to $BATCH_TO', ''), WATCHED)).toEqual([
      expect.stringMatching(sentence),
    ])
  })

  test.each(['batch: 25%, instances: 6, max-unavailable: 25%', 'batch: 2, instances: 12, max-unavailable: 2'])(
    'takes a batch that fits: %s',
    (strategy) => {
      expect(problems(`${strategy}, set-batch: roll`, RUNBOOK, WATCHED)).toEqual([])
    },
  )

  test('says that it cannot be watched without instances', () => {
    expect(problems('batch: 1, instances: 12, max-unavailable: 2, set-batch: roll')).toEqual([
      expect.stringMatching(/warning: No service says instances:, so nobody sees how many fail/),
    ])
  })
})

describe('A rolling strategy that cannot be rolled', () => {
  test.each([
    ['batch: 2, set-batch: roll', /3:35: error: A batch of 2 instances says not how many batches there are/],
    [
      'batch: 0%, instances: 4, set-batch: roll',
      /error: A batch of 0% cannot be rolled: write a share from 1% to 100%/,
    ],
    ['batch: 1, instances: 400, set-batch: roll', /error: This makes 400 batches; at most 100/],
    ['batch: 9, instances: 4, set-batch: roll', /warning: A batch of 9 is more than the 4 instances there are/],
    ['set-batch: roll', /error: How large is a batch\? Add batch: 25%/],
    ['batch: 25%, instances: 4', /warning: "batch" rolls nothing without set-batch/],
    ['batch: 25%, instances: 4, set-batch: unroll', /"unroll", which is part of the way back/],
    ['batch: 25%, instances: 4, set-batch: good', /"good", which is no command/],
    ['batch: 25%, instances: 4, set-batch: [roll, check]', /"roll" rolls the batches of Production already/],
    ['batch: 25%, instances: 4, set-batch: rol', /names the step "rol", which the runbook does not have/],
    ['batch: a few, set-batch: roll', /strategy\.batch is "a few".*a number of instances or a share such as 25%/],
  ])('says so with its place: %s', (strategy, sentence) => {
    expect(problems(strategy).join('\n')).toMatch(sentence)
  })

  test('says which step stands in the way of the names it makes, and that nothing takes a batch back', () => {
    expect(problems(FULL, RUNBOOK.replace('name=check', 'name=roll-2')).join()).toMatch(/has a step "roll-2" already/)
    expect(problems(FULL, RUNBOOK.replace(' undo=unroll', '')).join()).toMatch(
      /warning: Nothing takes a batch back: give "roll" an undo=STEP/,
    )
  })
})
