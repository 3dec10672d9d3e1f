/** The steps of the process as a path: what is done, what goes on, what waits. Arrow keys move along it. */
import type { KeyboardEvent } from 'react'
import { roleTitles, STEP_WORDS } from '../../../shared/documents/process-words.ts'
import type { ProcessStepView, ProcessView } from '../../../shared/domain/process/project-process.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDay, formatMinute } from '../../components/time.ts'

const MARKS: Record<ProcessStepView['status'], MarkName> = {
  done: 'tick',
  going: 'pie',
  blocked: 'gate-shut',
  waiting: 'ring',
}

type Props = {
  view: ProcessView
  selected: string
  onSelect: (id: string) => void
  offsetMinutes: number
}

const KEYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

export function StepPath({ view, selected, onSelect, offsetMinutes }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = KEYS[event.key]
    if (by === undefined) return
    const at = view.steps.findIndex(({ step }) => step.id === selected)
    const next = view.steps[at + by]
    if (!next) return
    event.preventDefault()
    onSelect(next.step.id)
    const tabs = event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')
    tabs[at + by]?.focus()
  }
  return (
    <div className="step-path" role="tablist" aria-label="Steps of the process" onKeyDown={onKeyDown}>
      {view.steps.map((each) => (
        <StepTab
          key={each.step.id}
          view={view}
          each={each}
          isSelected={each.step.id === selected}
          onSelect={onSelect}
          offsetMinutes={offsetMinutes}
        />
      ))}
    </div>
  )
}

/** How far, and by when: the day a date falls on, with the hour where it is the window itself. */
function progressOf({ status, settled, of, dueAtMs, step }: ProcessStepView, offsetMinutes: number): string {
  const due =
    dueAtMs === undefined
      ? ''
      : `, ${formatDay(dueAtMs, offsetMinutes)}${step.due.offsetMs === 0 ? ` ${formatMinute(dueAtMs, offsetMinutes)}` : ''}`
  return status === 'done' ? `Done${due}` : `${settled} of ${of}${due}`
}

type TabProps = Omit<Props, 'selected'> & { each: ProcessStepView; isSelected: boolean }

function StepTab({ view, each, isSelected, onSelect, offsetMinutes }: TabProps) {
  const { step, number, status, isLate, waitsFor } = each
  const waits = waitsFor.length > 0 ? `, after ${waitsFor.join(', ')}` : ''
  return (
    <button
      type="button"
      role="tab"
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={`step-tab is-${status}`}
      title={`${step.longTitle}: ${STEP_WORDS[status]}${waits}`}
      onClick={() => onSelect(step.id)}
    >
      <span className="step-tab-line">
        <Mark name={MARKS[status]} />
        {isLate && <span className="late small">Late</span>}
        <i />
      </span>
      <b className="clip">
        <span className="t3">{number}</span> {step.title}
      </b>
      <span className="small t2 clip">{roleTitles(view.process, step.owner)}</span>
      <span className="small t2 clip">{progressOf(each, offsetMinutes)}</span>
      <span className="sr-only">
        {STEP_WORDS[status]}
        {waits}
      </span>
    </button>
  )
}
