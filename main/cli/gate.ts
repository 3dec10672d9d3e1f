/** `cockpit gate`: how open gates and judges stand, and what a person says to one that holds. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { judgeQuestion } from '../../shared/documents/judge-lines.ts'
import { formatClock } from '../../shared/documents/words.ts'
import { selectJudgeDueMs } from '../../shared/domain/judging/select-judging.ts'
import type { NextMove } from '../../shared/domain/moves.ts'
import { nextMove } from '../../shared/domain/next-move.ts'
import type { AttemptState, ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectOpenAttempts, selectOpenRuns, selectStep } from '../../shared/domain/steps.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findRelease, type LedgerOptions, ownEnvironment, readState, send, whoAmI, withCockpit } from './session.ts'

export type GateOptions = LedgerOptions & {
  keepWaiting?: boolean
  goOn?: boolean
  fail?: boolean
  step?: string
  reason?: string
  as?: string
  role?: string
}

const openGates = (state: ReleaseState): AttemptState[] =>
  selectOpenRuns(state)
    .flatMap((run) => selectOpenAttempts(state, run))
    .filter((attempt) => attempt.kind === 'gate' || attempt.kind === 'judge')

const titleOf = (state: ReleaseState, { runId, stepId }: AttemptState): string =>
  selectStep(state.runs[runId]!.definition, stepId)?.title ?? stepId

type HeldBatch = Extract<NextMove, { kind: 'fleet-short' }> & { runId: RunState['id'] }

/** Batches that do not begin while too much of their fleet fails. That a retry is due or not changes nothing about them. */
const heldBatches = (state: ReleaseState): HeldBatch[] =>
  selectOpenRuns(state).flatMap((run) => {
    const move = nextMove(state, run, state.updatedAtMs)
    return move.kind === 'fleet-short' ? [{ ...move, runId: run.id }] : []
  })

/** A gate that asks says what blocks it; one that holds by itself how far the record has it. */
export const gateStatusLines = (state: ReleaseState): string[] => [
  ...heldBatches(state).flatMap(({ step, words }) => [
    `${step.title} [${step.id}] is held by its instances`,
    `  ${words}`,
  ]),
  ...openGates(state).flatMap((attempt) => {
    if (attempt.kind === 'judge') return judgeStatusLines(state, attempt)
    const { asked, progress = {} } = attempt.gate ?? {}
    const held = Object.entries(progress).map(([name, { heldMs }]) => `${name} held ${formatClock(heldMs)}`)
    const blocks = asked?.blocks.map(({ words }) => `  ${words}`) ?? []
    return [
      `${titleOf(state, attempt)} [${attempt.stepId}] ${asked ? 'holds and asks' : 'holds'}${held.length > 0 ? `: ${held.join(', ')}` : ''}`,
      ...blocks,
    ]
  }),
]

function judgeStatusLines(state: ReleaseState, attempt: AttemptState): string[] {
  const asked = attempt.judging?.asked
  const forMs = selectStep(state.runs[attempt.runId]!.definition, attempt.stepId)?.attributes.judge?.forMs ?? 0
  const dueAt = new Date(selectJudgeDueMs(state, attempt, forMs)).toTimeString().slice(0, 8)
  const how = asked ? 'asks' : `judges, not before ${dueAt}`
  return [`${titleOf(state, attempt)} [${attempt.stepId}] ${how}`, ...judgeQuestion(asked).map((words) => `  ${words}`)]
}

/** A batch knows two ways only: wait, which it does by itself, or begin all the same. */
function batchAnswer({ runId, step }: HeldBatch, { goOn, reason }: GateOptions): CommandInput {
  if (!goOn)
    throw new CliFailure(
      EXIT.unusable,
      'A batch waits by itself until its instances are well: begin it with --go-on, skip it in the deck, or roll back.',
    )
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  return { type: 'batch.override', runId, stepId: step.id, reason }
}

/** Undefined when nothing is answered: then the gates are only listed. */
export function gateAnswer(state: ReleaseState, options: GateOptions): CommandInput | undefined {
  const { keepWaiting, goOn, fail, step, reason } = options
  const said = [keepWaiting, goOn, fail].filter(Boolean).length
  if (said === 0) return undefined
  if (said > 1) throw new CliFailure(EXIT.unusable, 'Say one of --keep-waiting, --go-on and --fail.')
  const open = openGates(state).filter((attempt) => step === undefined || attempt.stepId === step)
  const found = open.find((attempt) => attempt.gate?.asked ?? attempt.judging?.asked) ?? open[0]
  const batch = found ? undefined : heldBatches(state).find((each) => step === undefined || each.step.id === step)
  if (batch) return batchAnswer(batch, options)
  if (!found)
    throw new CliFailure(EXIT.unusable, step === undefined ? 'No gate is open.' : `No gate "${step}" is open.`)
  const { id: attemptId, kind } = found
  const of = kind === 'judge' ? 'judge' : 'gate'
  if (keepWaiting) return { type: `${of}.keep-waiting`, attemptId, ...(reason ? { reason } : {}) }
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  if (!goOn) return { type: 'step.fail', attemptId, reason }
  return { type: of === 'judge' ? 'judge.promote' : 'gate.override', attemptId, reason }
}

export async function gateCommand(wanted: string | undefined, options: GateOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const { release } = await findRelease(client, wanted)
    const state = await readState(client, release)
    const command = gateAnswer(state, options)
    if (command) {
      await send(client, release, command, await whoAmI(client, options.as, options.role), ownEnvironment(io))
      io.stdout('It is on record.\n')
    }
    const lines = gateStatusLines(command ? await readState(client, release) : state)
    io.stdout(`${lines.length > 0 ? lines.join('\n') : 'No gate is open.'}\n`)
    return EXIT.ok
  })
}
