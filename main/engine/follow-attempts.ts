/** What becomes known of attempts outside any effect: output that is stored, and hosts that are lost and found. */

import { connectionEvent } from './connections.ts'
import type { Feed } from './feed.ts'
import type { EnginePorts } from './ports.ts'
import type { ReleaseEngine } from './release-engine.ts'
import type { Safely } from './safely.ts'

/** Tells clients, and the release an attempt is of. Returns what ends it. */
export function followAttempts(
  { importer, runner, clock, log }: EnginePorts,
  feed: Feed,
  engines: () => ReleaseEngine[],
  safely: Safely,
): () => void {
  const stops = [
    importer.onHead(({ attempt, bytes, lines }) =>
      feed.publish({ kind: 'output', attempt, headBytes: bytes, headLines: lines }),
    ),
    importer.onSealed((sealed) => {
      for (const engine of engines()) if (engine.state().attempts[sealed.attempt]) engine.sealOutput(sealed)
    }),
    importer.onError((attempt, sentence) => log('error', sentence, { attempt })),
    runner.onConnection?.((attempt, change) => {
      for (const engine of engines()) {
        const event = connectionEvent(engine.state(), attempt, change, clock.nowMs())
        if (event) safely(() => engine.record([event]))
      }
    }),
  ]
  return () => {
    for (const stop of stops) stop?.()
  }
}
