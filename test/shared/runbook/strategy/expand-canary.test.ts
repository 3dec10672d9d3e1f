import { describe, expect, test } from 'vitest'
import { loadCanary, METRICS, RUNBOOK, STEPS, saidOf } from './canary-support.ts'

const JUDGE = 'judge: { min-samples: 60, metrics: { errors: { baseline: errors-stable }, latency: {} } }'

const stepsOf = (...of: Parameters<typeof loadCanary>) => loadCanary(...of).definition!.runbook.stages[0]!.steps

describe('The set-weight step of a canary', () => {
  test('becomes a step for each weight, held as long as the strategy says', () => {
    const steps = stepsOf(`steps: ${STEPS}, set-weight: shift`)
    expect(steps.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'canary-up command',
      'shift-5 command',
      'shift-5/hold wait',
      'shift-25 command',
      'shift-25/hold wait',
      'shift-100 command',
      'retire command',
    ])
    const [, first, hold, second] = steps
    expect(first).toMatchObject({
      title: 'Shift: 5 %',
      text: './set-weight.sh "$WEIGHT"',
      position: { file: 'runbook.md', line: 11 },
      attributes: {
        env: { WEIGHT: '5', WEIGHT_PREVIOUS: '0' },
        undo: 'shift-back',
        service: 'api',
        timeoutMs: 30_000,
        weight: { to: 5, from: 0 },
      },
    })
    expect(hold).toMatchObject({ title: 'Hold at 5 %: 15m', attributes: { waitMs: 900_000, service: 'api' } })
    expect(second!.attributes).toMatchObject({ env: { WEIGHT: '25', WEIGHT_PREVIOUS: '5' }, approve: ['sre'] })
  })

  test('is judged at each weight that is held; once the old version has no traffic nothing is compared with it', () => {
    const steps = stepsOf(`steps: [{ weight: 5, hold: 15m }, { weight: 100, hold: 1h }], set-weight: shift, ${JUDGE}`)
    const judged = steps.filter(({ kind }) => kind === 'judge')
    expect(judged.map(({ title }) => title)).toEqual([
      'Judge at 5 %: errors, latency for 15m',
      'Judge at 100 %: latency for 1h',
    ])
    expect(judged[0]!.attributes.judge).toMatchObject({
      forMs: 900_000,
      config: { 'min-samples': 60, pass: 95, metrics: { errors: { baseline: 'errors-stable', direction: 'either' } } },
    })
    const concurrent = stepsOf(
      'steps: [{ weight: 100, hold: 1h }], set-weight: shift, judge: { metrics: { errors: { baseline: errors-stable } } }',
    )
    expect(concurrent.find(({ id }) => id === 'shift-100/hold')?.kind).toBe('wait')
  })

  test('takes attributes from release.yaml, as a whole and for one weight', () => {
    const more = `${METRICS}steps: { shift: { timeout: 1m, env: REGION=eu }, shift-25: { timeout: 5m } }\n`
    const at = Object.fromEntries(
      stepsOf(`steps: ${STEPS}, set-weight: shift`, { more }).map((step) => [step.id, step.attributes]),
    )
    expect(at['shift-5']).toMatchObject({ timeoutMs: 60_000, env: { REGION: 'eu', WEIGHT: '5' } })
    expect(at['shift-25']).toMatchObject({ timeoutMs: 300_000, env: { REGION: 'eu', WEIGHT: '25' } })
    expect(
      saidOf(`steps: ${STEPS}, set-weight: shift`, { more: `${METRICS}steps: { shift-30: { timeout: 5m } }\n` }).join(),
    ).toContain('names the step "shift-30", which the runbook does not have. Did you mean "shift-')
  })

  test('arms triggers from its first and until its last weight, wherever it is named', () => {
    const trigger = (arm: string) =>
      `${METRICS}triggers: [{ metric: errors, above: 1, severity: critical, arm: ${arm} }]\n`
    const armOf = (arm: string) =>
      loadCanary(`steps: ${STEPS}, set-weight: shift`, { more: trigger(arm) }).definition?.triggers[0]?.arm
    expect(armOf('{ from: shift, until: shift }')).toEqual({ from: 'shift-5', until: 'shift-100' })
    expect(armOf('{ from: shift-25, until: retire }')).toEqual({ from: 'shift-25', until: 'retire' })
    const until = RUNBOOK.replace('{name=canary-up}', '{name=canary-up reversible=until:shift}')
    expect(stepsOf(`steps: ${STEPS}, set-weight: shift`, { runbook: until })[0]!.attributes.reversible).toBe(
      'until:shift-100',
    )
  })

  test('is linted once, not once for each weight, and knows WEIGHT', () => {
    const twice = RUNBOOK.replace(
      './set-weight.sh "$WEIGHT"',
      './set-weight.sh "$WEIGHT" "$ELSEWHERE"\nrm -rf /srv/old',
    )
    const said = saidOf(`steps: ${STEPS}, set-weight: shift`, { runbook: twice })
    expect(said.filter((each) => each.includes('destructive'))).toHaveLength(1)
    expect(said.filter((each) => each.includes('undefined-variable'))).toEqual([expect.stringContaining('$ELSEWHERE')])
    expect(said.join()).not.toContain('not-yet-acted-on')
  })

  test('may not take the id of another step', () => {
    const taken = RUNBOOK.replace('{name=retire}', '{name=shift-25}')
    expect(saidOf(`steps: ${STEPS}, set-weight: shift`, { runbook: taken }).join()).toContain(
      'This weight becomes the step "shift-25", and the runbook has one on line 15: rename that.',
    )
  })
})
