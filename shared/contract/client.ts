/** The contract as a client has it: calls, the feed, and how a call fails. */
import type { JudgeView } from '../analysis/judge/judge-view.ts'
import type { GateView } from '../analysis/measurement/gate.ts'
import type { SideView } from '../domain/strategies/sides.ts'
import type { RecordedEvent } from '../events/index.ts'
import type { AttemptId, ReleaseId } from '../ids.ts'
import type { LedgerTrouble } from './ledger-trouble.ts'
import type { Method, Params } from './methods.ts'
import type { Results, Sample } from './results.ts'

/** What the owner pushes. Output itself is pulled. */
export type FeedMessage =
  | { kind: 'events'; release: ReleaseId; events: RecordedEvent[] }
  | { kind: 'output'; attempt: AttemptId; headBytes: number; headLines: number }
  /** How an open gate stands, about once a second. */
  | { kind: 'gate'; release: ReleaseId; attempt: AttemptId; view: GateView }
  /** How a step that judges a canary stands, about once a second. */
  | { kind: 'judge'; release: ReleaseId; attempt: AttemptId; view: JudgeView }
  /** `why` comes with what was measured just now: what the source says of a missing or a bad value, null when nothing. */
  | {
      kind: 'samples'
      release: ReleaseId
      environment: string
      metric: string
      samples: Sample[]
      why?: string | null
    }
  /** What answers on the sides of services and what their instances run, every few seconds while somebody looks. */
  | { kind: 'sides'; release: ReleaseId; environment: string; sides: SideView[] }
  /** The ledger cannot be written, or its disk is full; told again while it lasts, and without `trouble` when it is over. */
  | { kind: 'ledger'; trouble?: LedgerTrouble }
  /** The owner changed (takeover): read again from the last seq held. */
  | { kind: 'owner'; epoch: number }

/** What crosses a process boundary when something went wrong. */
export type WireError = { code: string; message: string; cause?: string }

/** One cockpit, wherever it runs: in this process, behind a socket, a WebSocket or a preload bridge. */
export interface CockpitClient {
  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]>
  /** Every feed message from now on; returns a function that ends it. */
  onFeed(listener: (message: FeedMessage) => void): () => void
  /** `connected` again after a loss means: read what was missed. */
  onConnection(listener: (state: 'connected' | 'lost', detail: string) => void): () => void
  close(): void
}
