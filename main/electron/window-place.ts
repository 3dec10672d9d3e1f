/** Where the window stood when it was last closed, kept in the profile. What the file says is never trusted: a display may be gone. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BrowserWindow, Rectangle } from 'electron'

export type WindowPlace = { bounds: Rectangle; isMaximized: boolean; isFullScreen: boolean }

export const SMALLEST = { width: 1024, height: 640 }

/** Of the title bar, so that the window can be taken hold of. */
const REACHABLE_PX = 80

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function boundsIn(kept: unknown): Rectangle | undefined {
  const { x, y, width, height } = (kept ?? {}) as Record<keyof Rectangle, unknown>
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return undefined
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}

/** Whether the top of a window there could be seen and taken hold of on one of the displays. */
export const isReachable = ({ x, y, width }: Rectangle, displays: Rectangle[]): boolean =>
  displays.some(
    (display) =>
      Math.min(x + width, display.x + display.width) - Math.max(x, display.x) >= REACHABLE_PX &&
      y >= display.y &&
      y <= display.y + display.height - REACHABLE_PX,
  )

/** The place kept in `file`, or undefined: none, damaged, too small, or on no display of `displays` (their work areas). */
export function readPlace(file: string, displays: Rectangle[]): WindowPlace | undefined {
  let kept: unknown
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
  const { bounds: written, isMaximized, isFullScreen } = (kept ?? {}) as Record<keyof WindowPlace, unknown>
  const bounds = boundsIn(written)
  if (!bounds || bounds.width < SMALLEST.width || bounds.height < SMALLEST.height) return undefined
  return isReachable(bounds, displays)
    ? { bounds, isMaximized: isMaximized === true, isFullScreen: isFullScreen === true }
    : undefined
}

/** Keeps it. Where it cannot be written the window opens at its usual place next time. */
export function keepPlace(file: string, { bounds, isMaximized, isFullScreen }: WindowPlace): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify({ bounds, isMaximized, isFullScreen }), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {}
}

/** The place of a window as it is now; of a maximized one, where it goes back to. */
export const placeOf = (window: BrowserWindow): WindowPlace => ({
  bounds: window.getNormalBounds(),
  isMaximized: window.isMaximized(),
  isFullScreen: window.isFullScreen(),
})
