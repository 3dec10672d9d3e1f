/** What is asked before an action that needs nothing but a reason, and what it means. */
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { isRehearsalId } from '../../../shared/domain/rehearsal/rehearsal-state.ts'
import type { Dialog } from '../../state/ui-store.ts'

/** The dialogs that ask for nothing but a reason. */
export type Asked = Extract<
  Dialog,
  {
    kind:
      | 'skip'
      | 'stop-retries'
      | 'stop-step'
      | 'stop-run'
      | 'pause'
      | 'fail'
      | 'gate-override'
      | 'batch-override'
      | 'gate-wait'
      | 'gate-fail'
      | 'judge-promote'
      | 'judge-wait'
      | 'judge-fail'
      | 'resolve'
      | 'hold-course'
      | 'answer'
      | 'cancel-release'
      | 'reopen'
  }
>
type Question = {
  title: string
  explains: string
  label: string
  submit: string
  tone?: 'primary' | 'danger'
  isOptional?: boolean
  command: (reason: string) => CommandInput
}

const REASON = 'Reason, goes on the record'

/** The words of such a dialog, and the command that carries the reason. */
export function questionOf(dialog: Asked): Question {
  switch (dialog.kind) {
    case 'skip':
      return {
        title: `Skip “${dialog.title}”`,
        explains: 'The step is not run; the run goes on with the next. A rollback will not undo it.',
        label: REASON,
        submit: 'Skip it',
        command: (reason) => ({ type: 'step.skip', runId: dialog.runId, stepId: dialog.stepId, reason }),
      }
    case 'stop-retries':
      return {
        title: `Do not try “${dialog.title}” again`,
        explains: 'The step has failed then, and the run waits for you: retry, skip, stop or roll back.',
        label: REASON,
        submit: 'Stop retrying',
        command: (reason) => ({ type: 'step.stop-retries', runId: dialog.runId, stepId: dialog.stepId, reason }),
      }
    case 'stop-step':
      return {
        title: dialog.isAgain ? `Kill “${dialog.title}”` : `Stop “${dialog.title}”`,
        explains: dialog.isAgain
          ? 'KILL goes to the process group at once. What the command was doing may be left half done.'
          : 'TERM goes to the process group, KILL follows after 10 s. The run then waits for you: retry, skip, stop or roll back.',
        label: REASON,
        submit: dialog.isAgain ? 'Kill it' : 'Stop it',
        tone: 'danger',
        command: (reason) => ({ type: 'step.stop', attemptId: dialog.attemptId, reason }),
      }
    case 'stop-run':
      return {
        title: isRehearsalId(dialog.runId) ? `Stop “${dialog.title}”` : `Stop the run “${dialog.title}”`,
        explains: isRehearsalId(dialog.runId)
          ? 'The rehearsal ends here. It deployed nothing, so nothing is left to undo.'
          : 'The run ends here. Nothing is undone: use the rollback control for that.',
        label: REASON,
        submit: isRehearsalId(dialog.runId) ? 'Stop the rehearsal' : 'Stop the run',
        tone: 'danger',
        command: (reason) => ({ type: 'run.stop', runId: dialog.runId, reason }),
      }
    case 'pause':
      return {
        title: 'Pause the run',
        explains: 'What runs now goes on to its end; nothing further is started until somebody resumes.',
        label: REASON,
        submit: 'Pause',
        isOptional: true,
        command: (reason) => ({ type: 'run.pause', runId: dialog.runId, reason }),
      }
    case 'fail':
      return {
        title: `“${dialog.title}” could not be done`,
        explains: 'The step is recorded as failed and the run waits: retry, skip, stop or roll back.',
        label: 'What happened, goes on the record',
        submit: 'Record as failed',
        tone: 'danger',
        command: (reason) => ({ type: 'step.fail', attemptId: dialog.attemptId, reason }),
      }
    case 'gate-override':
      return {
        title: `Go on without “${dialog.title}”`,
        explains:
          'The gate has not passed: nothing says that the release is good. The run goes on all the same, and that stands on the record as a deviation.',
        label: REASON,
        submit: 'Go on without the gate',
        tone: 'danger',
        command: (reason) => ({ type: 'gate.override', attemptId: dialog.attemptId, reason }),
      }
    case 'batch-override':
      return {
        title: `Begin “${dialog.title}” all the same`,
        explains:
          'More of the fleet fails than may, or nobody knows how much does. The batch begins all the same, and that stands on the record as a deviation. Without your word it begins once the instances are well.',
        label: REASON,
        submit: 'Begin the batch',
        tone: 'danger',
        command: (reason) => ({ type: 'batch.override', runId: dialog.runId, stepId: dialog.stepId, reason }),
      }
    case 'gate-wait':
      return {
        title: `Keep waiting at “${dialog.title}”`,
        explains:
          'It goes on holding and passes once its targets were met for long enough. It asks about the same again in ten minutes.',
        label: REASON,
        submit: 'Keep waiting',
        isOptional: true,
        command: (reason) => ({ type: 'gate.keep-waiting', attemptId: dialog.attemptId, reason }),
      }
    case 'gate-fail':
      return {
        title: `“${dialog.title}” has failed`,
        explains: 'The gate ends here and the run waits: retry, skip, stop or roll back.',
        label: REASON,
        submit: 'Record as failed',
        tone: 'danger',
        command: (reason) => ({ type: 'step.fail', attemptId: dialog.attemptId, reason }),
      }
    case 'judge-promote':
      return {
        title: `Promote without “${dialog.title}”`,
        explains:
          'No verdict says that the new version is as good as the old one. It goes to the next weight or batch all the same, and that stands on the record as a deviation.',
        label: REASON,
        submit: 'Promote it',
        tone: 'danger',
        command: (reason) => ({ type: 'judge.promote', attemptId: dialog.attemptId, reason }),
      }
    case 'judge-wait':
      return {
        title: `Go on measuring at “${dialog.title}”`,
        explains:
          'No further weight is set and no further batch rolled. After a marginal verdict it is judged again when the hold has passed once more; without a verdict as soon as there is one.',
        label: REASON,
        submit: 'Go on measuring',
        isOptional: true,
        command: (reason) => ({ type: 'judge.keep-waiting', attemptId: dialog.attemptId, reason }),
      }
    case 'judge-fail':
      return {
        title: `“${dialog.title}” has failed`,
        explains:
          'No further weight is set and no further batch rolled; the run waits: retry, skip, stop or roll back.',
        label: REASON,
        submit: 'Record as failed',
        tone: 'danger',
        command: (reason) => ({ type: 'step.fail', attemptId: dialog.attemptId, reason }),
      }
    case 'resolve':
      return {
        title: dialog.outcome === 'succeeded' ? `“${dialog.title}” succeeded` : `“${dialog.title}” failed`,
        explains:
          'The answer of this command was lost. Say how you know: it is taken as your word, and nothing is rerun by itself.',
        label: 'How you know, goes on the record',
        submit: dialog.outcome === 'succeeded' ? 'Take it as succeeded' : 'Take it as failed',
        command: (reason) => ({ type: 'step.resolve', attemptId: dialog.attemptId, outcome: dialog.outcome, reason }),
      }
    case 'cancel-release':
      return {
        title: 'Cancel this release',
        explains:
          'It does not go out: nothing starts in a protected environment until somebody takes it up again. A rollback stays possible.',
        label: REASON,
        submit: 'Cancel the release',
        tone: 'danger',
        command: (reason) => ({ type: 'release.cancel', reason }),
      }
    case 'reopen':
      return {
        title: 'Take this release up again',
        explains: 'It may be started again. Approvals and windows count as they stand.',
        label: REASON,
        submit: 'Take it up again',
        command: (reason) => ({ type: 'release.reopen', reason }),
      }
    case 'answer':
      return dialog.choice === 'hold'
        ? {
            title: 'Hold',
            explains:
              'The deploy pauses where it is and nothing is taken back. The rollback stays one motion away. It fires again only when it gets worse.',
            label: REASON,
            submit: 'Hold',
            command: (reason) => ({ type: 'decision.answer', decisionId: dialog.decisionId, choice: 'hold', reason }),
          }
        : {
            title: 'Fix forward',
            explains:
              'The deploy goes on and nothing is taken back: you mend it in place. It fires again only when it gets worse.',
            label: 'What you will do, goes on the record',
            submit: 'Fix forward',
            command: (reason) => ({
              type: 'decision.answer',
              decisionId: dialog.decisionId,
              choice: 'fix-forward',
              reason,
            }),
          }
    case 'hold-course':
      return {
        title: 'Stay on this version',
        explains: `${dialog.text}. The rollback stays one motion away; your decision and its reason go on the record.`,
        label: REASON,
        submit: 'Record the decision',
        command: (reason) => ({
          type: 'note.minute',
          kind: 'decision',
          text: `Stay, no rollback now. ${dialog.text}. ${reason}`,
        }),
      }
  }
}
