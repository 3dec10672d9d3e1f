/** Deployment windows and freezes, which bind runs in protected environments and never a rollback. */
import type { ReleaseDefinition, Window } from '../runbook/model.ts'
import type { RejectionCode } from './rejection.ts'

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
