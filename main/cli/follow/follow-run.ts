/** Follows one run to its end in a terminal: prints what happens in order, asks a person where one is needed, and says how it ended. */

import type { CockpitClient, FeedMessage } from '../../../shared/contract/client.ts'
import { followRelease } from '../../../shared/contract/follow-release.ts'
import { gateLines } from '../../../shared/documents/gate-lines.ts'
import { judgeLines } from '../../../shared/documents/judge-lines.ts'
import { selectOnTerminal } from '../../../shared/domain/answers.ts'
import { needsPerson } from '../../../shared/domain/gates/select-gate.ts'
import type { NextMove } from '../../../shared/domain/moves.ts'
import { nextMove } from '../../../shared/domain/next-move.ts'
import { projectReturn } from '../../../shared/domain/project-return.ts'
import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import { selectAsking } from '../../../shared/domain/stop.ts'
import { ASK_AFTER_MS } from '../../../shared/domain/strategies/max-unavailable.ts'
import type { RecordedEvent } from '../../../shared/events/index.ts'
import type { AttemptId, ReleaseId, RunId } from '../../../shared/ids.ts'
import { createBranchOutput } from './branch-output.ts'
import { eventLine } from './event-lines.ts'
import { isLooking } from './on-return.ts'
import type { RunView } from './run-view.ts'

const TICK_MS = 250
const RANGE_BYTES = 65_536

export type FollowResult =
  | { end: 'finished'; run: RunState; state: ReleaseState }
  /** Nobody here can or will decide: the run stays open. */
  | { end: 'left'; run: RunState; state: ReleaseState }

export type FollowHandlers = {
  /** Called once for every new situation that needs a person; returns `leave` to stop following. */
  onNeed(move: NextMove, state: ReleaseState, run: RunState): Promise<'go-on' | 'leave'>
  /** Leaves the terminal to an interactive step, where there is one to leave. */
  onTerminal?(
    attempt: AttemptId,
    fromByte: number,
    isRunning: () => boolean,
  ): Promise<{ offset: number; hasLeft: boolean }>
  /** Resolves true when the person wants to leave the run to itself. */
  left: () => boolean
}

const runOf = (event: RecordedEvent): string | undefined => event.correlationId ?? undefined

/** What identifies a need, so that it is put to a person once. */
const needKey = (move: NextMove, state: ReleaseState, run: RunState): string | undefined => {
  const report = projectReturn(state, run)
  if (report) return isLooking(report) ? undefined : `return:${report.throughSeq}:${move.kind === 'held'}`
  if (move.kind === 'halted') return `halted:${move.attempt.id}:${move.attempt.status}`
  if (move.kind === 'needs-approval' || move.kind === 'needs-start') return `${move.kind}:${move.step.id}`
  if (move.kind === 'paused') return undefined
  // It goes on by itself once the fleet is well: only what lasts is put to a person.
  if (move.kind === 'fleet-short')
    return Date.now() - move.sinceMs < ASK_AFTER_MS ? undefined : `fleet:${move.step.id}:${move.sinceMs}`
  if (move.kind === 'decision') return move.decision.mode === 'ask' ? `decision:${move.decision.id}` : undefined
  const asking = selectAsking(state, move)
  if (asking) return `on-rollback:${asking.id}`
  const waiting = move.kind === 'wait' ? move.attempts.find(needsPerson) : undefined
  return waiting && `person:${waiting.id}:${waiting.gate?.asked?.seq ?? waiting.judging?.asked?.seq ?? ''}`
}

const timeOf = (ms: number) => new Date(ms).toTimeString().slice(0, 8)

/** How an open gate or judge stands; attempts are unique in a ledger. */
const linesOf = (message: FeedMessage): string[] | undefined => {
  if (message.kind === 'gate') return gateLines(message.view)
  return message.kind === 'judge' ? judgeLines(message.view, Date.now(), timeOf) : undefined
}

