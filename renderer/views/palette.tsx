/** Ctrl K: every view, action and step by name. */

import { type KeyboardEvent, useMemo, useState } from 'react'
import { selectAnswerable } from '../../shared/domain/answers.ts'
import { selectRehearsals } from '../../shared/domain/steps.ts'
import { DialogSheet } from '../components/dialog-sheet.tsx'
import { useSession, useSetUi, useUi } from '../state/context.tsx'
import { VIEWS } from '../state/ui-store.ts'
import type { Deck } from '../state/use-deck.ts'
import { useOpen } from '../state/use-open.ts'
import { focusCharts } from './deck/focus-charts.ts'
import { focusNote } from './deck/focus-note.ts'
import { answerStep } from './deck/focus-terminal.ts'
import { projectSections } from './deck/project-sections.ts'

type Item = { label: string; hint: string; perform: () => void }

function useItems(deck: Deck | undefined): Item[] {
  const setUi = useSetUi()
  const { ui, cockpit, desktop } = useSession()
  const opening = useOpen()
  const views = VIEWS.map(
    (view, index): Item => ({
      label: view.charAt(0).toUpperCase() + view.slice(1),
      hint: `view, ${index + 1}`,
      perform: () => setUi({ view }),
    }),
  )
  const always: Item[] = [
    { label: 'Open a release folder…', hint: 'Ctrl O', perform: () => setUi({ dialog: { kind: 'open' } }) },
    { label: 'New release…', hint: 'wizard, next version', perform: () => setUi({ dialog: { kind: 'new-release' } }) },
    { label: 'Open the sample release', hint: '', perform: () => void opening.openSample() },
    {
      label: 'Dark or light',
      hint: 'T',
      perform: () => setUi({ theme: ui.getState().theme === 'dark' ? 'light' : 'dark' }),
    },
    {
      label: 'Verify a file…',
      hint: 'bundle, export or ledger; or drop it here',
      perform: () => setUi({ dialog: { kind: 'verify' } }),
    },
    {
      label: 'Search entries and output…',
      hint: 'Ctrl Shift F',
      perform: () => setUi({ isSearchOpen: true }),
    },
    { label: 'Keys', hint: '?', perform: () => setUi({ dialog: { kind: 'shortcuts' } }) },
  ]
  if (!deck) return [...always, ...views]
  const stages = deck.definition.runbook.stages.filter((stage) => stage.kind === 'forward')
  const run = deck.isOpen ? deck.run : undefined
  return [
    ...(run
      ? []
      : stages.map(
          (stage): Item => ({
            label: `Start ${stage.title}…`,
            hint: 'run',
            perform: () => setUi({ dialog: { kind: 'start', stageId: stage.id } }),
          }),
        )),
    ...(run
      ? [
          ...(selectAnswerable(deck.state, run).length > 0
            ? [
                {
                  label: 'Answer the interactive step',
                  hint: 'A',
                  perform: () => void answerStep({ ui, cockpit, desktop }),
                },
              ]
            : []),
          {
            label: run.rehearsal ? 'Pause the rehearsal…' : 'Pause the run…',
            hint: 'run',
            perform: () => setUi({ dialog: { kind: 'pause', runId: run.id } }),
          },
          {
            label: run.rehearsal ? 'Stop the rehearsal…' : 'Stop the run…',
            hint: 'run',
            perform: () => setUi({ dialog: { kind: 'stop-run', runId: run.id, title: run.title } }),
          },
        ]
      : []),
    ...rehearsalItems(deck, setUi),
    {
      label: 'Roll back…',
      hint: 'F9, asks first',
      perform: () => setUi({ dialog: { kind: 'rollback', environment: deck.environment.name } }),
    },
    ...(run && !run.rehearsal
      ? [
          {
            label: 'Amend the run…',
            hint: 'what the folder says now',
            perform: () => setUi({ dialog: { kind: 'amend' } }),
          },
        ]
      : []),
    {
      label: 'Sign the review of the runbook…',
      hint: 'GO or NO-GO',
      perform: () => setUi({ view: 'runbook', dialog: { kind: 'sign', about: { kind: 'review' } } }),
    },
    {
      label: 'Compare the runbook with another version…',
      hint: 'last executed, or a git revision',
      perform: () => setUi(({ review }) => ({ view: 'runbook', review: { ...review, pane: 'compare' } })),
    },
    ...(['findings', 'comments'] as const).map(
      (side): Item => ({
        label: `${side === 'findings' ? 'Findings' : 'Comments'} of the runbook`,
        hint: 'review',
        perform: () => setUi(({ review }) => ({ view: 'runbook', review: { ...review, side } })),
      }),
    ),
    { label: 'Report an issue…', hint: 'issue log', perform: () => setUi({ dialog: { kind: 'report-issue' } }) },
    {
      label: 'Communication',
      hint: 'who is told what, and when',
      perform: () => setUi({ view: 'plan', planStep: 'strategy' }),
    },
    { label: 'Add feedback…', hint: 'what users say', perform: () => setUi({ dialog: { kind: 'feedback' } }) },
    { label: 'Declare an issue…', hint: 'critical to low', perform: () => setUi({ dialog: { kind: 'declare' } }) },
    {
      label: 'Briefing: GO or NO-GO…',
      hint: 'poll, go, no-go',
      perform: () => setUi({ dialog: { kind: 'briefing' } }),
    },
    {
      label: 'Who is at the keyboard, and the PIN…',
      hint: 'person, pin, sign',
      perform: () => setUi({ dialog: { kind: 'keyboard' } }),
    },
    {
      label: 'Import what was signed elsewhere…',
      hint: 'signoffs, approvals',
      perform: () => setUi({ dialog: { kind: 'signoffs' } }),
    },
    ...chartItems(setUi),
    {
      label: 'Run a command that is not in the runbook…',
      hint: 'ad-hoc, exec',
      perform: () => setUi({ dialog: { kind: 'exec' } }),
    },
    ...standingItems(deck, setUi),
    {
      label: 'Export the record…',
      hint: 'bundle, JSONL, CSV, HTML, PDF, Markdown',
      perform: () => setUi({ dialog: { kind: 'export' } }),
    },
    {
      label: 'Add a note',
      hint: 'N',
      perform: () => {
        setUi({ view: 'deck' })
        setTimeout(focusNote)
      },
    },
    ...views,
    ...always,
    { label: 'Leave this release', hint: 'nothing is stopped', perform: () => cockpit.leave() },
    ...projectSections(deck).flatMap((section) =>
      section.run
        ? section.views.map(
            (view): Item => ({
              label: view.step.title,
              hint: `step ${view.label}, ${section.run!.environment}`,
              perform: () => setUi({ view: 'deck', selectedStep: { runId: section.run!.id, stepId: view.step.id } }),
            }),
          )
        : [],
    ),
  ]
}

