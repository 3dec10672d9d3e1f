/** One-time tokens that arm the start of a protected run, each bound to what was shown once (docs/security.md, rules A1 to A6). */
import { createHash, randomBytes } from 'node:crypto'
import { type Rejection, reject } from '../../shared/domain/rejection.ts'
import type { Digest, ReleaseId, StageId } from '../../shared/ids.ts'

/** What was shown: a token arms exactly this. */
export type Shown = { release: ReleaseId; stageId: StageId; environment: string; digest: Digest }

export type Arms = {
  /** A token for what is being shown now, and until when it arms (ms since the epoch). */
  issue(shown: Shown): { token: string; untilMs: number }
  /** What the token stands for, or why it arms nothing. Does not use it up. */
  check(token: string | undefined, start: Omit<Shown, 'digest'>): { digest: Digest } | { rejection: Rejection }
  /** The start took place: the token is worth nothing from now on. */
  spend(token: string): void
}

/** Longer than reading a plan aloud takes, shorter than a coffee break after which nobody remembers it. */
const VALID_MS = 15 * 60_000

/** A dialog asks again with every change of an input: the oldest are dropped. */
const MOST = 500

/** Looking a secret up by its digest takes no time that depends on the secret. */
const digestOf = (token: string) => createHash('sha256').update(token).digest('base64')

/** Tokens live in the owner's memory alone: they end with it, and nobody else can make one. */
export function createArms(nowMs: () => number): Arms {
  const issued = new Map<string, Shown & { untilMs: number }>()
  return {
    issue(shown) {
      const token = randomBytes(32).toString('base64url')
      const untilMs = nowMs() + VALID_MS
      issued.set(digestOf(token), { ...shown, untilMs })
      if (issued.size > MOST) issued.delete(issued.keys().next().value!)
      return { token, untilMs }
    },
    check(token, start) {
      if (token === undefined)
        return reject(
          'not-armed',
          `${start.environment} is protected: a start there carries the token of the preview a person was shown. Look at the preview, then start.`,
        )
      const found = issued.get(digestOf(token))
      if (!found)
        return reject('not-armed', 'What was shown was started already, or by another cockpit: look at it again.')
      if (nowMs() > found.untilMs)
        return reject('not-armed', 'What was shown is more than 15 minutes old: look at it again, then start.')
      const isSame =
        found.release === start.release && found.stageId === start.stageId && found.environment === start.environment
      return isSame
        ? { digest: found.digest }
        : reject('changed-since-shown', 'Something else was shown than what is to be started: look at it again.')
    },
    spend: (token) => void issued.delete(digestOf(token)),
  }
}
