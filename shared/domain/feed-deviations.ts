/** How gaps and deviations read among notes and decisions. */
import { formatClock } from '../documents/words.ts'
import type { RecordedEvent } from '../events/index.ts'
import { GAP_MS } from './gaps.ts'
import type { Wording } from './project-feed.ts'

const blind = (word: string, ms: number): Wording | undefined =>
  ms < GAP_MS ? undefined : { kind: 'unknown', text: `${word} for ${formatClock(ms)}: nobody watched` }

const stepCount = (changes: { kind: string }[]): string => {
  const count = changes.filter(({ kind }) => kind !== 'kept').length
  return count === 0 ? '' : count === 1 ? ', 1 step' : `, ${count} steps`
}

export function deviationWording(event: RecordedEvent): Wording | undefined {
  switch (event.type) {
    case 'ledger.recorded-late': {
      const { fromSeq, toSeq } = event.payload
      return {
        kind: 'deviation',
        text: `Entries ${fromSeq} to ${toSeq} were recorded late: the ledger could not be written`,
      }
    }
    case 'engine.gap':
      return blind('Asleep', event.payload.toMs - event.payload.fromMs)
    case 'guard.resumed':
      return blind('Unguarded', Date.parse(event.payload.to) - Date.parse(event.payload.from))
    case 'gap.acknowledged':
      return {
        kind: 'decision',
        text: event.payload.decision === 'continue' ? 'Continue after the gap' : 'Hold after the gap',
      }
    case 'gate.asked':
      return {
        kind: 'unknown',
        text: `Gate holds and asks: ${event.payload.blocks.map((each) => each.words).join(' ')}`,
      }
    case 'gate.kept-waiting':
      return { kind: 'decision', text: `Keep waiting at the gate. ${event.payload.reason}`.trim() }
    case 'gate.overridden':
      return { kind: 'deviation', text: `Deviation, gone on without the gate. ${event.payload.reason}` }
    case 'batch.overridden': {
      const { words, reason } = event.payload
      return { kind: 'deviation', text: `Deviation, the next batch begins all the same. ${words} ${reason}` }
    }
    case 'judge.asked':
      return { kind: 'unknown', text: `Judge asks: ${event.payload.words}` }
    case 'judge.kept-waiting':
      return { kind: 'decision', text: `Go on measuring. ${event.payload.reason}`.trim() }
    case 'judge.promoted':
      return { kind: 'deviation', text: `Deviation, promoted without a verdict. ${event.payload.reason}` }
    case 'step.added':
      return { kind: 'deviation', text: `Deviation, ad-hoc: ${event.payload.step.title}. ${event.payload.reason}` }
    case 'amend.requested':
      return {
        kind: 'decision',
        text: `Asks to amend the run${stepCount(event.payload.changes)}. ${event.payload.reason}`,
      }
    case 'amend.withdrawn':
      return { kind: 'decision', text: 'Takes the amendment back' }
    case 'run.amended':
      return {
        kind: 'deviation',
        text: `Deviation, amended${stepCount(event.payload.changes)}. ${event.payload.reason}`,
      }
    default:
      return undefined
  }
}
