import type { BurnStatus } from '../../shared/contract/results.ts'
import { burnLines } from '../../shared/documents/burn-lines.ts'
import { clockWords } from '../../shared/documents/clock-words.ts'
import { lostWords, overSsh } from '../../shared/documents/connection-words.ts'
import { instanceWords } from '../../shared/documents/instance-words.ts'
import { judgeQuestion } from '../../shared/documents/judge-lines.ts'
import { noticesLine } from '../../shared/documents/notices/notice-words.ts'
import { processLine } from '../../shared/documents/process-words.ts'
import { rollbackMeaning } from '../../shared/documents/strategy-words.ts'
import { capital, formatClock, formatCount } from '../../shared/documents/words.ts'
import { projectNotices } from '../../shared/domain/notices/project-notices.ts'
import { projectProcess } from '../../shared/domain/process/project-process.ts'
import { hasRollbackWork, planRollback } from '../../shared/domain/rollback-plan.ts'
import { STATUS_WORDS, selectRunMood, selectSteps } from '../../shared/domain/select-steps.ts'
import { selectReleaseStatus } from '../../shared/domain/select-summary.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectCurrentRun, selectOpenRehearsals } from '../../shared/domain/steps.ts'
import type { SideView } from '../../shared/domain/strategies/sides.ts'
import { hostOf } from '../../shared/runbook/runner.ts'
import { approvalLines } from './approval-lines.ts'
import { anchorLine } from './conclude.ts'
import { decisionLines } from './decide.ts'
import { driverLine } from './drive.ts'
import { emergencyLine } from './emergency.ts'
import { returnText } from './follow/on-return.ts'
import { type CliIo, EXIT } from './io.ts'
import { openMinutesLines } from './notes.ts'
import { pollLines } from './poll.ts'
import { readScorecard, type Scorecard, scorecardLines } from './scorecard.ts'
import { findRelease, type LedgerOptions, readState, withCockpit } from './session.ts'
import { subjectStatusLines } from './subject.ts'

export type StatusOptions = LedgerOptions & { json?: boolean }

function stepLines(state: ReleaseState, run: RunState, nowMs: number): string[] {
  return selectSteps(state, run, nowMs).map((view) => {
    const open =
      view.last && view.last.endedAtMs === undefined && view.last.status !== 'unknown'
        ? nowMs - view.last.startedAtMs
        : 0
    const took = view.last ? formatClock((view.actualMs ?? 0) + open) : ''
    const planned = view.plannedMs === undefined ? '' : ` of ${formatClock(view.plannedMs)}`
    const why =
      view.skippedReason ?? (view.status === 'failed' || view.status === 'unknown' ? view.last?.reason : undefined)
    const asks =
      view.status === 'needs-person'
        ? (view.last?.gate?.asked?.blocks.map((each) => each.words) ?? judgeQuestion(view.last?.judging?.asked)).join(
            ' ',
          )
        : ''
    const host = hostOf(run.definition, run.environment, view.step)
    const lost = view.last?.lost
    const way = lost && lostWords(lost, new Date(lost.sinceMs).toTimeString().slice(0, 8))
    return `  ${STATUS_WORDS[view.status].padEnd(16)} ${view.label.padStart(3)} ${view.step.title}  ${took}${planned}${host ? `  on ${overSsh(host)}` : ''}${way ? `  ${capital(way)}.` : ''}${why ? `  ${why}` : ''}${asks ? `  ${asks}` : ''}`
  })
}

/** The time, with the day where it is another one. */
const dayAndTime = (ms: number, nowMs: number): string => {
  const [at, now] = [new Date(ms), new Date(nowMs)]
  const day = at.toDateString()
  return `${day === now.toDateString() ? '' : `${day.slice(0, 10)}, `}${at.toTimeString().slice(0, 5)}`
}

const sideText = (seen: SideView): string =>
  seen.side === 'instances' ? instanceWords(seen) : (seen.version ?? `nothing (${seen.error})`)

/** What a rollback would mean now, where there is something to take back. */
function backLines(state: ReleaseState, run: RunState | undefined, nowMs: number): string[] {
  if (!run || !hasRollbackWork(state, run.environment, planRollback(state, run.environment))) return []
  const meaning = rollbackMeaning(state, run.environment, nowMs)
  return meaning === undefined ? [] : [`A rollback of ${run.environment} now: ${meaning}`]
}

