import { describe, expect, test } from 'vitest'
import { METRICS, RUNBOOK, STEPS, saidOf } from './canary-support.ts'

const errors = (...of: Parameters<typeof saidOf>) => saidOf(...of).filter((each) => each.includes(': error: '))

describe('A canary strategy', () => {
  test('that says what it must is no mistake', () => {
    const judge =
      'judge: { min-samples: 50, metrics: { errors: { baseline: errors-stable, direction: increase, critical: true } } }'
    expect(errors(`steps: ${STEPS}, set-weight: shift, countdown: 10s, ${judge}`)).toEqual([])
    expect(errors(`steps: ${STEPS}, set-weight: [shift], judge: { metrics: [errors, latency] }`)).toEqual([])
  })

  test('has weights that rise to 100', () => {
    expect(errors('steps: [{ weight: 5 }, { weight: 5 }, { weight: 50 }], set-weight: shift')).toEqual([
      'release.yaml:3:60: error: The weight 5 does not rise above the 5 before it: write the weights in rising order. [weight-order]',
      'release.yaml:3:75: error: The last weight is 50, so the old version would keep traffic for ever: add { weight: 100 }. [weight-order]',
    ])
    expect(errors('steps: [{ weight: 0 }, { weight: 101 }], set-weight: shift').join('\n')).toMatch(
      /weight is 0, but must be more than 0.*\n.*weight is 101, but must be at most 100/,
    )
  })

  test('names a command of a forward stage, with an undo, outside a parallel group', () => {
    const at = (name: string, runbook = RUNBOOK) =>
      errors(`steps: ${STEPS}, set-weight: ${name}`, { runbook }).join('\n')
    expect(errors(`steps: ${STEPS}`).join()).toContain('strategy lacks the key "set-weight"')
    expect(at('shft')).toContain('release.yaml:3:134: error: strategy.set-weight names the step "shft"')
    expect(at('shift-back')).toContain('names "shift-back", which is part of the way back')
    const byHand = RUNBOOK.replace('# Rollback', '- [ ] Turn the wheel {name=wheel}\n\n# Rollback')
    expect(at('wheel', byHand)).toContain('names "wheel", which is no command')
    expect(at('canary-up')).toBe(
      'runbook.md:7:1: error: Nothing takes the weight back: give "canary-up" an undo=STEP that sets weight 0. [weight-without-undo]',
    )
    expect(at('shift', RUNBOOK.replace('timeout=30s', 'parallel=a'))).toContain('take it out of its parallel group')
    expect(at('[shift, canary-up]')).toContain(
      '"shift" sets the weights of Production already: one step in each stage.',
    )
  })

  test('is judged by metrics that can be compared', () => {
    const judged = (metrics: string, more = METRICS) =>
      errors(`steps: ${STEPS}, set-weight: shift, judge: { metrics: ${metrics} }`, { more }).join('\n')
    expect(judged('[eror]')).toContain('There is no metric "eror".')
    expect(judged('{ eror: {} }')).toContain('There is no metric "eror".')
    expect(judged('{ errors: { baseline: errors-old } }')).toContain('There is no metric "errors-old".')
    expect(judged('{ errors: { baseline: errors } }')).toContain('errors is compared with itself')
    expect(judged('{ errors: { baseline: latency } }')).toContain('errors is in percent, latency in ms')
    expect(judged('{ errors: { direction: up } }')).toContain(
      'direction is "up", but must be one of increase, decrease, either',
    )
    expect(judged('{}')).toContain('judge.metrics is a group of keys, but must be a list of metrics')
    expect(judged('[errors]', METRICS.replace('interval: 5s', 'dry-run: true'))).toContain('errors is a dry run')
    const ledger = `${METRICS}  took: { source: { ledger: deployment-time }, target: { below: 60 } }\n`
    expect(judged('[took]', ledger)).toContain("The ledger's own measures are not sampled, so took cannot be judged")
  })

  test('says what is weak about its judging, and forbids nothing for it', () => {
    const said = saidOf(
      'steps: [{ weight: 5 }, { weight: 25, hold: 1m }, { weight: 100 }], set-weight: shift, judge: { metrics: [errors] }',
    )
    expect(said.join('\n')).toMatch(/3:35: warning: The weight 5 is not held, so nothing is judged there/)
    expect(said.join('\n')).toMatch(/warning: The longest hold gives 12 samples of errors, and a verdict needs 50/)
    expect(said.join('\n')).toMatch(/hint: errors is compared with its own samples from before the run/)
    expect(said.filter((each) => each.includes(': error: '))).toEqual([])
  })
})
