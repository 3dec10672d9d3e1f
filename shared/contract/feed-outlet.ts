/**
 * One client's share of the feed. Events and samples pass at once and in order; of output heads only the newest per attempt, at most 30 times a
 * second and not at all while the client is slow (DESIGN §10). A client that stops reading is let go: it reads what it missed when it returns.
 */
import type { AttemptId } from '../ids.ts'
import type { Channel, Schedule } from './channel.ts'
import type { FeedMessage } from './client.ts'
import { encodeReply } from './wire.ts'

export const HEAD_INTERVAL_MS = 34
const SLOW_BYTES = 256 * 1024
const GIVE_UP_BYTES = 64 * 1024 * 1024

type OutputHead = Extract<FeedMessage, { kind: 'output' }>

export type FeedOutlet = { push(message: FeedMessage): void; end(): void }

export const feedOutlet = (channel: Channel, schedule: Schedule): FeedOutlet => {
  const heads = new Map<AttemptId, OutputHead>()
  let cancel: (() => void) | undefined

  const flushHeads = () => {
    if (channel.pendingBytes() <= SLOW_BYTES) {
      for (const head of heads.values()) channel.send(encodeReply({ feed: head }))
      heads.clear()
    }
  }
  const tick = () => {
    cancel = undefined
    if (heads.size === 0) return
    flushHeads()
    cancel = schedule(tick, HEAD_INTERVAL_MS)
  }

  return {
    push(message) {
      if (message.kind === 'output') {
        heads.set(message.attempt, message)
        if (!cancel) tick()
      } else if (channel.pendingBytes() > GIVE_UP_BYTES) {
        channel.close('This client does not read what it is sent; connect again to go on.')
      } else {
        channel.send(encodeReply({ feed: message }))
      }
    },
    end: () => cancel?.(),
  }
}
