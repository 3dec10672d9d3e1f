/** The event union. To add one, follow "Add an event" in CONTRIBUTING.md. */

import * as amend from './amend-events.ts'
import * as batch from './batch-events.ts'
import * as comment from './comment-events.ts'
import * as connection from './connection-events.ts'
import * as decision from './decision-events.ts'
import type { EventDefinition } from './define.ts'
import * as document from './document-events.ts'
import * as driver from './driver-events.ts'
import type { Actor, Recorded } from './envelope.ts'
import * as gate from './gate-events.ts'
import * as history from './history-events.ts'
import * as issue from './issue-events.ts'
import * as judge from './judge-events.ts'
import * as ledger from './ledger-events.ts'
import * as metric from './metric-events.ts'
import * as note from './note-events.ts'
import * as notice from './notice-events.ts'
import * as pin from './pin-events.ts'
import * as poll from './poll-events.ts'
import * as process from './process-events.ts'
import * as rehearsal from './rehearsal-events.ts'
import * as release from './release-events.ts'
import * as remark from './remark-events.ts'
import * as room from './room-events.ts'
import * as run from './run-events.ts'
import * as side from './side-events.ts'
import * as step from './step-events.ts'
import * as validation from './validation-events.ts'

const definitions = {
  ...ledger,
  ...release,
  ...run,
  ...amend,
  ...step,
  ...connection,
  ...room,
  ...pin,
  ...poll,
  ...gate,
  ...side,
  ...batch,
  ...judge,
  ...issue,
  ...notice,
  ...document,
  ...validation,
  ...comment,
  ...driver,
  ...note,
  ...remark,
  rehearsalStarted: rehearsal.rehearsalStarted,
  historyRead: history.historyRead,
  itemTaken: process.itemTaken,
  itemDone: process.itemDone,
  itemReopened: process.itemReopened,
  itemWaived: process.itemWaived,
  metricBreached: metric.metricBreached,
  metricRecovered: metric.metricRecovered,
  metricBlind: metric.metricBlind,
  metricSighted: metric.metricSighted,
  sourceClockDiffers: metric.sourceClockDiffers,
  samplesSealed: metric.samplesSealed,
  triggerFired: decision.triggerFired,
  triggerCleared: decision.triggerCleared,
  decisionOpened: decision.decisionOpened,
  decisionAcknowledged: decision.decisionAcknowledged,
  decisionVetoed: decision.decisionVetoed,
  decisionExpired: decision.decisionExpired,
  decisionAnswered: decision.decisionAnswered,
}

type Definitions = (typeof definitions)[keyof typeof definitions]
type EventOf<D> = D extends EventDefinition<infer Type, infer Payload> ? { type: Type; payload: Payload } : never

/** Everything that can be appended to a release's ledger. */
export type CockpitEvent = EventOf<Definitions>
export type EventType = CockpitEvent['type']
export type PayloadOf<Type extends EventType> = Extract<CockpitEvent, { type: Type }>['payload']
export type RecordedEvent = Recorded<CockpitEvent>

const byType = new Map<string, EventDefinition<string, unknown>>(
  Object.values(definitions).map((each) => [each.type, each as EventDefinition<string, unknown>]),
)

export const EVENT_TYPES = [...byType.keys()] as EventType[]

/** The definition of an event type, or undefined for one this version does not know. */
export const eventDefinition = (type: string) => byType.get(type)

/** What `decide` returns: an event and who caused it. */
export type Happened = CockpitEvent & { actor: Actor }

export type { Actor, Assurance, Envelope, NewEntry, Recorded } from './envelope.ts'
