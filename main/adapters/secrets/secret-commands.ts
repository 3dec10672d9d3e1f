import { type Printed, runSecretCommand, runSecretCommandNow, type SecretCommand } from './secret-command.ts'

/** How long what a command printed is taken for its answer: a start asks for the same secret several times. */
export const KEPT_MS = 60_000
/** A person mends the vault and tries again. */
const PROBLEM_KEPT_MS = 3_000
const NOW_TIMEOUT_MS = 5_000

type Kept = { printed: Printed; atMs: number }

export type SecretCommands = {
  /** Runs the command unless its answer is fresh, and keeps the answer. Nothing is held up meanwhile. */
  prepare(asked: SecretCommand): Promise<void>
  /** The fresh answer, or else that of a run here and now. */
  run(asked: SecretCommand): Printed
  /** Its answer, when it is fresh. */
  fresh(asked: SecretCommand): Printed | undefined
  /** What it printed when it last worked. */
  before(asked: SecretCommand): Printed | undefined
}

/** Answers of secrets' commands, in memory only. A vault that is down must not stand in the way of a rollback: its last answer is kept for that. */
export function createSecretCommands(nowMs: () => number = () => performance.now()): SecretCommands {
  const last = new Map<string, Kept>()
  const good = new Map<string, Printed>()
  const running = new Map<string, Promise<Printed>>()
  const keyOf = ({ command, folder }: SecretCommand) => `${folder}\0${command}`

  const keep = (key: string, printed: Printed) => {
    last.set(key, { printed, atMs: nowMs() })
    if ('bytes' in printed) good.set(key, printed)
  }
  const fresh = (key: string) => {
    const kept = last.get(key)
    const keptMs = kept && 'bytes' in kept.printed ? KEPT_MS : PROBLEM_KEPT_MS
    return kept && nowMs() - kept.atMs < keptMs ? kept.printed : undefined
  }

  return {
    async prepare(asked) {
      const key = keyOf(asked)
      if (fresh(key)) return
      const begun = running.get(key) ?? runSecretCommand(asked)
      running.set(key, begun)
      keep(key, await begun)
      running.delete(key)
    },
    run(asked) {
      const key = keyOf(asked)
      const known = fresh(key)
      if (known) return known
      const printed = runSecretCommandNow(asked, NOW_TIMEOUT_MS)
      keep(key, printed)
      return printed
    },
    fresh: (asked) => fresh(keyOf(asked)),
    before: (asked) => good.get(keyOf(asked)),
  }
}
