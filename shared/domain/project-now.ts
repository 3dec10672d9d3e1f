/** What the room must never search for: what runs now, in words, with its clock. */
import { formatClock } from '../documents/words.ts'
import { type PrintedAt, selectUnanswered } from './answers.ts'
import type { NextMove } from './moves.ts'
import { nextMove } from './next-move.ts'
import { STATUS_WORDS, type StepView, selectRunMood, selectSteps } from './select-steps.ts'
import type { AttemptState, ReleaseState, RunState } from './state.ts'
import { selectOpenAttempts, selectStep } from './steps.ts'
import { selectOnRollback } from './stop.ts'

export type NowTone = 'live' | 'calm' | 'needs' | 'danger' | 'unknown' | 'rollback'

export type NowSubject = {
  tone: NowTone
  /** `Running, step 10 of 14`. */
  heading: string
  /** What it is about: a step's title or the run's end. */
  title: string
  /** What comes after, or what a person has to do. */
  next: string
  view?: StepView
  /** A command that may be waiting for what a person types. */
  unanswered?: AttemptState
  /** A clock that runs from here against the plan. */
  sinceMs?: number
  plannedMs?: number
  /** A stopped clock. */
  tookMs?: number
}

const ENDED_WORDS = { succeeded: 'Finished', failed: 'Failed', stopped: 'Stopped' }

const isOpenView = (view: StepView) =>
  view.last !== undefined && view.last.endedAtMs === undefined && view.status !== 'unknown'

/** The step that needs eyes: the open one, else the one that halted the run, else the next. */
export function selectFocus(views: readonly StepView[]): StepView | undefined {
  return (
    views.find(isOpenView) ??
    views.find((view) => ['failed', 'timed-out', 'stopped', 'unknown', 'retrying'].includes(view.status)) ??
    views.find((view) => ['needs-approval', 'needs-start', 'needs-instances', 'next', 'paused'].includes(view.status))
  )
}

function after(views: readonly StepView[], focus: StepView | undefined): string {
  const next = views.find(
    (view) => view.ordinal > (focus?.ordinal ?? 0) && ['waiting', 'next', 'paused'].includes(view.status),
  )
  if (!next) return 'then nothing more'
  const roles = next.step.attributes.approve ?? []
  return roles.length > 0 ? `then ${next.label}, after approval` : `then ${next.label}, ${next.step.title}`
}

function finished(run: RunState): NowSubject {
  const end = run.finished!
  const isBack = run.kind === 'rollback' && end.outcome === 'succeeded'
  const word = isBack
    ? run.drill
      ? 'Drill passed'
      : 'Rolled back'
    : run.kind === 'rollback'
      ? 'Rollback failed'
      : ENDED_WORDS[end.outcome]
  return {
    tone: end.outcome === 'failed' ? 'danger' : 'calm',
    heading: `${word}, ${run.environment}`,
    title: isBack && run.toVersion ? `${run.toVersion} is live again` : run.title,
    next: end.reason ?? '',
    tookMs: end.durationMs,
  }
}

/** `step 6 of 16`, typed commands not counted. */
const placeOf = (focus: StepView, views: readonly StepView[]) =>
  focus.adHoc ? `ad-hoc ${focus.label}` : `step ${focus.label} of ${views.filter((view) => !view.adHoc).length}`

const halted = (focus: StepView, views: readonly StepView[]): NowSubject => {
  const isUnknown = focus.status === 'unknown'
  return {
    tone: isUnknown ? 'unknown' : 'danger',
    heading: `${STATUS_WORDS[focus.status]}, ${placeOf(focus, views)}`,
    title: focus.step.title,
    next: isUnknown
      ? 'say what happened: nothing is rerun by itself'
      : (focus.last?.reason ?? 'retry, skip, stop or roll back'),
    view: focus,
    tookMs: focus.last?.durationMs,
    plannedMs: focus.plannedMs,
  }
}

/** A parallel group shows one of its branches and says that there are more. */
const beside = (views: StepView[]): string => {
  const count = views.filter(isOpenView).length
  return count > 1 ? ` ${count} at once` : ''
}

function open(run: RunState, views: StepView[], focus: StepView): NowSubject {
  const needs = focus.status.startsWith('needs')
  const word = run.kind === 'rollback' && focus.status === 'running' ? 'Rolling back' : STATUS_WORDS[focus.status]
  return {
    tone: run.kind === 'rollback' ? 'rollback' : needs ? 'needs' : 'live',
    heading: `${word}${beside(views)}, ${placeOf(focus, views)}`,
    title: focus.step.title,
    next: focus.last?.lost ? `connection lost, goes on at ${focus.last.lost.host}; trying again` : after(views, focus),
    view: focus,
    ...(isOpenView(focus) ? { sinceMs: focus.last!.startedAtMs } : {}),
    plannedMs: focus.plannedMs ?? focus.last?.waitMs,
  }
}

export const MAY_WAIT = 'Interactive: it may be waiting for an answer'

