import type { CockpitClient } from '../../../shared/contract/client.ts'
import type { NextMove } from '../../../shared/domain/moves.ts'
import { projectReturn, type ReturnReport } from '../../../shared/domain/project-return.ts'
import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import { selectAsking } from '../../../shared/domain/stop.ts'
import { type ReleaseId, type RunId, runId } from '../../../shared/ids.ts'
import { conclude, concludeLeft } from '../conclude.ts'
import { type CliIo, EXIT } from '../io.ts'
import { type Sender, send } from '../session.ts'
import { followRun } from './follow-run.ts'
import { createLiveView } from './live-view.ts'
import { answerNeed } from './needs.ts'
import { acknowledge, returnText } from './on-return.ts'
import { passThrough } from './pass-through.ts'
import { createPlainView } from './plain-view.ts'

export type FollowOptions = {
  /** Roll back by itself when a step fails. */
  rollbackOnFailure?: boolean
  /** Without a terminal: keep waiting for people at other windows instead of ending a halted run. */
  wait?: boolean
  /** Go on after a gap without asking; the report is printed and the word is on record. */
  continue?: boolean
}

type Place = { client: CockpitClient; release: ReleaseId; as: Sender; io: CliIo; options: FollowOptions }

/** After a gap without a person to ask: only one who said so beforehand goes on. What runs is followed to its end first. */
async function returnAlone(
  { client, release, as, io, options }: Place,
  move: NextMove,
  state: ReleaseState,
  run: RunState,
  report: ReturnReport,
): Promise<'go-on' | 'leave'> {
  io.stdout(`${returnText(state, run).join('\n')}\n`)
  if (options.continue) await send(client, release, acknowledge(run, report, 'continue'), as)
  else io.stderr(`Go on with: cockpit attach ${run.id} --continue\n`)
  return options.continue || options.wait || move.kind === 'wait' ? 'go-on' : 'leave'
}

/** What happens without a person to ask: a failed step ends the run (or rolls it back); anything else is left to other windows. */
async function decideAlone(
  place: Place,
  move: NextMove,
  state: ReleaseState,
  run: RunState,
): Promise<'go-on' | 'leave'> {
  const { client, release, as, io, options } = place
  const report = projectReturn(state, run)
  if (report) return returnAlone(place, move, state, run, report)
  const asking = selectAsking(state, move)
  if (asking && !options.wait) {
    // Nobody can be asked, and the way back does not wait for nobody.
    await send(client, release, { type: 'step.stop', attemptId: asking.id, reason: 'Nobody was there to ask.' }, as)
    return 'go-on'
  }
  if (asking) return 'go-on'
  if (move.kind === 'decision' && run.kind === 'deploy' && options.rollbackOnFailure) {
    const reason = `Nobody was there to decide. ${move.decision.words}`
    await send(client, release, { type: 'rollback.start', environment: run.environment, reason }, as)
    return 'go-on'
  }
  if (move.kind === 'decision' && !options.wait)
    io.stderr(`A person decides: cockpit decide ${release} --roll-back, --hold or --fix-forward, with --reason WORDS\n`)
  if (move.kind === 'fleet-short')
    io.stderr(
      `${move.words} It goes on by itself once they are well. To begin all the same: cockpit gate ${release} --go-on --reason WORDS\n`,
    )
  if (move.kind !== 'halted' || options.wait) return options.wait ? 'go-on' : move.kind === 'paused' ? 'go-on' : 'leave'
  if (move.attempt.status === 'unknown') return 'leave'
  const reason = `${move.step.title} did not succeed${move.attempt.reason ? ` (${move.attempt.reason})` : ''}.`
  if (run.kind === 'deploy' && options.rollbackOnFailure) {
    await send(client, release, { type: 'rollback.start', environment: run.environment, reason }, as)
    return 'go-on'
  }
  await send(client, release, { type: 'run.stop', runId: run.id, reason: 'Nobody was there to decide.' }, as)
  return 'go-on'
}

const decidesAlone = (move: NextMove, options: FollowOptions, isReturn: boolean) =>
  isReturn
    ? options.continue === true
    : (move.kind === 'halted' || move.kind === 'decision') && options.rollbackOnFailure === true

/** Ctrl-C stops the run; a second one, or a terminal that goes away, leaves it to itself. */
function interrupts({ client, release, as, io }: Place, id: RunId) {
  let presses = 0
  const stop = io.onInterrupt(() => {
    presses += 1
    if (presses > 1) return
    io.stderr('\nStopping the run. Ctrl-C again leaves it running; "cockpit attach" returns to it.\n')
    send(client, release, { type: 'run.stop', runId: id, reason: 'Ctrl-C in the terminal.' }, as).catch(
      (error: Error) => io.stderr(`${error.message}\n`),
    )
  })
  let isGone = false
  const stopHangup = io.onHangup(() => {
    isGone = true
  })
  return {
    left: () => isGone || presses > 1,
    stop() {
      stop()
      stopHangup()
    },
  }
}

/** Follows a run and, when a rollback took it over, that rollback; prints the end and returns the exit code. */
export async function followAndConclude(place: Place, id: RunId): Promise<number> {
  const { client, release, io, as } = place
  const view = io.terminal.interactive && io.ask ? createLiveView(io) : createPlainView(io)
  const keys = interrupts(place, id)
  try {
    const result = await followRun(client, release, id, view, {
      left: keys.left,
      ...(io.rawKeys && io.terminal.interactive
        ? {
            onTerminal: (attempt, fromByte, isRunning) => {
              io.stderr('The step below reads what you type. Ctrl-] leaves it running.\n')
              return passThrough({ client, release, as, io }, attempt, fromByte, isRunning)
            },
          }
        : {}),
      onNeed: (move, state, run) =>
        io.ask && io.terminal.interactive && !decidesAlone(move, place.options, projectReturn(state, run) !== undefined)
          ? answerNeed({ client, release, as, view, state, run }, move)
          : decideAlone(place, move, state, run),
    })
    if (result.end === 'left') return concludeLeft(io, result.state, result.run)
    const back = result.run.takenOverBy
    if (!back) return conclude(io, result.state, result.run)
    return await followRollback(place, back)
  } finally {
    keys.stop()
  }
}

async function followRollback(place: Place, back: RunId): Promise<number> {
  place.io.stdout(`Rollback ${back} took over.\n`)
  const code = await followAndConclude({ ...place, options: {} }, runId(back))
  return code === EXIT.ok ? EXIT.rolledBack : code
}
