/**
 * `max-unavailable` of a rolling release: before a batch begins, its fleet is looked at; with more failing instances than may, or while nobody knows how many
 * there are, it does not begin. It does by itself once they are well, or by a person's word, which is a deviation. A rollback is never held.
 */
import type { Service, Step } from '../../runbook/model.ts'
import { shareOf } from '../../runbook/strategy/batches.ts'
import type { ReleaseState, RunState } from '../state.ts'
import { selectAttempts } from '../steps.ts'
import { selectLandmark } from './landmarks.ts'
import { type Instance, type SideView, sideKey } from './sides.ts'

/** A fleet that restarts is well again soon: who is there is asked and called after so long, in ms. */
export const ASK_AFTER_MS = 60_000

export type BatchHold =
  /** Nobody has looked at these since the last batch ended, or in this run. */
  | { kind: 'look'; services: string[]; sinceMs: number }
  /** `sinceMs`: nothing has changed since. */
  | { kind: 'short'; words: string; sinceMs: number }

const NAMED = 3

const namesOf = (failing: Instance[]): string => {
  const names = failing.slice(0, NAMED).map(({ name }) => name)
  return failing.length > NAMED ? `${names.join(', ')} and ${failing.length - NAMED} more` : names.join(', ')
}

/** The fleet of the step's own service, else all of them. */
function fleetsOf({ definition }: RunState, step: Step): Service[] {
  const fleets = definition.services.filter(({ instances }) => instances !== undefined)
  const own = fleets.filter(({ name }) => name === step.attributes.service)
  return own.length > 0 ? own : fleets
}

/** What was seen before that says nothing about what the last batch did. */
function freshFromMs(state: ReleaseState, run: RunState, batches: readonly Step[]): number {
  const ends = batches.flatMap(({ id }) => selectAttempts(state, run, id).map(({ endedAtMs = 0 }) => endedAtMs))
  return Math.max(run.startedAtMs, ...ends)
}

const unknownWords = ({ service, error }: SideView) =>
  `How many instances of ${service} fail is not known: ${(error ?? 'nobody looked').replace(/\.$/, '')}.`

function shortWords(seen: SideView[], most: number | string): string | undefined {
  const unread = seen.find(({ instances }) => instances === undefined)
  if (unread) return unknownWords(unread)
  const all = seen.flatMap(({ instances = [] }) => instances)
  const failing = all.filter(({ ok }) => !ok)
  const limit = shareOf(most, all.length)
  return failing.length > limit
    ? `${failing.length} of ${all.length} instances fail, at most ${limit} may: ${namesOf(failing)}.`
    : undefined
}

/** Why a batch does not begin now; undefined for every other step, and when nothing of it is watched. */
export function selectBatchHold(state: ReleaseState, run: RunState, step: Step): BatchHold | undefined {
  const { strategy } = run.definition
  const most = strategy.settings['max-unavailable'] as number | string | undefined
  if (run.kind !== 'deploy' || strategy.kind !== 'rolling' || most === undefined) return undefined
  if (run.batchesAllowed?.[step.id]) return undefined
  const batches = selectLandmark(run.definition, 'batches')
  const fleets = batches.some(({ id }) => id === step.id) ? fleetsOf(run, step) : []
  const sinceMs = freshFromMs(state, run, batches)
  const seen = fleets.map(({ name: service }) => {
    const view = state.sides?.[sideKey(run.environment, { service, side: 'instances' })]
    return { service, view: view && view.atMs >= sinceMs ? view : undefined }
  })
  const unseen = seen.filter(({ view }) => !view).map(({ service }) => service)
  if (unseen.length > 0) return { kind: 'look', services: unseen, sinceMs }
  const views = seen.flatMap(({ view }) => view ?? [])
  const words = shortWords(views, most)
  const ends = run.attempts.map((id) => state.attempts[id]?.endedAtMs ?? 0)
  return words === undefined
    ? undefined
    : { kind: 'short', words, sinceMs: Math.max(run.startedAtMs, ...ends, ...views.map(({ atMs }) => atMs)) }
}
