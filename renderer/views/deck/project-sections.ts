import { projectPlannedSteps, projectPlannedUndos } from '../../../shared/domain/project-plan-steps.ts'
import { type StepView, selectSteps } from '../../../shared/domain/select-steps.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import type { Deck } from '../../state/use-deck.ts'

export type Section = {
  key: string
  title?: string
  startsOpen?: boolean
  run?: RunState
  views: StepView[]
  isRollback: boolean
  isAhead: boolean
}

/** The current run first; below it what it undid, or what a rollback would run. */
export function projectSections(deck: Deck): Section[] {
  const { state, runs, run, nowMs, definition, rollback, environment } = deck
  const shown = runs.toReversed().map(
    (each): Section => ({
      key: each.id,
      run: each,
      views: selectSteps(state, each, nowMs),
      isRollback: each.kind === 'rollback',
      isAhead: false,
    }),
  )
  const ahead: Section[] = run
    ? []
    : definition.runbook.stages
        .filter((stage) => stage.kind === 'forward')
        .map((stage, index, stages) => ({
          key: stage.id,
          title: stage.title,
          startsOpen: stages.some((each) => each.environment === environment.name)
            ? stage.environment === environment.name
            : index === 0,
          views: projectPlannedSteps(stage.steps),
          isRollback: false,
          isAhead: true,
        }))
  const back: Section[] =
    rollback && run?.kind !== 'rollback' && !run?.rehearsal
      ? [{ key: 'rollback', views: projectPlannedUndos(rollback), isRollback: true, isAhead: true }]
      : []
  return [...shown, ...ahead, ...back]
}
