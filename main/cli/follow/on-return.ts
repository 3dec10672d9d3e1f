/** The return after a gap in a terminal: what happened meanwhile, then continue, hold or roll back. */
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { returnHeading, returnLines } from '../../../shared/documents/return-lines.ts'
import { projectReturn, type ReturnReport } from '../../../shared/domain/project-return.ts'
import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'

const timeOf = (ms: number) => new Date(ms).toTimeString().slice(0, 8)

/** The report as lines, or none when no gap waits for a person. */
export function returnText(state: ReleaseState, run: RunState): string[] {
  const report = projectReturn(state, run)
  if (!report) return []
  const lines = returnLines(report)
  return [
    `${returnHeading(report)}, ${timeOf(report.fromMs)} to ${timeOf(report.toMs)}.`,
    `  Ended meanwhile: ${lines.ended}`,
    `  Open now: ${lines.open}`,
    `  Live now: ${lines.live}`,
    ...lines.lapsed.map((each) => `  ${each}`),
    `  ${lines.nothing}`,
    `  ${lines.next}`,
  ]
}

/** What is live is looked at after the gap: worth a moment before a person is asked. */
export const isLooking = (report: ReturnReport | undefined): boolean =>
  report?.live.some(({ seen }) => seen === undefined) ?? false

export type ReturnAnswer = { command: CommandInput } | 'leave'

type Ask = { choose(question: string, keys: string[]): Promise<string>; reason(question: string): Promise<string> }

export async function askOnReturn(run: RunState, report: ReturnReport, ask: Ask): Promise<ReturnAnswer> {
  const key = await ask.choose('Go on? [c] continue, [h] hold, [b] roll back, [l] leave it open:', ['c', 'h', 'b', 'l'])
  if (key === 'l') return 'leave'
  if (key === 'b') {
    const reason = await ask.reason('Why?')
    return { command: { type: 'rollback.start', environment: run.environment, reason } }
  }
  return { command: acknowledge(run, report, key === 'c' ? 'continue' : 'hold') }
}

export const acknowledge = (run: RunState, report: ReturnReport, decision: 'continue' | 'hold'): CommandInput => ({
  type: 'gap.acknowledge',
  runId: run.id,
  throughSeq: report.throughSeq,
  decision,
})
