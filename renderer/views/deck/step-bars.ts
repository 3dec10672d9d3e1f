/** Each attempt of the runs that are shown, as a bar on the axis of the charts. */
import { useMemo } from 'react'
import { selectSteps } from '../../../shared/domain/select-steps.ts'
import type { Deck } from '../../state/use-deck.ts'

export type StepBar = { key: string; label: string; title: string; fromMs: number; toMs: number; isOpen: boolean }

const barsOf = (deck: Deck): StepBar[] =>
  deck.runs.flatMap((run) =>
    selectSteps(deck.state, run, deck.nowMs).flatMap((view) =>
      view.attempts.map((attempt) => ({
        key: attempt.id,
        label: view.label,
        title: view.step.title,
        fromMs: attempt.startedAtMs,
        toMs: attempt.endedAtMs ?? (attempt.status === 'unknown' ? attempt.startedAtMs : deck.nowMs),
        isOpen: attempt.endedAtMs === undefined && attempt.status !== 'unknown',
      })),
    ),
  )

/** Oldest first; while a step runs they are new each second. */
export function useStepBars(deck: Deck): StepBar[] {
  const { state, runs, isOpen } = deck
  const nowMs = isOpen ? deck.nowMs : 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest of the deck does not change the bars.
  return useMemo(() => barsOf(deck), [state, runs.map((run) => run.id).join(), nowMs])
}
