/** Stages, headings and steps: where one is, and where else one can go. */
import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { formatClock } from '../../../shared/documents/words.ts'
import type { StepId } from '../../../shared/ids.ts'
import type { Severity } from '../../../shared/runbook/model.ts'
import type { OutlineEntry } from '../../../shared/runbook/review/outline.ts'
import { FINDING_LOOKS } from '../../components/finding-list.tsx'
import { Mark } from '../../components/mark.tsx'
import { useSession } from '../../state/context.tsx'
import { jumpToLine, jumpToStep } from './jump.ts'
import type { Review } from './review-context.ts'

type Props = { outline: readonly OutlineEntry[]; review: Review }

export const OutlinePanel = memo(({ outline, review }: Props) => {
  const steps = outline.filter(({ kind }) => kind === 'step').length
  return (
    <nav className="review-outline" aria-label="Outline">
      <div className="panel-head">
        <h2>Outline</h2>
        <span className="end t2">
          {steps} {steps === 1 ? 'step' : 'steps'}
        </span>
      </div>
      <div className="scroll">
        {outline.map((entry) =>
          entry.kind === 'heading' ? (
            <HeadingRow key={`h${entry.line}`} entry={entry} />
          ) : (
            <StepRow key={entry.step.id} entry={entry} review={review} />
          ),
        )}
        {outline.length === 0 && <p className="empty">Headings and steps of the runbook appear here.</p>}
      </div>
    </nav>
  )
})

/** Up and down go from row to row, as j and k go from step to step. */
function walk(event: KeyboardEvent<HTMLButtonElement>) {
  const down = event.key === 'ArrowDown'
  if (!down && event.key !== 'ArrowUp') return
  const rows = [...(event.currentTarget.parentElement?.querySelectorAll('button') ?? [])]
  const at = rows.indexOf(event.currentTarget)
  rows[Math.max(0, Math.min(rows.length - 1, at + (down ? 1 : -1)))]?.focus()
  event.preventDefault()
}

function HeadingRow({ entry }: { entry: Extract<OutlineEntry, { kind: 'heading' }> }) {
  const { ui } = useSession()
  const { stage, title, level, line } = entry
  return (
    <button
      type="button"
      className={`outline-heading ${stage ? 'is-stage' : ''}`}
      style={{ paddingLeft: `calc(var(--pad) + ${Math.max(0, level - 2) * 10}px)` }}
      onKeyDown={walk}
      onClick={() => jumpToLine(ui, line)}
    >
      <span className="clip" dir="auto">
        {title}
      </span>
      {stage && (
        <span className="t3 small">
          {stage.kind === 'rollback' ? 'rollback' : stage.pace === 'manual' ? 'by hand' : 'runs on'}
        </span>
      )}
    </button>
  )
}

const RANK: readonly Severity[] = ['error', 'warning', 'hint']

/** The worst that is to be said about a step. */
const worstOf = (review: Review, id: StepId): Severity | undefined =>
  RANK.find((severity) => review.findingsOf.get(id)?.some((each) => each.severity === severity))

/** Only the list scrolls, never what is around it. */
function keepInSight(list: HTMLElement, row: HTMLElement): void {
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()]
  if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom
}

function StepRow({ entry, review }: { entry: Extract<OutlineEntry, { kind: 'step' }>; review: Review }) {
  const { ui } = useSession()
  const { step, label, plannedMs } = entry
  const row = useRef<HTMLButtonElement>(null)
  const isChosen = review.chosen === step.id
  useEffect(() => {
    const list = row.current?.parentElement
    if (isChosen && list) keepInSight(list, row.current!)
  }, [isChosen])
  const worst = worstOf(review, step.id)
  const open = (review.threadsOf.get(step.id) ?? []).filter(({ first }) => !first.resolved).length
  return (
    <button
      ref={row}
      type="button"
      className="outline-step"
      aria-current={isChosen}
      onKeyDown={walk}
      onClick={() => jumpToStep(ui, step.id)}
    >
      <span className="t3 num">{label}</span>
      <span className="clip" dir="auto">
        {step.title}
      </span>
      <span className="outline-marks">
        {open > 0 && (
          <span title={`${open} open comments`}>
            <Mark name="note" />
            <span className="sr-only">{open} open comments</span>
          </span>
        )}
        {worst && (
          <span title={FINDING_LOOKS[worst].word.toLowerCase()}>
            <Mark name={FINDING_LOOKS[worst].mark} className={worst === 'hint' ? 't3' : 't1'} />
            <span className="sr-only">{worst}</span>
          </span>
        )}
      </span>
      <span className="t3 num">{plannedMs === undefined ? '' : formatClock(plannedMs)}</span>
    </button>
  )
}
