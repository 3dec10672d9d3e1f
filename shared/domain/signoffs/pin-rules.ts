/** What a PIN has to be, and how long a person waits after wrong ones. Pure. */
import { formatClock } from '../../documents/words.ts'

export const MIN_PIN_LENGTH = 6
const MAX_PIN_LENGTH = 128

/** Each letter or digit follows the one before: 123456, abcdef, 654321. */
function isRow(pin: string): boolean {
  const codes = [...pin].map((letter) => letter.codePointAt(0)!)
  const steps = codes.slice(1).map((code, index) => code - codes[index]!)
  return steps.every((by) => by === steps[0]) && Math.abs(steps[0] ?? 9) <= 1
}

/** Why a PIN cannot be set, as a sentence; undefined when it can. */
export function refusePin(pin: string): string | undefined {
  const { length } = [...pin]
  if (length < MIN_PIN_LENGTH) return `A PIN has at least ${MIN_PIN_LENGTH} characters, and this has ${length}.`
  if (length > MAX_PIN_LENGTH) return `A PIN has at most ${MAX_PIN_LENGTH} characters.`
  return isRow(pin) ? 'This PIN is a row of digits or letters that anybody tries first: choose another.' : undefined
}

/** Wrong ones in a row, and when the last attempt was counted, in ms since the epoch. */
export type Attempts = { failures: number; lastMs: number }

const FREE_FAILURES = 3
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 3_600_000

const waitAfter = (failures: number): number =>
  failures < FREE_FAILURES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES))

/** How long until another PIN is looked at; a clock that was set back does not make it longer than the whole wait. */
export function pinWaitMs({ failures, lastMs }: Attempts, nowMs: number): number {
  const whole = waitAfter(failures)
  return Math.max(0, Math.min(whole, lastMs + whole - nowMs))
}

export const waitWords = (name: string, failures: number, leftMs: number): string =>
  `${failures} wrong PINs for ${name}: the next is looked at in ${formatClock(leftMs)}.`
