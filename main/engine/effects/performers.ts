import type { AnyEffect } from '../../../shared/domain/pending-effects.ts'
import type { EffectContext } from '../effect-context.ts'
import { performGate } from './gate.ts'
import { performHttpCheck } from './http-check.ts'
import { performJudge } from './judge.ts'
import { performListen } from './listen.ts'
import { performLookAtFleet } from './look-at-fleet.ts'
import { performQueueNotices, performSendNotice } from './notices.ts'
import { performLookAgain, performObserveLive } from './observe-live.ts'
import { performSignal } from './signal.ts'
import { performSpawn } from './spawn.ts'
import {
  performConfirm,
  performDecisionDue,
  performRetryDue,
  performSettleApproval,
  performTimeout,
  performWaitOver,
} from './timers.ts'
import { performWatch } from './watch.ts'

/** What takes time; an advance is done at once (`advance.ts`). */
export type TimedEffect = Exclude<AnyEffect, { kind: 'advance' }>

type Performer = (effect: never, context: EffectContext) => Promise<void>

const PERFORMERS: Record<TimedEffect['kind'], Performer> = {
  spawn: performSpawn,
  watch: performWatch,
  'http-check': performHttpCheck,
  signal: performSignal,
  timeout: performTimeout,
  'wait-over': performWaitOver,
  gate: performGate,
  judge: performJudge,
  'retry-due': performRetryDue,
  listen: performListen,
  confirm: performConfirm,
  'settle-approval': performSettleApproval,
  'look-again': performLookAgain,
  'look-at-fleet': performLookAtFleet,
  'observe-live': performObserveLive,
  'decision-due': performDecisionDue,
  'queue-notices': performQueueNotices,
  'send-notice': performSendNotice,
}

/** Resolves when the effect is over: done, reported, or no longer pending. */
export const performEffect = (effect: TimedEffect, context: EffectContext): Promise<void> =>
  PERFORMERS[effect.kind](effect as never, context)
