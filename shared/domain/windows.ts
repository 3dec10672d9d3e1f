/** Deployment windows and freezes, which bind runs in protected environments and never a rollback. */
import type { ReleaseDefinition, Window } from '../runbook/model.ts'
import type { RejectionCode } from './rejection.ts'
import type { ReleaseState } from './state.ts'

const within = (window: Window, nowMs: number) => window.startMs <= nowMs && nowMs < window.endMs

const pad = (value: number) => String(value).padStart(2, '0')

/** `2026-11-28 22:00 +01:00`, in the offset the window was written with. */
export const formatInstant = (ms: number, offsetMinutes: number): string => {
  const local = new Date(ms + offsetMinutes * 60_000).toISOString()
  const offset = `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offsetMinutes) / 60))}:${pad(Math.abs(offsetMinutes) % 60)}`
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${offset}`
}

const span = ({ startMs, endMs, offsetMinutes }: Window) =>
  `${formatInstant(startMs, offsetMinutes)} to ${formatInstant(endMs, offsetMinutes)}`

/** The window that is open at `nowMs`, else the next one, else the last. */
export const selectWindow = (definition: ReleaseDefinition, nowMs: number): Window | undefined =>
  definition.windows.find((each) => within(each, nowMs)) ??
  definition.windows.filter((each) => each.startMs > nowMs).toSorted((a, b) => a.startMs - b.startMs)[0] ??
  definition.windows.at(-1)

/** The definition with the window that was agreed on when the release was put off, until release.yaml names other windows. Without windows any time stays any time. */
export const selectScheduled = ({ definition, moved }: ReleaseState): ReleaseDefinition | undefined =>
  definition && moved && definition.windows.length > 0 ? { ...definition, windows: [moved] } : definition

const HOUR_MS = 3_600_000

/** `until` is ISO 8601 with an offset; the new window is as long as the one it replaces, an hour without one. */
export function movedWindow(definition: ReleaseDefinition | undefined, until: string, nowMs: number): Window {
  const before = definition && selectWindow(definition, nowMs)
  const startMs = Date.parse(until)
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(until) ?? []
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  return { startMs, endMs: startMs + (before ? before.endMs - before.startMs : HOUR_MS), offsetMinutes: offset }
}

/** Why a protected environment must not be deployed to at `nowMs`; empty when it may. No windows at all means any time. */
export function selectScheduleObjections(
  definition: ReleaseDefinition,
  nowMs: number,
): { code: RejectionCode; message: string }[] {
  const freeze = definition.freezes.find((each) => within(each, nowMs))
  const objections: { code: RejectionCode; message: string }[] = []
  if (freeze) objections.push({ code: 'frozen', message: `A freeze is in force: ${span(freeze)}.` })
  if (definition.windows.length > 0 && !definition.windows.some((each) => within(each, nowMs))) {
    const window = selectWindow(definition, nowMs)!
    objections.push({
      code: 'outside-window',
      message: `The deployment window is ${span(window)}: give a reason to run outside it.`,
    })
  }
  return objections
}
