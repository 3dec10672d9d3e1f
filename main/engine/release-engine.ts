/**
 * Drives one release: after every append it asks `pendingEffects` what is due, performs each once, and appends what came of it.
 * It decides nothing itself.
 */
import type { Command } from '../../shared/contract/commands.ts'
import { decide } from '../../shared/domain/decide.ts'
import type { Evidence } from '../../shared/domain/decisions/interlocks.ts'
import { expireDecision } from '../../shared/domain/decisions/open-decision.ts'
import { nextMove } from '../../shared/domain/next-move.ts'
import { NO_NOTICES } from '../../shared/domain/notices/notice-state.ts'
import { type AnyEffect, pendingEffects } from '../../shared/domain/pending-effects.ts'
import type { Rejection } from '../../shared/domain/rejection.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { selectUnfinished } from '../../shared/domain/steps.ts'
import type { Actor, CockpitEvent, PayloadOf, RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import type { Erasure } from '../ports/event-store.ts'
import { SEND_TIMEOUT_MS } from '../ports/notifier.ts'
import type { SealedOutput } from '../ports/output-store.ts'
import { decisionOfFire, expiryFacts, rollbackOf } from './decision-facts.ts'
import type { EffectContext } from './effect-context.ts'
import { nextAdvance, performAdvance } from './effects/advance.ts'
import { performGate } from './effects/gate.ts'
import { performHttpCheck } from './effects/http-check.ts'
import { performJudge } from './effects/judge.ts'
import { performListen } from './effects/listen.ts'
import { isTellingHeld, lostNotices, performQueueNotices, performSendNotice } from './effects/notices.ts'
import { lookAtServices, performLookAgain, performObserveLive } from './effects/observe-live.ts'
import { performSignal } from './effects/signal.ts'
import { performSpawn } from './effects/spawn.ts'
import {
  performConfirm,
  performDecisionDue,
  performRetryDue,
  performSettleApproval,
  performTimeout,
  performWaitOver,
} from './effects/timers.ts'
import { performWatch } from './effects/watch.ts'
import { factsFor } from './facts.ts'
import { heldBy } from './held-by.ts'
import { createLateOutput, lateSealEvents } from './late-output.ts'
import type { EnginePorts } from './ports.ts'
import { reconcile } from './reconcile.ts'
import type { ReleaseLedger } from './release-ledger.ts'
import { createRunContexts, type RunContexts } from './run-contexts.ts'

export const COCKPIT: Actor = { kind: 'cockpit' }

export type CommandResult = { events: RecordedEvent[] } | { rejection: Rejection }

export interface ReleaseEngine {
  readonly ledger: ReleaseLedger
  readonly contexts: RunContexts
  state(): ReleaseState
  /** `folder` is the definition an amendment would take up. */
  command(command: Command, actor: Actor, base?: Record<string, string>, folder?: ReleaseDefinition): CommandResult
  /** Appends events of the cockpit itself (definition, metrics, checkpoints) and goes on. */
  record(events: CockpitEvent[], actor?: Actor): RecordedEvent[]
  /** Appends what the cockpit has to say, as soon as the ledger can be written. */
  report(...events: CockpitEvent[]): Promise<void>
  /** Puts what is in a late journal into the ledger, when that can be written again. Throws `LedgerUnwritable`. */
  bringIn(): void
  /** Takes what must not be kept out of the record, in a person's name. */
  erase(erasures: Erasure[], actor: Actor): { events: RecordedEvent[]; gone: boolean }
  /** Looks at the environment's services because a person asked. */
  observeNow(environment: string): Promise<void>
  /** A trigger's limit was passed: on record together with the decision it leads to. */
  fired(payload: PayloadOf<'trigger.fired'>): void
  /** Puts the digest of a stretch of output into the chain, unless it is there already. */
  sealOutput(sealed: SealedOutput): void
  /** Takes up runs another process left open: looks first, starts nothing by itself. */
  resume(): Promise<void>
  /** Resolves when what was to be told in this process was tried once. */
  settleNotices(): Promise<void>
  close(): void
}

export type ReleaseEngineOptions = {
  onChange(state: ReleaseState, events: RecordedEvent[]): void
  /** Puts a gap on record before anything acts on a state from before it. */
  checkTime(): void
  /** Whether what a trigger fired for is still so, by the newest samples. */
  evidenceOf(of: { environment: string; triggerId?: string }): Evidence
} & Pick<EffectContext, 'onMeasured' | 'showGate' | 'showJudge' | 'samplesOf'>

const RETRY_APPEND_MS = 1000
/** A command that only looks at a release is gone before it sends what another one left. */
const LEFT_NOTICES_WAIT_MS = 2000
const SETTLE_LOOK_MS = 20

type Performer = (effect: never, context: EffectContext) => Promise<void>

const PERFORMERS: Record<Exclude<AnyEffect['kind'], 'advance'>, Performer> = {
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
  'observe-live': performObserveLive,
  'decision-due': performDecisionDue,
  'queue-notices': performQueueNotices,
  'send-notice': performSendNotice,
}

export function createReleaseEngine(
  ledger: ReleaseLedger,
  ports: EnginePorts,
  { onChange, checkTime, evidenceOf, ...watching }: ReleaseEngineOptions,
): ReleaseEngine {
  const contexts = createRunContexts(ports, () => ledger.state())
  const active = new Map<string, AbortController>()
  const leftSize = ledger.state().size
  const openedMs = ports.clock.nowMs()
  let isClosed = false
  let isKicking = false
  let isReady = false

  /** Of an earlier cockpit, and nobody here has asked for it. */
  const isLeft = ({ seq, asks }: { seq: number; asks: number }) => seq <= leftSize && asks === 0

  /** Something is being sent, or was queued here and not tried yet. */
  const isTelling = (): boolean => {
    if (isTellingHeld(ledger.release, ports)) return false
    const { owed, byId } = ledger.state().notices ?? NO_NOTICES
    return (
      owed.some(({ seq }) => seq > leftSize) ||
      Object.values(byId).some(
        ({ status, attempts, seq }) =>
          status === 'sending' || (status === 'queued' && attempts === 0 && seq > leftSize),
      )
    )
  }

  const append = (events: CockpitEvent[], actor: Actor): RecordedEvent[] => {
    checkTime()
    const recorded = ledger.append(events, { actor })
    for (const event of recorded) if (event.type === 'run.amended') contexts.forget(event.payload.runId)
    if (recorded.length > 0) onChange(ledger.state(), recorded)
    kick()
    return recorded
  }

  const report = async (...events: CockpitEvent[]): Promise<void> => {
    while (!isClosed) {
      try {
        append(events, COCKPIT)
        return
      } catch (error) {
        ports.log('error', 'The ledger cannot be written; what happened is kept and tried again.', {
          error: String(error),
        })
        await new Promise<void>((resolve) => void ports.clock.after(RETRY_APPEND_MS, resolve))
      }
    }
  }

  /** The rollback a countdown leads to is in the same append as its end: no crash can come between. */
  const expire = (decisionId: string) => {
    checkTime()
    const state = ledger.state()
    const found = state.decisions?.[decisionId]
    if (!found || found.closed) return
    const { rollsBack, events } = expireDecision(state, found, expiryFacts(state, found, ports, evidenceOf))
    const back = rollsBack ? rollbackOf(state, found, ports) : undefined
    if (back?.rejection) ports.log('error', 'The rollback of a countdown was refused.', { ...back.rejection })
    append([...events, ...(back?.events ?? [])], COCKPIT)
  }

  const late = createLateOutput({ ledger, ports, contexts, report })

  const perform = (effect: AnyEffect) => {
    if (effect.kind === 'advance') return
    const abort = new AbortController()
    active.set(effect.key, abort)
    const context: EffectContext = {
      ports,
      contexts,
      state: () => ledger.state(),
      report,
      leaveOutput: late.leave,
      expire,
      checkTime,
      noticesFromMs: (notice) => (notice && isLeft(notice) ? openedMs + LEFT_NOTICES_WAIT_MS : 0),
      ...watching,
      signal: abort.signal,
    }
    void PERFORMERS[effect.kind](effect as never, context)
      .catch(async (error: unknown) => {
        if (abort.signal.aborted) return
        ports.log('error', `Effect ${effect.key} failed.`, { error: String(error) })
        await new Promise<void>((resolve) => void ports.clock.after(RETRY_APPEND_MS, resolve))
      })
      .finally(() => {
        active.delete(effect.key)
        if (!isClosed) kick()
      })
  }

  const due = () => {
    checkTime()
    return pendingEffects(ledger.state(), ports.clock.nowMs()).filter((effect) => !isHeld(effect))
  }

  /** While the way back is recorded outside the ledger, no forward step begins. */
  const isHeld = (effect: AnyEffect): boolean => {
    const state = ledger.state()
    const run = effect.kind === 'advance' ? state.runs[effect.runId] : undefined
    if (run?.kind !== 'deploy' || heldBy(state.release, ports) === undefined) return false
    return nextMove(state, run, ports.clock.nowMs()).kind === 'begin'
  }

  /** Starts what became pending, ends what no longer is, and advances runs until nothing moves. */
  const kick = () => {
    if (isClosed || isKicking || !isReady) return
    isKicking = true
    try {
      let effects = due()
      const next = () => nextAdvance(ledger.state(), effects)
      for (let advance = next(); advance; advance = next()) {
        const events = performAdvance(advance, ledger.state(), ports)
        if (events.length === 0) break
        const recorded = ledger.append(events, { actor: COCKPIT })
        onChange(ledger.state(), recorded)
        effects = due()
      }
      const keys = new Set(effects.map((each) => each.key))
      for (const [key, abort] of active) if (!keys.has(key)) abort.abort()
      for (const effect of effects) if (!active.has(effect.key)) perform(effect)
    } catch (error) {
      ports.log('error', 'The run cannot go on: the ledger cannot be written.', { error: String(error) })
      ports.clock.after(RETRY_APPEND_MS, kick)
    } finally {
      isKicking = false
    }
  }

  /** Variables and secrets are resolved again; what is not the same as at the start is asked for. */
  const readSecretsAgain = async () => {
    const { folder } = ledger.state()
    for (const { id, definition, environment } of selectUnfinished(ledger.state())) {
      await ports.variables.prepare({ definition, folder, environment })
      const needs = contexts.needs(id)
      if (needs) ledger.append([{ type: 'secrets.needed', payload: { runId: id, ...needs } }], { actor: COCKPIT })
      else if (ledger.state().runs[id]?.secretsNeeded)
        ledger.append([{ type: 'secrets.provided', payload: { runId: id, names: [], without: [], accepted: false } }], {
          actor: COCKPIT,
        })
    }
  }

  /** A name is in what is hashed and can never be erased: no secret gets there. */
  const named = (by: Actor | undefined): Actor | undefined =>
    by?.kind === 'person' ? { ...by, name: ports.secrets.hide(by.name) } : by

  return {
    ledger,
    contexts,
    state: () => ledger.state(),
    command(command, actor, base, folder) {
      checkTime()
      const state = ledger.state()
      const facts = factsFor(state, command, actor, ports, base, folder)
      const decision = decide(state, command, facts)
      if (decision.rejection) return { rejection: decision.rejection }
      if (['run.start', 'rehearsal.start', 'rollback.start', 'step.exec', 'decision.answer'].includes(command.type))
        contexts.remember(facts.runId, base)
      return { events: append(decision.events, named(decision.by) ?? actor) }
    },
    record: (events, actor = COCKPIT) => append(events, actor),
    report,
    bringIn() {
      const recorded = ledger.bringIn()
      if (recorded.length === 0) return
      onChange(ledger.state(), recorded)
      kick()
    },
    erase(erasures, actor) {
      const erased = ledger.erase(erasures, actor)
      if (erased.events.length > 0) onChange(ledger.state(), erased.events)
      kick()
      return erased
    },
    async observeNow(environment) {
      const { definition, folder } = ledger.state()
      if (!definition) return
      const env = ports.variables.resolve({ definition, folder, environment, inputs: {} })
      const seen = await lookAtServices(definition, env, folder, ports)
      await report(
        ...seen.map(
          (each): CockpitEvent => ({ type: 'live.observed', payload: { environment, when: 'asked', ...each } }),
        ),
      )
    },
    fired(payload) {
      const decision = decisionOfFire(ledger.state(), payload, ports)
      append([{ type: 'trigger.fired', payload }, ...decision], COCKPIT)
    },
    sealOutput(sealed) {
      const attempt = ledger.state().attempts[sealed.attempt]
      if (attempt) void report(...lateSealEvents(attempt, [sealed], () => ports.runner.leftRunning(attempt.id)))
    },
    async resume() {
      await reconcile(ledger, ports)
      ledger.append(lostNotices(ledger.state()), { actor: COCKPIT })
      await readSecretsAgain()
      isReady = true
      kick()
      void late.resume()
    },
    async settleNotices() {
      const untilMs = ports.clock.nowMs() + SEND_TIMEOUT_MS
      while (isTelling() && ports.clock.nowMs() < untilMs)
        await new Promise<void>((resolve) => void ports.clock.after(SETTLE_LOOK_MS, resolve))
    },
    close() {
      isClosed = true
      late.close()
      for (const abort of active.values()) abort.abort()
    },
  }
}
