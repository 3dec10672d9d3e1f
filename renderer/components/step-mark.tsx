import { formatRole } from '../../shared/documents/words.ts'
import { STATUS_WORDS, type StepStatus, type StepView } from '../../shared/domain/select-steps.ts'
import { Mark, type MarkName } from './mark.tsx'

const MARKS: Record<StepStatus, MarkName> = {
  waiting: 'ring',
  next: 'ring-dot',
  'needs-person': 'person',
  'needs-approval': 'person',
  'needs-start': 'ring-dot',
  'needs-instances': 'gate-shut',
  running: 'play',
  holding: 'pie',
  stopping: 'square',
  paused: 'bars',
  done: 'tick',
  skipped: 'skipped',
  stopped: 'square',
  retrying: 'pie',
  failed: 'failed',
  'went-on': 'failed',
  'timed-out': 'timed-out',
  unknown: 'unknown',
  undone: 'back',
}

const TONES: Partial<Record<StepStatus, string>> = {
  running: 'accent',
  holding: 'accent',
  retrying: 'red',
  failed: 'red',
  'went-on': 'red',
  'timed-out': 'red',
  waiting: 't3',
  done: 't2',
  undone: 't3',
}

/** A manual step shows from the start that a person will be needed. */
export const markOfStep = (view: StepView): MarkName => {
  const byPeople = ['manual', 'instruction', 'approval'].includes(view.step.kind)
  const isGate = view.step.kind === 'gate' || view.step.kind === 'judge'
  if (view.status === 'waiting' && isGate) return 'gate-shut'
  if (view.status === 'done' && isGate) return 'gate-passed'
  return view.status === 'waiting' && byPeople ? 'person' : MARKS[view.status]
}

export const toneOfStep = (status: StepStatus): string => TONES[status] ?? 't1'

export const wordOfStep = (view: StepView): string =>
  view.status === 'needs-approval' && view.missing.length > 0
    ? `Needs ${view.missing.map(formatRole).join(', ')}`
    : view.status === 'needs-person' && view.step.kind === 'gate'
      ? 'Holds and asks'
      : view.status === 'needs-person' && view.step.kind === 'judge'
        ? 'Judge asks'
        : view.status === 'needs-person' && view.step.attributes.owner
          ? `Needs ${formatRole(view.step.attributes.owner)}`
          : STATUS_WORDS[view.status]

export function StepMark({ view }: { view: StepView }) {
  return <Mark name={markOfStep(view)} className={toneOfStep(view.status)} label={wordOfStep(view)} />
}
