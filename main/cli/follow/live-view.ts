/** The terminal's own deck: output scrolls, and below it stand the step tree and the clocks, redrawn in place. */
import { formatClock } from '../../../shared/documents/words.ts'
import { STATUS_WORDS, type StepView, selectRunMood, selectSteps } from '../../../shared/domain/select-steps.ts'
import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import { selectWarnings } from '../../../shared/domain/step-warnings.ts'
import type { CliIo } from '../io.ts'
import type { Holding, RunView } from './run-view.ts'

const ROWS = 7
const CLEAR_BELOW = '\x1b[J'
const up = (lines: number) => (lines > 0 ? `\x1b[${lines}F` : '\r')

const clip = (text: string, width: number) => (text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text)

const actual = (view: StepView, nowMs: number) => {
  const open =
    view.last && view.last.endedAtMs === undefined && view.last.status !== 'unknown' ? nowMs - view.last.startedAtMs : 0
  const ms = (view.actualMs ?? 0) + open
  return ms > 0 || view.last ? formatClock(ms) : ''
}

function row(view: StepView, nowMs: number, columns: number): string {
  const planned = view.plannedMs === undefined ? '' : formatClock(view.plannedMs)
  const left = `${STATUS_WORDS[view.status].padEnd(16)} ${view.label.padStart(3)}  `
  const right = `${actual(view, nowMs).padStart(8)} ${planned.padStart(8)}`
  const width = Math.max(10, columns - left.length - right.length - 2)
  const warnings = selectWarnings(view, nowMs)
  const title = warnings.length > 0 ? `${view.step.title} (${warnings.join(' ')})` : view.step.title
  return `${left}${clip(title, width).padEnd(width)} ${right}`
}

type Shown = [ReleaseState, RunState, number, Holding?]

/** The rows around the step that matters now. */
function around(views: StepView[]): StepView[] {
  const current = views.findIndex((view) => !['done', 'skipped', 'undone', 'went-on'].includes(view.status))
  const from = Math.max(0, Math.min((current < 0 ? views.length : current) - 2, views.length - ROWS))
  return views.slice(from, from + ROWS)
}

function footer([state, run, nowMs, holding]: Shown, columns: number): string[] {
  const views = selectSteps(state, run, nowMs)
  const done = views.filter((view) => view.status === 'done' || view.status === 'skipped').length
  const planned = run.plan.reduce((sum, step) => sum + (step.plannedMs ?? 0), 0)
  const clock = `T+ ${formatClock((run.finished?.atMs ?? nowMs) - run.startedAtMs)}${planned > 0 ? ` of ${formatClock(planned)} planned` : ''}`
  const place = run.protected ? run.environment.toUpperCase() : run.environment
  const mark = run.rehearsal ? 'REHEARSAL, nothing is deployed: ' : ''
  const head = `${mark}${run.title} in ${place}, ${selectRunMood(state, run, nowMs)}, ${done} of ${views.length} done, ${clock}`
  const rule = '-'.repeat(Math.max(10, columns - 1))
  const rows = around(views).flatMap((view) => [
    row(view, nowMs, columns - 1),
    ...holdingRows(view, holding).map((line) => clip(line, columns - 1)),
  ])
  return [rule, clip(head, columns - 1), ...rows]
}

/** Below an open gate or judge: each of its metrics, with what it is and how far. */
function holdingRows({ last }: StepView, holding: Holding | undefined): string[] {
  const lines = last && last.endedAtMs === undefined ? holding?.get(last.id) : undefined
  return lines?.map((line) => `${' '.repeat(22)}${line}`) ?? []
}

export function createLiveView(io: CliIo): RunView {
  const { columns, colour } = io.terminal
  const decoder = new TextDecoder()
  let drawn = 0
  let rest = ''
  let last: Shown | undefined
  let isAsking = false
  const dim = (text: string) => (colour ? `\x1b[2m${text}\x1b[0m` : text)

  const erase = () => {
    if (drawn > 0) io.stdout(`${up(drawn)}${CLEAR_BELOW}`)
    drawn = 0
  }
  const draw = () => {
    if (!last || isAsking) return
    const lines = footer(last, columns)
    io.stdout(`${lines.map((line, index) => (index === 0 ? dim(line) : line)).join('\n')}\n`)
    drawn = lines.length
  }
  const print = (text: string) => {
    erase()
    io.stdout(text)
    draw()
  }

  const away = async <T>(work: () => Promise<T>): Promise<T> => {
    erase()
    isAsking = true
    try {
      return await work()
    } finally {
      isAsking = false
      draw()
    }
  }

  return {
    line(text) {
      print(`${rest ? `${rest}\n` : ''}${text}\n`)
      rest = ''
    },
    output(bytes) {
      const text = rest + decoder.decode(bytes, { stream: true })
      const end = text.lastIndexOf('\n') + 1
      rest = text.slice(end)
      if (end > 0) print(text.slice(0, end))
    },
    update(state, run, nowMs, holding) {
      last = [state, run, nowMs, holding]
      erase()
      draw()
    },
    ask: (question) => away(() => io.ask!(question)),
    ...(io.askHidden ? { askHidden: (question: string) => away(() => io.askHidden!(question)) } : {}),
    away,
    close() {
      erase()
      if (rest) io.stdout(`${rest}\n`)
      if (last) io.stdout(`${footer(last, columns).slice(1, 2).join('\n')}\n`)
      last = undefined
    },
  }
}
