/** Puts to the person at the terminal what a run waits for. */

import type { CockpitClient } from '../../../shared/contract/client.ts'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { decisionReasons } from '../../../shared/documents/decision-words.ts'
import { judgeQuestion } from '../../../shared/documents/judge-lines.ts'
import { formatDigest, formatRole } from '../../../shared/documents/words.ts'
import type { TimedDecision } from '../../../shared/domain/decisions/timed-decision.ts'
import { needsPerson } from '../../../shared/domain/gates/select-gate.ts'
import type { NextMove } from '../../../shared/domain/moves.ts'
import { projectReturn, type ReturnReport } from '../../../shared/domain/project-return.ts'
import type { AttemptState, ReleaseState, RunState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import { selectAsking } from '../../../shared/domain/stop.ts'
import type { ReleaseId } from '../../../shared/ids.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { CliFailure } from '../failure.ts'
import { withPin } from '../pin.ts'
import { type Sender, send } from '../session.ts'
import { runVerify, showInspection } from '../show-inspection.ts'
import { askOnReturn, returnText } from './on-return.ts'
import type { RunView } from './run-view.ts'

type Situation = {
  client: CockpitClient
  release: ReleaseId
  as: Sender
  view: RunView
  state: ReleaseState
  run: RunState
}
type Answer = 'go-on' | 'leave'

/** Sends what was answered; a refusal is shown, and the question comes again with the next change. */
async function tell({ client, release, as, view }: Situation, command: CommandInput): Promise<Answer> {
  try {
    await send(client, release, command, as)
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    view.line(error.message)
  }
  return 'go-on'
}

/** Asks until one of the keys is given. */
async function choose(view: RunView, question: string, keys: string[]): Promise<string> {
  for (;;) {
    const answer = (await view.ask(`${question} `)).trim().toLowerCase()
    if (keys.includes(answer)) return answer
  }
}

async function reasonFor(view: RunView, what: string): Promise<string> {
  for (;;) {
    const text = (await view.ask(`${what} `)).trim()
    if (text) return text
  }
}

async function onPerson(situation: Situation, step: Step, attempt: AttemptState): Promise<Answer> {
  const { view } = situation
  if (step.prose) view.line(step.prose)
  const key = await choose(view, `${step.title}: done? [y] yes, [f] could not be done, [s] skip:`, ['y', 'f', 's'])
  if (key === 'y') return tell(situation, { type: 'step.confirm', attemptId: attempt.id })
  const reason = await reasonFor(view, 'Why?')
  if (key === 'f') return tell(situation, { type: 'step.fail', attemptId: attempt.id, reason })
  return tell(situation, { type: 'step.skip', runId: situation.run.id, stepId: step.id, reason })
}

async function onApproval(situation: Situation, step: Step, missing: string[]): Promise<Answer> {
  const { view, run } = situation
  for (const role of missing) {
    view.line(
      `${step.title} needs ${formatRole(role)}. What is approved: ${formatDigest(run.resolvedDigest)}\n${step.text}`,
    )
    const key = await choose(view, `${formatRole(role)}: [g] GO, [n] no-go, [l] leave it:`, ['g', 'n', 'l'])
    if (key === 'l') return 'leave'
    const decision = key === 'g' ? 'go' : 'no-go'
    const words = decision === 'no-go' ? await reasonFor(view, 'Why?') : undefined
    const binds = { environment: run.environment, runId: run.id, stepId: step.id, digest: run.resolvedDigest }
    const { askHidden } = view
    const own = { ...situation.as, role }
    const as = askHidden ? await withPin(situation.client, own, { askHidden }) : own
    await tell({ ...situation, as }, { type: 'approval.give', role, decision, words, ...binds })
  }
  return 'go-on'
}

/** Looking changes nothing, so it is asked again until somebody says what it was. */
async function onUnknown(situation: Situation, step: Step, attempt: AttemptState): Promise<Answer> {
  const { view, client, release, as } = situation
  const canVerify = step.attributes.verify !== undefined
  const keys = ['s', 'f', 'i', ...(canVerify ? ['v'] : []), 'l']
  const question = `The outcome of ${step.title} is unknown. It [s] succeeded, [f] failed, [i] inspect${canVerify ? ', [v] run its verify' : ''}, [l] leave it open:`
  const place = { client, release, as, line: (text: string) => view.line(text) }
  for (;;) {
    const key = await choose(view, question, keys)
    if (key === 'l') return 'leave'
    if (key === 'i') await showInspection(place, attempt.id)
    else if (key === 'v') await runVerify(place, attempt.id)
    else {
      const outcome = key === 's' ? 'succeeded' : 'failed'
      return tell(situation, {
        type: 'step.resolve',
        attemptId: attempt.id,
        outcome,
        reason: await reasonFor(view, 'How do you know?'),
      })
    }
  }
}

async function onHalted(situation: Situation, step: Step, attempt: AttemptState): Promise<Answer> {
  const { view, run } = situation
  if (attempt.status === 'unknown') {
    return onUnknown(situation, step, attempt)
  }
  // A rehearsal deployed nothing: there is nothing of it to take back.
  const isDeploy = run.kind === 'deploy' && !run.rehearsal
  const keys = isDeploy ? ['r', 's', 'b', 'q', 'l'] : ['r', 's', 'q', 'l']
  const back = isDeploy ? ', [b] roll back' : ''
  const key = await choose(
    view,
    `${step.title} did not succeed. [r] retry, [s] skip${back}, [q] end the run, [l] leave it open:`,
    keys,
  )
  if (key === 'l') return 'leave'
  if (key === 'r') return tell(situation, { type: 'step.retry', runId: run.id, stepId: step.id })
  const reason = await reasonFor(view, 'Why?')
  if (key === 's') return tell(situation, { type: 'step.skip', runId: run.id, stepId: step.id, reason })
  if (key === 'b') return tell(situation, { type: 'rollback.start', environment: run.environment, reason })
  return tell(situation, { type: 'run.stop', runId: run.id, reason })
}

/** `on-rollback=ask`: the rollback waits for this step, for as long as the person says. */
async function onAsking(situation: Situation, move: NextMove, attempt: AttemptState): Promise<Answer> {
  const run = move.kind === 'wait-for-run' ? move.run : situation.run
  const title = selectStep(run.definition, attempt.stepId)?.title ?? attempt.stepId
  const key = await choose(situation.view, `${title} still runs. [c] cancel it now, [w] wait for its end:`, ['c', 'w'])
  if (key === 'w') return 'go-on'
  return tell(situation, { type: 'step.stop', attemptId: attempt.id, reason: 'Cancelled for the rollback.' })
}

async function onReturn(situation: Situation, report: ReturnReport): Promise<Answer> {
  const { view, state, run } = situation
  for (const line of returnText(state, run)) view.line(line)
  const answer = await askOnReturn(run, report, {
    choose: (question, keys) => choose(view, question, keys),
    reason: (question) => reasonFor(view, question),
  })
  if (answer === 'leave') return answer
  const told = await tell(situation, answer.command)
  const isHold = answer.command.type === 'gap.acknowledge' && answer.command.decision === 'hold'
  return isHold && told === 'go-on' ? onHeld(situation) : told
}

/** Who held it here can let it go on here. */
async function onHeld(situation: Situation): Promise<Answer> {
  const { view, run } = situation
  const key = await choose(view, `${run.title} is held. [r] resume, [b] roll back, [l] leave it open:`, ['r', 'b', 'l'])
  if (key === 'l') return 'leave'
  if (key === 'r') return tell(situation, { type: 'run.resume', runId: run.id })
  const reason = await reasonFor(view, 'Why?')
  return tell(situation, { type: 'rollback.start', environment: run.environment, reason })
}

async function onDecision(situation: Situation, { id: decisionId, words, ...rest }: TimedDecision): Promise<Answer> {
  const { view } = situation
  const why = decisionReasons({ id: decisionId, words, ...rest })
  view.line(`${words}${why ? ` ${why}` : ''}`)
  const keys = ['b', 'h', 'f', 'l']
  const key = await choose(view, 'Decide: [b] roll back, [h] hold, [f] fix forward, [l] leave it open:', keys)
  if (key === 'l') return 'leave'
  const choice = key === 'b' ? 'roll-back' : key === 'h' ? 'hold' : 'fix-forward'
  const reason = await reasonFor(view, 'Why?')
  const told = await tell(situation, { type: 'decision.answer', decisionId, choice, reason })
  return choice === 'hold' && told === 'go-on' ? onHeld(situation) : told
}

/** A gate that cannot say anything about the release: it never passes by that. */
async function onGate(situation: Situation, step: Step, { id: attemptId, gate }: AttemptState): Promise<Answer> {
  const { view } = situation
  for (const { words } of gate?.asked?.blocks ?? []) view.line(words)
  const question = `${step.title} holds. [w] keep waiting, [g] go on without it, [f] it has failed, [l] leave it open:`
  const key = await choose(view, question, ['w', 'g', 'f', 'l'])
  if (key === 'l') return 'leave'
  if (key === 'w') return tell(situation, { type: 'gate.keep-waiting', attemptId })
  const reason = await reasonFor(view, 'Why? It goes on the record as a deviation.')
  return tell(situation, { type: key === 'g' ? 'gate.override' : 'step.fail', attemptId, reason })
}

/** More of the fleet fails than may: the batch begins once that is over, or by a word that goes on the record. */
async function onFleet(situation: Situation, { id: stepId, title }: Step, words: string): Promise<Answer> {
  const { view, run } = situation
  view.line(words)
  const question = `${title} is held. [w] wait, [g] begin all the same, [b] roll back, [l] leave it open:`
  const key = await choose(view, question, ['w', 'g', 'b', 'l'])
  if (key === 'l') return 'leave'
  if (key === 'w') return 'go-on'
  const reason = await reasonFor(view, 'Why? It goes on the record.')
  if (key === 'b') return tell(situation, { type: 'rollback.start', environment: run.environment, reason })
  return tell(situation, { type: 'batch.override', runId: run.id, stepId, reason })
}

/** A canary without a verdict that promotes it: it never gets more traffic by that. */
async function onJudge(situation: Situation, step: Step, { id: attemptId, judging }: AttemptState): Promise<Answer> {
  const { view } = situation
  for (const words of judgeQuestion(judging?.asked)) view.line(words)
  const question = `${step.title} asks. [w] keep measuring, [g] promote all the same, [f] it has failed, [l] leave it open:`
  const key = await choose(view, question, ['w', 'g', 'f', 'l'])
  if (key === 'l') return 'leave'
  if (key === 'w') return tell(situation, { type: 'judge.keep-waiting', attemptId })
  const reason = await reasonFor(view, 'Why? It goes on the record as a deviation.')
  return tell(situation, { type: key === 'g' ? 'judge.promote' : 'step.fail', attemptId, reason })
}

/** Asks and sends what was answered. */
export async function answerNeed(situation: Situation, move: NextMove): Promise<Answer> {
  const { view, run } = situation
  const report = projectReturn(situation.state, run)
  if (report) return onReturn(situation, report)
  const asking = selectAsking(situation.state, move)
  if (asking) return onAsking(situation, move, asking)
  if (move.kind === 'halted') return onHalted(situation, move.step, move.attempt)
  if (move.kind === 'needs-approval') return onApproval(situation, move.step, move.missing)
  if (move.kind === 'needs-start') {
    view.line(`${move.step.prose ? `${move.step.prose}\n` : ''}$ ${move.step.text}`)
    const { confirm } = move.step.attributes
    await view.ask(`${confirm ? `${confirm} ` : ''}${move.step.title}: Enter starts it: `)
    return tell(situation, { type: 'step.start', runId: run.id, stepId: move.step.id })
  }
  if (move.kind === 'fleet-short') return onFleet(situation, move.step, move.words)
  if (move.kind === 'decision') return onDecision(situation, move.decision)
  if (move.kind !== 'wait') return 'go-on'
  const attempt = move.attempts.find(needsPerson)!
  const step = selectStep(run.definition, attempt.stepId)!
  if (attempt.kind === 'approval') return onApproval(situation, step, step.attributes.approve ?? [])
  if (attempt.kind === 'gate') return onGate(situation, step, attempt)
  if (attempt.kind === 'judge') return onJudge(situation, step, attempt)
  return onPerson(situation, step, attempt)
}
