/**
 * An interactive step in the terminal one sits at: its output as it comes, every key to it. Ctrl-] leaves it to itself, as in telnet, because every
 * other key belongs to the command.
 */
import { encodeBase64 } from '../../../shared/contract/base64.ts'
import type { CockpitClient } from '../../../shared/contract/client.ts'
import type { AttemptId, ReleaseId } from '../../../shared/ids.ts'
import type { CliIo } from '../io.ts'
import type { Sender } from '../session.ts'

const ESCAPE = 0x1d
const TICK_MS = 50
const RANGE_BYTES = 65_536
const MOST_BYTES = 4096

type Place = { client: CockpitClient; release: ReleaseId; as: Sender; io: CliIo }

/** Sends keys in the order they were typed, one message at a time. */
function keySender({ client, release, as }: Place, attempt: AttemptId, onRefusal: (message: string) => void) {
  let queue = Promise.resolve()
  const sendOne = async (bytes: Uint8Array) => {
    const answer = await client.call('terminal.send', { release, attempt, base64: encodeBase64(bytes), as })
    if (!answer.ok) onRefusal(answer.rejection.message)
  }
  return (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += MOST_BYTES) {
      const part = bytes.slice(at, at + MOST_BYTES)
      queue = queue.then(() => sendOne(part)).catch((error: Error) => onRefusal(error.message))
    }
  }
}

/** Until the attempt is over or the person leaves; returns how far its output was shown. */
export async function passThrough(
  place: Place,
  attempt: AttemptId,
  fromByte: number,
  isRunning: () => boolean,
): Promise<{ offset: number; hasLeft: boolean }> {
  const { client, release, io } = place
  let offset = fromByte
  let hasLeft = false
  let wake = () => {}
  const send = keySender(place, attempt, (message) => io.stderr(`\r\n${message}\r\n`))
  const size = io.size?.()
  if (size) await client.call('terminal.resize', { release, attempt, ...size })
  const stopKeys = io.rawKeys!((bytes) => {
    const escapeAt = bytes.indexOf(ESCAPE)
    const typed = escapeAt < 0 ? bytes : bytes.subarray(0, escapeAt)
    if (typed.length > 0) send(typed)
    hasLeft ||= escapeAt >= 0
    wake()
  })
  const stopFeed = client.onFeed((message) => message.kind === 'output' && message.attempt === attempt && wake())
  try {
    while (!hasLeft) {
      const wasRunning = isRunning()
      const range = await client.call('output.read', { attempt, offset, length: RANGE_BYTES })
      if (range.bytes.length > 0) await io.write(range.bytes)
      offset = range.offset + range.bytes.length
      if (offset < range.headBytes) continue
      if (!wasRunning) break
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, TICK_MS)
      })
    }
    return { offset, hasLeft }
  } finally {
    stopKeys()
    stopFeed()
  }
}