/** An interactive command that has gone quiet is what a person has to look at, whatever runs beside it. */
function unanswered(attempt: AttemptState, run: RunState, views: StepView[]): NowSubject | undefined {
  const view = views.find((each) => each.step.id === attempt.stepId)
  if (!view) return undefined
  const tone = run.kind === 'rollback' ? 'rollback' : 'needs'
  const heading = `${tone === 'rollback' ? 'Rolling back, may' : 'May'} need an answer, ${placeOf(view, views)}`
  return { ...open(run, views, view), tone, heading, next: MAY_WAIT, unanswered: attempt }
}

/** `printedAtMs` tells when output was last seen; without it nothing is said about commands that may wait for an answer. */
export function projectNow(state: ReleaseState, run: RunState, nowMs: number, printedAtMs?: PrintedAt): NowSubject {
  const now = subjectOf(state, run, nowMs, printedAtMs)
  if (!run.rehearsal) return now
  return {
    ...now,
    heading: `REHEARSAL ${now.heading}`,
    next: now.next.replace('retry, skip, stop or roll back', 'retry, skip or stop'),
  }
}

function subjectOf(state: ReleaseState, run: RunState, nowMs: number, printedAtMs?: PrintedAt): NowSubject {
  if (run.finished) return finished(run)
  const views = selectSteps(state, run, nowMs)
  const mood = selectRunMood(state, run, nowMs)
  const focus = selectFocus(views)
  if (mood === 'halted' && focus) return halted(focus, views)
  if (mood === 'verifying') return verifying(run)
  const quiet = printedAtMs && selectUnanswered(state, run, nowMs, printedAtMs)
  const asks = quiet && unanswered(quiet, run, views)
  if (asks) return asks
  const move = nextMove(state, run, nowMs)
  if (move.kind === 'wait-for-run')
    return {
      tone: 'rollback',
      heading: 'Rolling back',
      ...waitedFor(state, move.run),
      sinceMs: run.startedAtMs,
    }
  if (move.kind === 'held')
    return {
      ...(focus ? open(run, views, focus) : { title: run.title }),
      tone: 'needs',
      heading: `Held: nobody watched for ${formatClock(move.gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0))}`,
      next: run.rehearsal ? 'continue or hold' : 'continue, hold or roll back',
    }
  if (move.kind === 'fleet-short' && focus)
    return {
      ...open(run, views, focus),
      heading: `Held by its instances, ${placeOf(focus, views)}`,
      next: `${move.words} It goes on by itself once they are well.`,
    }
  if (move.kind === 'decision')
    return {
      ...(focus ? open(run, views, focus) : { title: run.title }),
      tone: 'danger',
      heading: 'Held: a critical decision is open',
      next: move.decision.words,
    }
  if (mood === 'paused') {
    const base = focus ? open(run, views, focus) : { title: run.title, next: '' }
    return {
      ...base,
      tone: 'calm',
      heading: `Paused${run.paused?.by.kind === 'person' ? ` by ${run.paused.by.name}` : ''}`,
      next: run.paused?.reason || 'resume when ready',
    }
  }
  if (move.kind === 'retry-wait' && focus) return retrying(focus, move, views.length, nowMs)
  if (focus) return open(run, views, focus)
  return {
    tone: run.kind === 'rollback' ? 'rollback' : 'live',
    heading: 'Observing what is live',
    title: run.title,
    next: '',
  }
}

const retrying = (
  focus: StepView,
  { atMs, used, allowed }: Extract<NextMove, { kind: 'retry-wait' }>,
  count: number,
  nowMs: number,
): NowSubject => ({
  tone: 'needs',
  heading: `${focus.last?.reason ?? 'Failed'}, step ${focus.ordinal} of ${count}`,
  title: focus.step.title,
  next: `again in ${formatClock(Math.max(0, atMs - nowMs))}, retry ${used + 1} of ${allowed}`,
  view: focus,
  tookMs: focus.last?.durationMs,
  plannedMs: focus.plannedMs,
})

/** What a rollback waits for before its first undo. */
function waitedFor(state: ReleaseState, run: RunState): Pick<NowSubject, 'title' | 'next'> {
  const open = selectOpenAttempts(state, run)
  const kept = open.find((attempt) => !attempt.stop)
  if (!kept) return { title: `Stopping ${run.title}`, next: 'then the first undo' }
  const title = selectStep(run.definition, kept.stepId)?.title ?? kept.stepId
  const asks = selectOnRollback(run, kept) === 'ask'
  return {
    title: `${asks ? 'Cancel or wait for' : 'Waiting for'} ${title}`,
    next: asks ? 'or let it end' : 'it is let end; it can be stopped in the runbook',
  }
}

const verifying = (run: RunState): NowSubject => ({
  tone: run.kind === 'rollback' ? 'rollback' : 'live',
  heading: 'All steps done, verifying',
  title: run.toVersion ? `Is ${run.toVersion} live?` : 'What is live?',
  next: 'then the run is finished',
  sinceMs: run.startedAtMs,
})
