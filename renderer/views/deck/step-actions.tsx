/** What a person can do about a step now. A refusal is shown right here, as a sentence. */
import { useState } from 'react'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { isHeldByGap } from '../../../shared/domain/gaps.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useSend, useSetUi } from '../../state/context.tsx'
import type { Dialog } from '../../state/ui-store.ts'

type Action = { label: string; tone?: 'primary' | 'danger'; does: { command: CommandInput } | { dialog: Dialog } }

const skip = (run: RunState, view: StepView): Action => ({
  label: 'Skip…',
  does: { dialog: { kind: 'skip', runId: run.id, stepId: view.step.id, title: view.step.title } },
})

const stopRun = (run: RunState): Action => ({
  label: run.rehearsal ? 'Stop the rehearsal…' : 'Stop the run…',
  does: { dialog: { kind: 'stop-run', runId: run.id, title: run.title } },
})

const pause = (run: RunState, label: string): Action[] =>
  run.paused || run.kind === 'rollback' ? [] : [{ label, does: { dialog: { kind: 'pause', runId: run.id } } }]

const resume = (run: RunState): Action[] =>
  run.paused ? [{ label: 'Resume', tone: 'primary', does: { command: { type: 'run.resume', runId: run.id } } }] : []

function onRunning(run: RunState, view: StepView): Action[] {
  const attempt = view.last!
  const isAgain = view.status === 'stopping'
  const stop: Action = {
    label: isAgain ? 'Kill now…' : 'Stop…',
    tone: isAgain ? 'danger' : undefined,
    does: { dialog: { kind: 'stop-step', attemptId: attempt.id, title: view.step.title, isAgain } },
  }
  return [...(run.paused ? resume(run) : pause(run, 'Pause after this')), stop]
}

/** A gate passes and fails by itself; what a person says instead goes on the record. */
function onGate(run: RunState, view: StepView): Action[] {
  const { id: attemptId, gate } = view.last!
  const { title } = view.step
  const dialog = (kind: 'gate-override' | 'gate-wait' | 'gate-fail'): Action['does'] => ({
    dialog: { kind, attemptId, title },
  })
  const wait: Action[] = gate?.asked ? [{ label: 'Keep waiting…', tone: 'primary', does: dialog('gate-wait') }] : []
  return [
    ...wait,
    { label: 'Go on without it…', does: dialog('gate-override') },
    { label: 'It has failed…', does: dialog('gate-fail') },
    ...(run.paused ? resume(run) : pause(run, 'Pause after this')),
  ]
}

/** A judge promotes and fails by itself; what a person says instead goes on the record. */
function onJudge(run: RunState, view: StepView): Action[] {
  const { id: attemptId, judging } = view.last!
  const { title } = view.step
  const dialog = (kind: 'judge-promote' | 'judge-wait' | 'judge-fail'): Action['does'] => ({
    dialog: { kind, attemptId, title },
  })
  const wait: Action[] = judging?.asked
    ? [{ label: 'Go on measuring…', tone: 'primary', does: dialog('judge-wait') }]
    : []
  return [
    ...wait,
    { label: 'Promote all the same…', does: dialog('judge-promote') },
    { label: 'It has failed…', does: dialog('judge-fail') },
    ...(run.paused ? resume(run) : pause(run, 'Pause after this')),
  ]
}

function onPerson(run: RunState, view: StepView): Action[] {
  if (view.last?.kind === 'gate') return onGate(run, view)
  if (view.last?.kind === 'judge') return onJudge(run, view)
  const attemptId = view.last!.id
  return [
    { label: 'Done', tone: 'primary', does: { command: { type: 'step.confirm', attemptId } } },
    { label: 'Could not be done…', does: { dialog: { kind: 'fail', attemptId, title: view.step.title } } },
    skip(run, view),
  ]
}

const onUnknown = (view: StepView): Action[] => {
  const { id: attemptId } = view.last!
  const { title } = view.step
  return [
    { label: 'Inspect…', tone: 'primary', does: { dialog: { kind: 'inspect', attemptId, title } } },
    { label: 'It succeeded…', does: { dialog: { kind: 'resolve', attemptId, title, outcome: 'succeeded' } } },
    { label: 'It failed…', does: { dialog: { kind: 'resolve', attemptId, title, outcome: 'failed' } } },
  ]
}

/** A run that is over can be taken up again from any step of it. */
const startFrom = (run: RunState, view: StepView): Action[] =>
  run.kind === 'deploy' && !run.rehearsal
    ? [
        {
          label: 'Start from here…',
          does: { dialog: { kind: 'start', stageId: run.stageIds[0], fromStep: view.step.id } },
        },
      ]
    : []

export function actionsOf(run: RunState, view: StepView): Action[] {
  if (run.finished) return startFrom(run, view)
  const { id: runId } = run
  const { id: stepId } = view.step
  switch (view.status) {
    case 'needs-start':
      return [
        {
          label: `Start step ${view.label}`,
          tone: 'primary',
          does: { command: { type: 'step.start', runId, stepId } },
        },
        skip(run, view),
        stopRun(run),
      ]
    case 'needs-instances':
      return [
        {
          label: 'Begin all the same…',
          does: { dialog: { kind: 'batch-override', runId, stepId, title: view.step.title } },
        },
        skip(run, view),
        ...(run.paused ? resume(run) : pause(run, 'Pause')),
        stopRun(run),
      ]
    case 'needs-person':
      return onPerson(run, view)
    case 'needs-approval':
      return [
        { label: 'Approve…', tone: 'primary', does: { dialog: { kind: 'approve', runId, stepId } } },
        skip(run, view),
      ]
    case 'holding':
      if (view.last?.kind === 'judge') return onJudge(run, view)
      return view.last?.kind === 'gate' ? onGate(run, view) : onRunning(run, view)
    case 'running':
    case 'stopping':
      return onRunning(run, view)
    case 'retrying':
      return [
        { label: 'Retry now', tone: 'primary', does: { command: { type: 'step.retry', runId, stepId } } },
        {
          label: 'Stop retrying…',
          does: { dialog: { kind: 'stop-retries', runId, stepId, title: view.step.title } },
        },
        skip(run, view),
      ]
    case 'failed':
    case 'timed-out':
    case 'stopped':
      return [
        { label: 'Retry', tone: 'primary', does: { command: { type: 'step.retry', runId, stepId } } },
        skip(run, view),
        stopRun(run),
      ]
    case 'unknown':
      return onUnknown(view)
    case 'paused':
    case 'next':
    case 'waiting':
      return [
        ...(view.status === 'waiting' ? [] : resume(run)),
        skip(run, view),
        ...(view.status === 'waiting' ? [] : [stopRun(run)]),
      ]
    default:
      return []
  }
}

export function StepActions({ run, view }: { run: RunState; view: StepView }) {
  const send = useSend()
  const setUi = useSetUi()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isReturn = useCockpit(({ release }) => release !== undefined && isHeldByGap(release, run))
  const perform = async ({ does }: Action) => {
    if ('dialog' in does) return setUi({ dialog: does.dialog })
    setBusy(true)
    setRefusal(await send(does.command))
    setBusy(false)
  }
  const actions = actionsOf(run, view)
  if (actions.length === 0) return null
  return (
    <>
      <div className="step-actions">
        {actions.map((action) => (
          <button
            key={action.label}
            type="button"
            className={`btn ${action.tone && !(isReturn && action.tone === 'primary') ? `btn-${action.tone}` : ''}`}
            disabled={isBusy}
            onClick={() => void perform(action)}
          >
            {action.label}
          </button>
        ))}
      </div>
      <Refusal sentence={refusal} />
    </>
  )
}
