/** What this window shows and prefers. Never recorded; the preferences are kept in the browser's storage. */
import { createStore } from 'zustand/vanilla'
import type { DoraMeasure } from '../../shared/analysis/dora/definitions.ts'
import type { Stretch } from '../../shared/analysis/what-if.ts'
import type { CommandInput } from '../../shared/contract/commands.ts'
import type { ExportFormat } from '../../shared/documents/log/formats.ts'
import type { ReportKind } from '../../shared/documents/reports/kinds.ts'
import type { Sort } from '../../shared/domain/history/select-past.ts'
import type { SubjectRef } from '../../shared/domain/signoffs/subjects.ts'
import type { AttemptId, RunId, StepId } from '../../shared/ids.ts'
import type { Severity } from '../../shared/runbook/model.ts'
import { keepPreferences, type Preferences, pickPreferences, readPreferences } from './preferences.ts'
import type { ReplayWish } from './replay/replay.ts'
import type { ExportJob } from './use-export.ts'
import type { VerifySource } from './use-verify.ts'

export const VIEWS = ['deck', 'plan', 'runbook', 'ledger', 'documents', 'history', 'settings'] as const
export type View = (typeof VIEWS)[number]

/** A dialog and what it is about. */
export type Dialog =
  | { kind: 'start'; stageId?: string; fromStep?: StepId }
  | { kind: 'rehearse'; stageId?: string }
  | { kind: 'timings'; runId?: RunId }
  | { kind: 'approve'; runId: RunId; stepId: StepId; role?: string }
  | { kind: 'revoke'; seq: number; title: string }
  | { kind: 'skip'; runId: RunId; stepId: StepId; title: string }
  | { kind: 'stop-retries'; runId: RunId; stepId: StepId; title: string }
  | { kind: 'stop-step'; attemptId: AttemptId; title: string; isAgain: boolean }
  | { kind: 'stop-run'; runId: RunId; title: string }
  | { kind: 'pause'; runId: RunId }
  | { kind: 'fail'; attemptId: AttemptId; title: string }
  | { kind: 'gate-override'; attemptId: AttemptId; title: string }
  | { kind: 'batch-override'; runId: RunId; stepId: StepId; title: string }
  | { kind: 'gate-wait'; attemptId: AttemptId; title: string }
  | { kind: 'gate-fail'; attemptId: AttemptId; title: string }
  | { kind: 'judge-promote'; attemptId: AttemptId; title: string }
  | { kind: 'judge-wait'; attemptId: AttemptId; title: string }
  | { kind: 'judge-fail'; attemptId: AttemptId; title: string }
  | { kind: 'resolve'; attemptId: AttemptId; title: string; outcome: 'succeeded' | 'failed' }
  | { kind: 'inspect'; attemptId: AttemptId; title: string }
  | { kind: 'hold-course'; text: string }
  | { kind: 'rollback'; environment: string }
  | { kind: 'sign'; about: SubjectRef; role?: string }
  | { kind: 'keyboard' }
  | { kind: 'briefing' }
  | { kind: 'signoffs' }
  | { kind: 'postpone' }
  | { kind: 'cancel-release' }
  | { kind: 'reopen' }
  | { kind: 'exec' }
  | { kind: 'veto'; decisionId: string }
  | { kind: 'answer'; decisionId: string; choice: 'hold' | 'fix-forward' }
  | { kind: 'declare' }
  | { kind: 'what-if'; metric?: string }
  | { kind: 'amend' }
  | { kind: 'erase'; seq: number }
  | { kind: 'erase-output'; attemptId: AttemptId; title: string }
  | { kind: 'item'; item: string }
  | { kind: 'issue'; issue: string }
  | { kind: 'report-issue' }
  | { kind: 'feedback' }
  | { kind: 'notice'; stage: string }
  | { kind: 'message'; notice: string }
  | { kind: 'close-release' }
  | { kind: 'driver'; blocked?: BlockedCommand }
  | { kind: 'minute'; noteId?: string; minute?: 'decision' | 'action'; text?: string }
  | { kind: 'export'; format?: ExportFormat }
  /** `path`: verified at once. */
  | { kind: 'verify'; file?: File; path?: string }
  | { kind: 'shortcuts' }
  | { kind: 'open' }
  | { kind: 'new-release' }
  | { kind: 'replay-bundle'; source?: VerifySource }

