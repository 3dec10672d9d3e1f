/** Commands to events, or a refusal. Pure: time, ids and what was read from outside come in as `Facts`. */
import type { Command } from '../contract/commands.ts'
import { decideClosure, refuseClosed, reopenedBy } from './closure/decide-closure.ts'
import { decideComment } from './comments/decide-comment.ts'
import { decideAmend } from './decide-amend.ts'
import { decideExec } from './decide-exec.ts'
import { decideGap } from './decide-gap.ts'
import { refuseHeld } from './decide-held.ts'
import { decideRoom } from './decide-room.ts'
import { decideRun } from './decide-run.ts'
import { decideStanding } from './decide-standing.ts'
import { decideStep } from './decide-step.ts'
import type { Decision, Facts } from './decision.ts'
import { decideDecision } from './decisions/decide-decision.ts'
import { decideDriver } from './driver/decide-driver.ts'
import { refuseNotDriving } from './driver/refuse-not-driving.ts'
import { decideGate } from './gates/decide-gate.ts'
import { decideFeedback, decideIssue } from './issues/decide-issue.ts'
import { decideJudging } from './judging/decide-judging.ts'
import { decideNote } from './notes/decide-note.ts'
import { decideNotice } from './notices/decide-notice.ts'
import { decidePoll } from './polls/decide-poll.ts'
import { decideItem } from './process/decide-item.ts'
import { decideRehearsal } from './rehearsal/decide-rehearsal.ts'
import { decideRemark } from './remarks/remarks.ts'
import type { ReleaseState } from './state.ts'
import { decideBatch } from './strategies/decide-batch.ts'

/** Decides a person's command. Never throws for what a person can get wrong. */
export function decide(state: ReleaseState, command: Command, facts: Facts): Decision {
  const refused =
    refuseHeld(state, command, facts.held) ??
    refuseClosed(state, command) ??
    refuseNotDriving(state, command, facts.actor)
  return refused ?? reopenedBy(state, command, decideOpen(state, command, facts))
}

function decideOpen(state: ReleaseState, command: Command, facts: Facts): Decision {
  switch (command.type) {
    case 'run.start':
    case 'rollback.start':
    case 'run.pause':
    case 'run.resume':
    case 'run.stop':
      return decideRun(state, command, facts)
    case 'rehearsal.start':
      return decideRehearsal(state, command, facts)
    case 'amend.request':
    case 'amend.approve':
    case 'amend.withdraw':
      return decideAmend(state, command, facts)
    case 'step.exec':
      return decideExec(state, command, facts)
    case 'gap.acknowledge':
      return decideGap(state, command)
    case 'release.postpone':
    case 'release.cancel':
    case 'release.reopen':
      return decideStanding(state, command)
    case 'release.close':
      return decideClosure(state, command, facts)
    case 'step.start':
    case 'step.confirm':
    case 'step.fail':
    case 'step.skip':
    case 'step.retry':
    case 'step.stop-retries':
    case 'step.stop':
    case 'step.resolve':
      return decideStep(state, command, facts)
    case 'gate.override':
    case 'gate.keep-waiting':
      return decideGate(state, command, facts)
    case 'judge.promote':
    case 'judge.keep-waiting':
      return decideJudging(state, command, facts)
    case 'batch.override':
      return decideBatch(state, command)
    case 'issue.declare':
    case 'decision.acknowledge':
    case 'decision.veto':
    case 'decision.answer':
      return decideDecision(state, command, facts)
    case 'poll.open':
    case 'poll.close':
      return decidePoll(state, command, facts)
    case 'item.take':
    case 'item.done':
    case 'item.reopen':
    case 'item.waive':
      return decideItem(state, command, facts)
    case 'issue.report':
    case 'issue.take':
    case 'issue.resolve':
    case 'issue.accept':
    case 'issue.close':
    case 'issue.reopen':
      return decideIssue(state, command, facts)
    case 'notice.send':
    case 'notice.resolve':
    case 'notice.drop':
      return decideNotice(state, command, facts)
    case 'comment.add':
    case 'comment.resolve':
    case 'comment.reopen':
      return decideComment(state, command, facts)
    case 'note.add':
    case 'note.minute':
    case 'note.assign':
    case 'note.settle':
    case 'note.reopen':
      return decideNote(state, command)
    case 'driver.take':
    case 'driver.offer':
    case 'driver.accept':
    case 'driver.decline':
    case 'driver.withdraw':
    case 'driver.leave':
      return decideDriver(state, command, facts)
    case 'remark.add':
      return decideRemark(state, command, facts.nowMs)
    case 'feedback.record':
      return decideFeedback(state, command)
    default:
      return decideRoom(state, command, facts)
  }
}
