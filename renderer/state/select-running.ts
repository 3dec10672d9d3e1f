/** What runs while a rollback is asked for: whether it is stopped first, or let end. */
import { selectOpenAttempts, selectOpenRehearsals, selectOpenRuns, selectStep } from '../../shared/domain/steps.ts'
import { selectOnRollback } from '../../shared/domain/stop.ts'
import type { Deck } from './use-deck.ts'

export type RunningStep = { title: string; wish: 'wait' | 'cancel' | 'ask' }

export const selectRunning = ({ state, environment }: Deck): RunningStep[] =>
  [...selectOpenRuns(state, environment.name), ...selectOpenRehearsals(state)]
    .filter((run) => run.kind === 'deploy')
    .flatMap((run) =>
      selectOpenAttempts(state, run).map((attempt) => ({
        title: selectStep(run.definition, attempt.stepId)?.title ?? attempt.stepId,
        wish: selectOnRollback(run, attempt),
      })),
    )
