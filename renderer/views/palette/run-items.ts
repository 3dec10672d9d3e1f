/** What can be done with the run that is open, or begun while none is. */
import { selectAnswerable } from '../../../shared/domain/answers.ts'
import { selectRehearsals } from '../../../shared/domain/steps.ts'
import type { Session } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { answerStep } from '../deck/focus-terminal.ts'
import type { PaletteItem } from './palette-item.ts'

type Action = Omit<PaletteItem, 'group'>

function openRunActions({ run, state }: Deck, session: Session): Action[] {
  const { setState } = session.ui
  if (!run) return []
  const what = run.rehearsal ? 'rehearsal' : 'run'
  return [
    ...(selectAnswerable(state, run).length > 0
      ? [{ label: 'Answer the interactive step', hint: '', keys: 'A', perform: () => void answerStep(session) }]
      : []),
    {
      label: `Pause the ${what}…`,
      hint: 'run',
      perform: () => setState({ dialog: { kind: 'pause', runId: run.id } }),
    },
    {
      label: `Stop the ${what}…`,
      hint: 'run',
      perform: () => setState({ dialog: { kind: 'stop-run', runId: run.id, title: run.title } }),
    },
    ...(run.rehearsal
      ? []
      : [
          {
            label: 'Amend the run…',
            hint: 'what the folder says now',
            perform: () => setState({ dialog: { kind: 'amend' } }),
          },
        ]),
  ]
}

function startActions({ definition, state }: Deck, { ui: { setState } }: Session): Action[] {
  const stages = definition.runbook.stages.filter((stage) => stage.kind === 'forward')
  return [
    ...stages.map((stage, index) => ({
      label: `Start ${stage.title}…`,
      hint: 'run',
      ...(index === 0 ? { keys: 'R' } : {}),
      perform: () => setState({ dialog: { kind: 'start', stageId: stage.id } }),
    })),
    {
      label: 'Rehearse the runbook…',
      hint: '',
      keys: 'Shift R',
      perform: () => setState({ dialog: { kind: 'rehearse' } }),
    },
    ...(selectRehearsals(state).length === 0
      ? []
      : [
          {
            label: 'Look at the last rehearsal',
            hint: 'deck',
            perform: () => setState({ view: 'deck', rehearsal: 'last', selectedStep: undefined }),
          },
        ]),
  ]
}

export const runItems = (deck: Deck, session: Session): PaletteItem[] =>
  [
    ...(deck.isOpen ? openRunActions(deck, session) : startActions(deck, session)),
    {
      label: 'Roll back…',
      hint: 'asks first',
      keys: 'F9',
      perform: () => session.ui.setState({ dialog: { kind: 'rollback', environment: deck.environment.name } }),
    },
  ].map((action) => ({ group: 'Actions', ...action }))