/** What was refused because another person drives: sent again once the wheel is taken. */
export type BlockedCommand = { command: CommandInput; role?: string; arm?: string }

export type UiState = Preferences & {
  view: View
  /** Environment looked at while nothing runs. */
  environment?: string
  /** A rehearsal that is over and still looked at; `last` is the newest. */
  rehearsal?: RunId | 'last'
  selectedStep?: { runId: RunId; stepId: StepId }
  dialog?: Dialog
  /** What is verified once the open dialog is closed. */
  waiting?: VerifySource
  isPaletteOpen: boolean
  isSearchOpen: boolean
  /** What was searched for last. */
  search: SearchWish
  /** The line of output that was gone to, with what was found on it. */
  shownLine?: { attempt: AttemptId; line: number; text: string }
  /** The entry that was gone to in the Ledger view. */
  ledgerSeq?: number
  /** The export that was asked for last, also while its dialog is closed. */
  exportJob?: ExportJob
  notesPanel: 'all' | 'minutes' | 'private'
  /** What the charts show; undefined is by itself: live, or the run that is over. */
  chartStretch?: ChartStretch
  /** The entry that was asked for last: shown among notes and on the timeline. */
  shownSeq?: number
  /** The step of the process the Plan shows; the one that is next when left out. */
  planStep?: string
  /** Where the reader of the runbook is. */
  review: ReviewPlace
  /** What of the past the History view shows. */
  history: HistoryWish
  /** The document that is read in the Documents view. */
  document: ReportKind
  /** Texts being written, by `release/kind`: they outlive a change of view, not the window. */
  drafts: Readonly<Record<string, Draft>>
  /** What is replayed instead of shown live. */
  replay?: ReplayWish
}

/** `isEverywhere`: in every release of the ledger. */
export type SearchWish = {
  text: string
  isRegex: boolean
  matchCase: boolean
  isEverywhere: boolean
  entries: boolean
  output: boolean
}

/** `days`: of the range up to now; everything when left out. `measure`: whose definition is open. */
export type HistoryWish = {
  days?: number
  product?: string
  text: string
  sort: Sort
  isDescending: boolean
  measure?: DoraMeasure
}

/** `severity`: the only findings shown. */
export type ReviewPlace = {
  pane: ReviewPane
  side: ReviewSide
  step?: StepId
  severity?: Severity
}
export type ReviewPane = 'document' | 'compare'
export type ReviewSide = 'findings' | 'comments' | 'sign-off'

/** `spanMs`: so much up to now, followed live. */
export type ChartStretch = 'live' | { spanMs: number } | Stretch

/** `from`: what it looked like when it was begun. */
export type Draft = { text: string; from: string; baseVersion: number }

export function createUiStore(storage: Storage | undefined) {
  const store = createStore<UiState>()(() => ({
    ...readPreferences(storage),
    view: 'deck',
    notesPanel: 'all',
    isPaletteOpen: false,
    isSearchOpen: false,
    search: { text: '', isRegex: false, matchCase: false, isEverywhere: false, entries: true, output: true },
    review: { pane: 'document', side: 'findings' },
    history: { days: 365, text: '', sort: 'date', isDescending: true },
    document: 'deployment-plan',
    drafts: {},
  }))
  let kept = pickPreferences(store.getState())
  store.subscribe((state) => {
    const next = pickPreferences(state)
    const isSame = (Object.keys(next) as (keyof Preferences)[]).every((key) => next[key] === kept[key])
    if (isSame && next.lastRelease === kept.lastRelease) return
    kept = next
    keepPreferences(storage, next)
  })
  return store
}

export type UiStore = ReturnType<typeof createUiStore>
