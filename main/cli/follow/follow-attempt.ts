/** Follows one attempt to its end: its output as it comes, Ctrl-C stops it. */

import type { CockpitClient } from '../../../shared/contract/client.ts'
import { followRelease } from '../../../shared/contract/follow-release.ts'
import type { AttemptState } from '../../../shared/domain/state.ts'
import { isOpen } from '../../../shared/domain/steps.ts'
import type { AttemptId, ReleaseId } from '../../../shared/ids.ts'
import type { CliIo } from '../io.ts'
import { type Sender, send } from '../session.ts'

const TICK_MS = 100
const RANGE_BYTES = 65_536

type Place = { client: CockpitClient; release: ReleaseId; as: Sender; io: CliIo }

/** The attempt as it ended, or as it stands when the person leaves it (a second Ctrl-C). */
export async function followAttempt({ client, release, as, io }: Place, id: AttemptId): Promise<AttemptState> {
  const session = followRelease(client, release)
  let presses = 0
  let isGone = false
  const reason = 'Ctrl-C in the terminal.'
  const stopKeys = io.onInterrupt(() => {
    presses += 1
    if (presses === 1) io.stderr('\nStopping the command. Ctrl-C again leaves it running.\n')
    if (presses === 1)
      send(client, release, { type: 'step.stop', attemptId: id, reason }, as).catch((error: Error) =>
        io.stderr(`${error.message}\n`),
      )
  })
  const stopHangup = io.onHangup(() => {
    isGone = true
  })
  let offset = 0
  const pull = async () => {
    for (;;) {
      const range = await client.call('output.read', { attempt: id, offset, length: RANGE_BYTES })
      if (range.bytes.length > 0) await io.write(range.bytes)
      offset = range.offset + range.bytes.length
      if (range.bytes.length === 0 || offset >= range.headBytes) return
    }
  }
  try {
    for (;;) {
      await session.caughtUp()
      const attempt = session.state()!.attempts[id]!
      await pull()
      if (!isOpen(attempt) || isGone || presses > 1) return attempt
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
  } finally {
    stopKeys()
    stopHangup()
    session.close()
  }
}
