import { expect, test } from 'vitest'
import { hintWords, offeredHints } from '../../../shared/documents/hint-words.ts'
import { offeredYaml } from '../../../shared/documents/timing-words.ts'
import { earlierTimes, type StepHint } from '../../../shared/domain/history/step-hints.ts'
import { stepId } from '../../../shared/ids.ts'
import { step } from '../../support/definition.ts'

const MINUTE = 60_000
const hint = (id: string, medianMs: number, more: Partial<StepHint> = {}): StepHint => ({
  stepId: id,
  title: id,
  kind: 'command',
  environment: 'production',
  count: 6,
  releases: 6,
  medianMs,
  p90Ms: medianMs,
  ...more,
})

const go = step('go', { expectMs: 5 * MINUTE })
const times = earlierTimes([hint('go', 460_000), hint('go', 10 * MINUTE, { environment: 'staging' })], 'production')

test('a step that took longer than expected says so, with what it rests on', () => {
  expect(hintWords(go, times(go))).toBe('expect 5m; took 7m40s, median of 6 runs')
  const once = earlierTimes([hint('look', 1234, { count: 1 })], 'production')
  expect(hintWords(step('look'), once(step('look')))).toBe('no expect; took 1s, in the one run')
})

test('about as long as expected, or never measured, is no news', () => {
  const about = earlierTimes([hint('go', 5.4 * MINUTE)], 'production')
  expect(hintWords(go, about(go))).toBeUndefined()
  expect(hintWords(go, earlierTimes([], 'production')(go))).toBeUndefined()
})

test('where its environment measured nothing the longest of the others counts, by name', () => {
  const elsewhere = earlierTimes(
    [hint('go', 60_000, { environment: 'qa' }), hint('go', 8 * MINUTE, { environment: 'staging' })],
    'production',
  )
  expect(hintWords(go, elsewhere(go))).toBe('expect 5m; took 8m in staging, median of 6 runs')
})

test('what a strategy made of a step is known by the step of the runbook', () => {
  const part = step('go-2', {}, { part: { of: stepId('go'), number: 2, count: 3 } })
  expect(times(part)?.medianMs).toBe(460_000)
})

test('only news is offered for release.yaml, rounded as a plan is', () => {
  const same = step('same', { expectMs: MINUTE })
  const all = earlierTimes([hint('go', 461_000), hint('same', MINUTE)], 'production')
  expect(offeredYaml(offeredHints([go, same], all), '6 releases of Parcel Tracker')).toBe(
    '# Measured in 6 releases of Parcel Tracker. Put these under “steps:” of release.yaml.\nsteps:\n  "go": { expect: 7m45s } # measured 7m41s, planned 5m\n',
  )
})
