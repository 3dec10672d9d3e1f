/** PINs of people, kept beside the ledger and never in it. */

/** `problem`: a sentence. */
export type PinCheck = { ok: true } | { ok: false; problem: string }

export interface PinStore {
  /** Whose PIN is known here, as they wrote their names. Throws a sentence when the file cannot be read. */
  names(): string[]
  has(name: string): boolean
  /** Whether it is this person's PIN. Counts the attempt before it looks, so that killing the cockpit gives no more of them. */
  check(name: string, pin: string): Promise<PinCheck>
  set(name: string, pin: string): Promise<void>
  /** False when none was kept. */
  forget(name: string): boolean
}