const rehearsalItems = ({ isOpen, state }: Deck, setUi: ReturnType<typeof useSetUi>): Item[] => [
  ...(isOpen
    ? []
    : [{ label: 'Rehearse the runbook…', hint: 'Shift R', perform: () => setUi({ dialog: { kind: 'rehearse' } }) }]),
  ...(isOpen || selectRehearsals(state).length === 0
    ? []
    : [
        {
          label: 'Look at the last rehearsal',
          hint: 'deck',
          perform: () => setUi({ view: 'deck', rehearsal: 'last', selectedStep: undefined }),
        },
      ]),
  {
    label: 'Timings: measured beside planned…',
    hint: 'expect, steps:',
    perform: () => setUi({ dialog: { kind: 'timings' } }),
  },
]

const chartItems = (setUi: ReturnType<typeof useSetUi>): Item[] => [
  {
    label: 'What if: other limits over what was recorded…',
    hint: 'W',
    perform: () => setUi({ dialog: { kind: 'what-if' } }),
  },
  { label: 'Charts follow live', hint: 'L', perform: () => setUi({ view: 'deck', chartStretch: 'live' }) },
  {
    label: 'Cursor of the charts',
    hint: 'M, then arrows',
    perform: () => {
      setUi({ view: 'deck', metricsPanel: 'charts' })
      setTimeout(focusCharts)
    },
  },
]

function standingItems(deck: Deck, setUi: ReturnType<typeof useSetUi>): Item[] {
  const item = (label: string, kind: 'postpone' | 'cancel-release' | 'close-release' | 'reopen'): Item => ({
    label,
    hint: 'release',
    perform: () => setUi({ dialog: { kind } }),
  })
  if (deck.isOpen) return []
  return deck.state.standing || deck.state.closed
    ? [item('Take this release up again…', 'reopen')]
    : [
        item('Close this release: complete, read only…', 'close-release'),
        item('Postpone this release…', 'postpone'),
        item('Cancel this release…', 'cancel-release'),
      ]
}

export function Palette({ deck }: { deck: Deck | undefined }) {
  const isOpen = useUi((ui) => ui.isPaletteOpen)
  return isOpen ? <OpenPalette deck={deck} /> : null
}

function OpenPalette({ deck }: { deck: Deck | undefined }) {
  const setUi = useSetUi()
  const items = useItems(deck)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const shown = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    return items
      .filter((item) => words.every((word) => `${item.label} ${item.hint}`.toLowerCase().includes(word)))
      .slice(0, 40)
  }, [items, text])
  const close = () => setUi({ isPaletteOpen: false })
  const choose = (item: Item | undefined) => {
    if (!item) return
    close()
    item.perform()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') choose(shown[at])
    else return
    event.preventDefault()
  }
  return (
    <DialogSheet label="Find or do anything" className="dialog palette" onClose={close}>
      <input
        className="field"
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-items"
        aria-activedescendant={shown[at] ? `palette-${at}` : undefined}
        aria-label="Find or do anything"
        placeholder="A view, an action, a step"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-items" role="listbox" aria-label="Found">
        {shown.map((item, index) => (
          <div
            key={`${item.label} ${item.hint}`}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="palette-item"
            onPointerDown={() => choose(item)}
          >
            <span className="clip">{item.label}</span>
            <span className="t3 num">{item.hint}</span>
          </div>
        ))}
        {shown.length === 0 && <p className="empty">Nothing is called that.</p>}
      </div>
    </DialogSheet>
  )
}