function describe(
  state: ReleaseState,
  scorecard: Scorecard | undefined,
  burning: BurnStatus[],
  nowMs: number,
): string[] {
  const run = selectCurrentRun(state)
  const { name, version } = state.definition ?? state
  const lines = [`${name} ${version}  ${selectReleaseStatus(state, nowMs)}  ${state.folder}`]
  for (const rehearsal of selectOpenRehearsals(state))
    lines.push(
      `REHEARSAL ${rehearsal.id}, ${rehearsal.title} in ${rehearsal.environment}, ${selectRunMood(state, rehearsal, nowMs)}: nothing is deployed by it`,
      ...stepLines(state, rehearsal, nowMs),
    )
  if (run) {
    const took = formatClock((run.finished?.atMs ?? nowMs) - run.startedAtMs)
    lines.push(
      `Run ${run.id}: ${run.title} in ${run.environment}, ${selectRunMood(state, run, nowMs)}, T+ ${took}${run.finished?.reason ? `. ${run.finished.reason}` : ''}`,
    )
    lines.push(...returnText(state, run).map((each) => `  ${each}`))
    lines.push(...run.deviations.map((each) => `  Deviation: ${each}`), ...stepLines(state, run, nowMs))
  }
  if (state.driver) lines.push(driverLine(state))
  const process = projectProcess(state, nowMs)
  if (process) lines.push(`${processLine(process)}.`)
  const told = noticesLine(projectNotices(state, nowMs))
  if (told) lines.push(`${told}.`)
  lines.push(
    ...approvalLines(state),
    ...subjectStatusLines(state),
    ...pollLines(state),
    ...decisionLines(state, nowMs),
    ...openMinutesLines(state, nowMs),
    ...backLines(state, run, nowMs),
  )
  for (const [key, seen] of Object.entries(state.live))
    lines.push(`Live ${key}: ${seen.version ?? `nothing (${seen.error})`}`)
  for (const [key, seen] of Object.entries(state.sides ?? {}))
    lines.push(`Seen ${key}: ${sideText(seen)}, since ${dayAndTime(seen.sinceMs, nowMs)}`)
  const elsewhere = Object.entries(state.metrics).filter(([key]) => !key.startsWith(`${scorecard?.environment}/`))
  for (const [key, { status, rule, reason }] of elsewhere)
    lines.push(`Metric ${key}: ${status}${rule ? `. ${rule}` : reason ? `. ${reason}` : ''}`)
  for (const [key, aheadMs] of Object.entries(state.sourceClocks ?? {}))
    if (aheadMs !== 0) lines.push(`${clockWords({ source: key.slice(key.indexOf('/') + 1), aheadMs })}.`)
  if (scorecard) lines.push(...scorecardLines(scorecard, nowMs))
  lines.push(...burnLines(burning, (ms) => dayAndTime(ms, nowMs)))
  lines.push(`${anchorLine(state)}, ${formatCount(state.checkpoints.count)} checkpoints`)
  return lines
}

/** `cockpit status`: how a release stands; without a name, the list and the one used last. */
export async function statusCommand(wanted: string | undefined, options: StatusOptions, io: CliIo): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const found = await findRelease(client, wanted)
    const state = await readState(client, found.release)
    const nowMs = Date.now()
    const scorecard = await readScorecard(client, state, nowMs)
    const { burning } = scorecard
      ? await client.call('triggers.burning', { release: found.release, environment: scorecard.environment })
      : { burning: [] }
    if (options.json) {
      const status = selectReleaseStatus(state, nowMs)
      io.stdout(`${JSON.stringify({ ...state, definition: undefined, status, scorecard, burning })}\n`)
      return EXIT.ok
    }
    if (wanted === undefined) {
      const others = (await client.call('releases.list', {})).filter((each) => each.release !== found.release)
      for (const each of others) io.stdout(`${each.release}  ${each.status}\n`)
    }
    const environment = selectCurrentRun(state)?.environment
    const withoutCockpit = environment && (await emergencyLine(client, found.release, environment))
    io.stdout(
      `${[...describe(state, scorecard, burning, nowMs), ...(withoutCockpit ? [withoutCockpit] : [])].join('\n')}\n`,
    )
    return EXIT.ok
  })
}
