/** What clients are told at once, beside the record. What sources and commands say may name what they were asked with: secrets are hidden in it. */
import type { JudgeView } from '../../shared/analysis/judge/judge-view.ts'
import type { GateView } from '../../shared/analysis/measurement/gate.ts'
import type { FeedMessage } from '../../shared/contract/client.ts'
import type { Sample } from '../../shared/contract/results.ts'
import type { SideView } from '../../shared/domain/strategies/sides.ts'
import { mapFreeText } from '../../shared/events/free-text.ts'
import type { AttemptId, ReleaseId } from '../../shared/ids.ts'
import type { Series } from '../ports/sample-store.ts'

export interface Feed {
  publish(message: FeedMessage): void
  /** `why` is what the source says of a live reading, null when nothing. */
  samples(series: Series, samples: Sample[], why?: string | null): void
  sides(release: ReleaseId, environment: string, seen: SideView[]): void
  gate(release: ReleaseId, attempt: AttemptId, view: GateView): void
  judge(release: ReleaseId, attempt: AttemptId, view: JudgeView): void
  /** Returns what ends it. */
  onMessage(listener: (message: FeedMessage) => void): () => void
}

export function createFeed(hide: (text: string) => string): Feed {
  const listeners = new Set<(message: FeedMessage) => void>()
  const publish = (message: FeedMessage) => {
    for (const listener of listeners) listener(message)
  }
  const hidden = <Each extends { words: string }>(metrics: Each[]): Each[] =>
    metrics.map((each) => ({ ...each, words: hide(each.words) }))
  return {
    publish,
    samples: (series, samples, why) =>
      publish({ kind: 'samples', ...series, samples, ...(why === undefined ? {} : { why: why && hide(why) }) }),
    sides: (release, environment, seen) =>
      publish({
        kind: 'sides',
        release,
        environment,
        sides: seen.map((each) => mapFreeText(each, hide) as SideView),
      }),
    gate: (release, attempt, view) =>
      publish({ kind: 'gate', release, attempt, view: { ...view, metrics: hidden(view.metrics) } }),
    judge: (release, attempt, view) =>
      publish({
        kind: 'judge',
        release,
        attempt,
        view: { ...view, words: hide(view.words), metrics: hidden(view.metrics) },
      }),
    onMessage(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