/** Triggers and decisions are of the environment: who follows a run there must see them. */
const isOfRun = (event: RecordedEvent, run: RunState): boolean =>
  runOf(event) === run.id ||
  ('environment' in event.payload &&
    event.payload.environment === run.environment &&
    (event.type.startsWith('trigger.') || event.type === 'decision.opened')) ||
  ['decision.vetoed', 'decision.expired', 'decision.answered'].includes(event.type)

export async function followRun(
  client: CockpitClient,
  release: ReleaseId,
  id: RunId,
  view: RunView,
  handlers: FollowHandlers,
): Promise<FollowResult> {
  const queue: RecordedEvent[] = []
  const offsets = new Map<AttemptId, number>()
  let wake = () => {}
  const session = followRelease(client, release, {
    onState: (_, events) => {
      queue.push(...events)
      wake()
    },
  })
  const holding = new Map<AttemptId, string[]>()
  const stopFeed = client.onFeed((message) => {
    const lines = linesOf(message)
    if (lines && 'attempt' in message) holding.set(message.attempt, lines)
    if (message.kind === 'output' || lines) wake()
  })

  const branches = createBranchOutput(view)
  const pull = async (attempt: AttemptId, untilByte = Number.POSITIVE_INFINITY) => {
    for (let offset = offsets.get(attempt) ?? 0; offset < untilByte; ) {
      const range = await client.call('output.read', { attempt, offset, length: RANGE_BYTES })
      branches.write(session.state()!, session.state()!.runs[id]!, attempt, range.bytes)
      offset = range.offset + range.bytes.length
      offsets.set(attempt, offset)
      if (range.bytes.length === 0 || offset >= range.headBytes) return
    }
  }

  const printEvents = async () => {
    for (let event = queue.shift(); event; event = queue.shift()) {
      const run = session.state()!.runs[id]
      if (!run || !isOfRun(event, run)) continue
      if (event.type === 'step.finished') {
        await pull(event.payload.attemptId, event.payload.output?.bytes ?? 0)
        branches.end(event.payload.attemptId)
      }
      const line = eventLine(run, event)
      if (line) view.line(line)
    }
  }

  const pullOpen = async (state: ReleaseState, run: RunState) => {
    for (const attempt of run.attempts.map((each) => state.attempts[each]!))
      if (attempt.status === 'running') await pull(attempt.id)
  }

  const asked = new Set<string>()
  const said = new Set<string>()
  const sayOnce = (words: string) => {
    if (!said.has(words)) view.line(words)
    said.add(words)
  }
  try {
    await session.caughtUp()
    for (;;) {
      await printEvents()
      const state = session.state()!
      const run = state.runs[id]!
      const onTerminal = handlers.onTerminal && selectOnTerminal(state, run)
      if (onTerminal) {
        const isRunning = () => session.state()!.attempts[onTerminal.id]!.status === 'running'
        const shown = await view.away(() =>
          handlers.onTerminal!(onTerminal.id, offsets.get(onTerminal.id) ?? 0, isRunning),
        )
        offsets.set(onTerminal.id, shown.offset)
        if (shown.hasLeft) return { end: 'left', run, state }
        continue
      }
      await pullOpen(state, run)
      view.update(state, run, Date.now(), holding)
      if (run.finished && queue.length === 0) return { end: 'finished', run, state }
      if (handlers.left()) return { end: 'left', run, state }
      const move = nextMove(state, run, Date.now())
      if (move.kind === 'fleet-short')
        sayOnce(`${move.step.title} is held: ${move.words} It begins by itself once they are well.`)
      const key = needKey(move, state, run)
      if (key && !asked.has(key) && queue.length === 0) {
        asked.add(key)
        if ((await handlers.onNeed(move, state, run)) === 'leave') return { end: 'left', run, state }
        continue
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, TICK_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (queue.length > 0) wake()
      })
    }
  } finally {
    stopFeed()
    session.close()
    view.close()
  }
}
