/** The return after a gap in sentences: the same words on the screen, in the terminal and in `cockpit status`. */
import type { LapsedClock, ReturnedStep, ReturnReport } from '../domain/project-return.ts'
import { formatClock } from './words.ts'

const WORDS: Record<ReturnedStep['status'], string> = {
  requested: 'starting',
  running: 'still running',
  waiting: 'still waiting',
  succeeded: 'done',
  failed: 'failed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  'never-started': 'never started',
  unknown: 'outcome unknown',
}

/** `Asleep 1:30:00`: what the cockpit did not see, and for how long. */
export function returnHeading({ gaps, blindMs }: ReturnReport): string {
  const isAsleep = gaps.some((gap) => gap.kind === 'asleep')
  const isUnguarded = gaps.some((gap) => gap.kind === 'unguarded')
  const word = isAsleep && isUnguarded ? 'Asleep or unguarded' : isAsleep ? 'Asleep' : 'Unguarded'
  return `${word} for ${formatClock(blindMs)}`
}

const lapsedLine = ({ title, what, leftMs }: LapsedClock) =>
  what === 'wait'
    ? `The wait of “${title}” ran out meanwhile. Nobody watched, so it does not count: continue, and it holds for ${formatClock(leftMs)} more; or skip it.`
    : `The timeout of “${title}” ran out meanwhile and did not act: continue, and it has ${formatClock(leftMs)} left; or stop it.`

export type ReturnLines = { ended: string; open: string; live: string; lapsed: string[]; nothing: string; next: string }

const list = (steps: ReturnedStep[], none: string) =>
  steps.map(({ title, status }) => `${title}: ${WORDS[status]}`).join('; ') || none

const liveText = ({ live, isRehearsal }: ReturnReport) =>
  live
    .map(({ service, seen }) => `${service} answers ${seen ? (seen.version ?? `nothing (${seen.error})`) : '…'}`)
    .join('; ') || (isRehearsal ? 'a rehearsal looks at nothing' : 'no service in release.yaml says how to look')

export const returnLines = (report: ReturnReport): ReturnLines => ({
  ended: list(report.ended, 'nothing'),
  open: list(report.open, 'nothing'),
  live: liveText(report),
  lapsed: report.lapsed.map(lapsedLine),
  nothing: 'Nothing was started. No metric was watched: the time counts neither as health nor against a timeout.',
  next: report.next ? `Continue begins “${report.next.title}”.` : 'Continue goes on where the run stands.',
})
