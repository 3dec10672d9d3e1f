/** What earlier runs say of how long a step takes, in words and as an offer for release.yaml. */
import { type EarlierTime, isNews } from '../domain/history/step-hints.ts'
import { formatDuration } from '../runbook/duration.ts'
import type { Step } from '../runbook/model.ts'
import { type Offered, roundedMs } from './timing-words.ts'

const seconds = (ms: number) => formatDuration(ms < 1000 ? ms : Math.round(ms / 1000) * 1000)

/** `expect 5m; took 7m40s, median of 6 runs`; undefined where there is no news: what was measured is about what is expected. */
export function hintWords({ attributes: { expectMs } }: Step, time: EarlierTime | undefined): string | undefined {
  if (!time || !isNews(time, expectMs)) return undefined
  const expected = expectMs === undefined ? 'no expect' : `expect ${formatDuration(expectMs)}`
  const where = time.elsewhere ? ` in ${time.environment}` : ''
  const from = time.count === 1 ? 'in the one run' : `median of ${time.count} runs`
  return `${expected}; took ${seconds(time.medianMs)}${where}, ${from}`
}

/** The steps for which there is news, as they would be planned by it. */
export function offeredHints(steps: readonly Step[], timesOf: (step: Step) => EarlierTime | undefined): Offered[] {
  return steps.flatMap((step) => {
    const time = timesOf(step)
    const { expectMs: plannedMs } = step.attributes
    if (!time || !isNews(time, plannedMs)) return []
    const planned = plannedMs === undefined ? {} : { plannedMs }
    return [
      { stepId: step.id, title: step.title, expectMs: roundedMs(time.medianMs), measuredMs: time.medianMs, ...planned },
    ]
  })
}
