/** What can be done about a release, whether something runs or not. */
import type { Session } from '../../state/context.tsx'
import { replayRelease } from '../../state/replay/replay-release.ts'
import type { Dialog } from '../../state/ui-store.ts'
import type { Deck } from '../../state/use-deck.ts'
import { focusCharts } from '../deck/focus-charts.ts'
import { focusNote } from '../deck/focus-note.ts'
import type { PaletteItem } from './palette-item.ts'

type Action = Omit<PaletteItem, 'group'>

export function releaseActions(deck: Deck, session: Session): PaletteItem[] {
  const {
    ui: { setState },
    cockpit,
  } = session
  const asks = (label: string, hint: string, dialog: Dialog, keys?: string): Action => ({
    label,
    hint,
    ...(keys ? { keys } : {}),
    perform: () => setState({ dialog }),
  })
  const actions: Action[] = [
    {
      label: 'Add a note',
      hint: '',
      keys: 'N',
      perform: () => {
        setState(({ notesPanel }) => ({ view: 'deck', notesPanel: notesPanel === 'private' ? 'all' : notesPanel }))
        setTimeout(focusNote)
      },
    },
    asks('Briefing: GO or NO-GO…', 'poll, go, no-go', { kind: 'briefing' }),
    asks('Declare an issue…', 'critical to low', { kind: 'declare' }),
    asks('Report an issue…', 'issue log', { kind: 'report-issue' }),
    asks('Add feedback…', 'what users say', { kind: 'feedback' }),
    asks('Run a command that is not in the runbook…', 'ad-hoc, exec', { kind: 'exec' }),
    {
      label: 'Communication',
      hint: 'who is told what, and when',
      perform: () => setState({ view: 'plan', planStep: 'strategy' }),
    },
    asks('Who is at the keyboard, and the PIN…', 'person, pin, sign', { kind: 'keyboard' }),
    asks('Import what was signed elsewhere…', 'signoffs, approvals', { kind: 'signoffs' }),
    asks('Timings: measured beside planned…', 'expect, steps:', { kind: 'timings' }),
    asks('What if: other limits over what was recorded…', 'triggers', { kind: 'what-if' }, 'W'),
    { label: 'Replay this release', hint: 'time slider', keys: 'P', perform: () => replayRelease(session) },
    asks('Export the record…', 'bundle, JSONL, CSV, HTML, PDF, Markdown', { kind: 'export' }),
    ...reviewActions(setState),
    ...chartActions(setState),
    ...standingActions(deck, asks),
    { label: 'Leave this release', hint: 'nothing is stopped', perform: () => cockpit.leave() },
  ]
  return actions.map((action) => ({ group: 'Actions', ...action }))
}

type SetState = Session['ui']['setState']

const reviewActions = (setState: SetState): Action[] => [
  {
    label: 'Sign the review of the runbook…',
    hint: 'GO or NO-GO',
    perform: () => setState({ view: 'runbook', dialog: { kind: 'sign', about: { kind: 'review' } } }),
  },
  {
    label: 'Compare the runbook with another version…',
    hint: 'last executed, or a git revision',
    perform: () => setState(({ review }) => ({ view: 'runbook', review: { ...review, pane: 'compare' } })),
  },
  ...(['findings', 'comments'] as const).map((side) => ({
    label: `${side === 'findings' ? 'Findings' : 'Comments'} of the runbook`,
    hint: 'review',
    perform: () => setState(({ review }) => ({ view: 'runbook', review: { ...review, side } })),
  })),
]

const chartActions = (setState: SetState): Action[] => [
  {
    label: 'Charts follow live',
    hint: '',
    keys: 'L',
    perform: () => setState({ view: 'deck', chartStretch: 'live' }),
  },
  {
    label: 'Cursor of the charts',
    hint: 'then arrows',
    keys: 'M',
    perform: () => {
      setState({ view: 'deck', metricsPanel: 'charts' })
      setTimeout(focusCharts)
    },
  },
]

function standingActions(deck: Deck, asks: (label: string, hint: string, dialog: Dialog) => Action): Action[] {
  if (deck.isOpen) return []
  return deck.state.standing || deck.state.closed
    ? [asks('Take this release up again…', 'release', { kind: 'reopen' })]
    : [
        asks('Close this release: complete, read only…', 'release', { kind: 'close-release' }),
        asks('Postpone this release…', 'release', { kind: 'postpone' }),
        asks('Cancel this release…', 'release', { kind: 'cancel-release' }),
      ]
}
