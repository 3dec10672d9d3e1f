import { useEffect, useRef } from 'react'
import { lostWords, overSsh } from '../../../shared/documents/connection-words.ts'
import { capital, formatActor, formatClock, formatRole } from '../../../shared/documents/words.ts'
import { LATE_MS, selectDiffMs } from '../../../shared/domain/project-groups.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { selectWarnings } from '../../../shared/domain/step-warnings.ts'
import { hostOf } from '../../../shared/runbook/runner.ts'
import { placeOf } from '../../components/place.ts'
import { PlanBar } from '../../components/plan-bar.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { StepMark, toneOfStep, wordOfStep } from '../../components/step-mark.tsx'
import { formatDiff, formatTime } from '../../components/time.ts'
import { useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import type { Section } from './project-sections.ts'
import { StepActions } from './step-actions.tsx'

export function Figures({
  actualMs,
  plannedMs,
  diffMs,
  isRunning,
  word,
}: {
  actualMs?: number
  plannedMs?: number
  diffMs?: number
  isRunning?: boolean
  word?: string
}) {
  const isLate = diffMs !== undefined && diffMs > LATE_MS
  return (
    <span className="figures">
      <span className={isRunning ? 'clock-running bold' : ''}>
        {actualMs === undefined ? '' : formatClock(actualMs)}
      </span>
      <span className="t3">{plannedMs === undefined ? '' : formatClock(plannedMs)}</span>
      <span className={`wide-only ${isLate ? 'bold' : 't3'}`}>
        {word ?? (diffMs === undefined ? '' : formatDiff(diffMs))}
      </span>
    </span>
  )
}

/** Accent is for what runs; what waits for a person is only lifted. */
function focusTone({ status }: StepView, isRollback: boolean): string {
  if (['failed', 'timed-out', 'retrying'].includes(status)) return 'is-failed'
  if (['unknown', 'stopped', 'paused', 'next'].includes(status) || status.startsWith('needs')) return 'is-held'
  return isRollback ? 'is-rollback' : 'is-live'
}

type RowProps = { deck: Deck; view: StepView; section: Section; isFocus: boolean; longestMs: number }

export function Row({ deck, view, section, isFocus, longestMs }: RowProps) {
  const setUi = useSetUi()
  const selected = useUi((ui) => ui.selectedStep)
  const runId = section.run?.id
  const isSelected = runId !== undefined && selected?.runId === runId && selected.stepId === view.step.id
  const isRunning = view.last !== undefined && view.last.endedAtMs === undefined && view.status !== 'unknown'
  const actualMs = isRunning ? deck.nowMs - view.last!.startedAtMs : view.actualMs
  const diffMs = isRunning ? undefined : selectDiffMs(view.plannedMs, view.actualMs)
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isFocus) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isFocus])
  const tone = isFocus ? focusTone(view, section.isRollback) : ''
  return (
    <li ref={row} className={`step ${tone} ${isSelected ? 'is-selected' : ''} status-${view.status}`}>
      <button
        type="button"
        className="step-head"
        aria-current={isFocus ? 'step' : undefined}
        onClick={() => setUi({ selectedStep: runId && !isSelected ? { runId, stepId: view.step.id } : undefined })}
      >
        <StepMark view={view} />
        <span className="t3 step-number">{view.label}</span>
        <span className="clip" title={view.step.title}>
          {view.adHoc && <b>Ad-hoc </b>}
          {view.step.title}
          {section.run?.rehearsal && <Rehearsed run={section.run} view={view} />}
        </span>
        <span className="wide-only">
          <PlanBar plannedMs={view.plannedMs} actualMs={actualMs} longestMs={longestMs} isRunning={isRunning} />
        </span>
        {view.status === 'skipped' ||
        (['unknown', 'stopped', 'failed', 'timed-out', 'undone'].includes(view.status) &&
          view.actualMs === undefined) ? (
          <span className="figures is-word">
            <span className={`step-word ${toneOfStep(view.status)}`}>{wordOfStep(view)}</span>
          </span>
        ) : (
          <Figures
            actualMs={actualMs}
            plannedMs={view.plannedMs}
            diffMs={diffMs}
            isRunning={isRunning}
            word={view.status === 'next' ? 'next' : undefined}
          />
        )}
      </button>
      {(isFocus || isSelected) && (
        <StepBody deck={deck} view={view} section={section} actualMs={actualMs} isFocus={isFocus} />
      )}
    </li>
  )
}

/** In a rehearsal: whether a stub stands in for it. */
function Rehearsed({ run, view: { step } }: { run: RunState; view: StepView }) {
  if (run.rehearsal!.real.includes(step.id)) return <b className="step-rehearsed is-real">for real</b>
  return step.kind === 'command' ? <span className="step-rehearsed">stub</span> : null
}

function StepBody({
  deck,
  view,
  section,
  actualMs,
  isFocus,
}: {
  deck: Deck
  view: StepView
  section: Section
  actualMs?: number
  isFocus: boolean
}) {
  const { step } = view
  const host = section.run && hostOf(section.run.definition, section.run.environment, step)
  const lost = view.last?.lost
  const facts = [
    host && `On ${overSsh(host)}`,
    step.attributes.owner && `Owner ${formatRole(step.attributes.owner)}`,
    view.undoes && `Undoes ${titleOf(deck, view.undoes)}`,
    step.attributes.undo && `Undone by ${titleOf(deck, step.attributes.undo)}`,
    view.adHoc
      ? `Ad-hoc by ${formatActor(view.adHoc.by)}: ${view.adHoc.reason.replace(/\.$/, '')}`
      : placeOf(step.position),
    view.adHoc && !step.attributes.undo && 'A rollback does not undo it',
  ].filter(Boolean)
  const said =
    view.skippedReason ??
    view.heldBy ??
    (['failed', 'timed-out', 'stopped', 'unknown', 'retrying', 'went-on'].includes(view.status)
      ? view.last?.reason
      : view.last?.note)
  return (
    <div className="step-body">
      <div className={`step-state ${toneOfStep(view.status)}`}>
        <b>{wordOfStep(view)}</b>
        {said && <span className="t2"> {said}</span>}
      </div>
      {step.attributes.interactive && section.run && view.status === 'running' && (
        <div>
          Answer it at the right, or in a terminal: <span className="mono">cockpit attach {section.run.id}</span>
        </div>
      )}
      {selectWarnings(view, deck.nowMs).map((sentence) => (
        <div key={sentence} className="bold">
          {sentence}
        </div>
      ))}
      {lost && <div className="bold">{capital(lostWords(lost, formatTime(lost.sinceMs, deck.offsetMinutes)))}.</div>}
      {isFocus && view.plannedMs !== undefined && actualMs !== undefined && view.last?.endedAtMs === undefined && (
        <ProgressBar
          share={actualMs / view.plannedMs}
          tone={section.isRollback ? 'red' : 'accent'}
          label="Step against plan"
        />
      )}
      {step.prose && ['needs-person', 'needs-start', 'needs-approval'].includes(view.status) && (
        <p className="step-prose">{step.prose}</p>
      )}
      <div className="t2 small clip" title={facts.join('. ')}>
        {facts.join('. ')}
      </div>
      {section.run && <StepActions run={section.run} view={view} />}
    </div>
  )
}

const titleOf = (deck: Deck, id: string) =>
  deck.definition.runbook.stages.flatMap((stage) => stage.steps).find((step) => step.id === id)?.title ?? id
