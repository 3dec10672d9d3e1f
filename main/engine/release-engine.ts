/**
 * Drives one release: takes commands and what the cockpit itself has to say, appends what `decide` makes of them, and keeps going (`run-loop.ts`).
 * It decides nothing itself.
 */
import type { Command } from '../../shared/contract/commands.ts'
import { decide } from '../../shared/domain/decide.ts'
import type { Rejection } from '../../shared/domain/rejection.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { COCKPIT } from '../../shared/events/envelope.ts'
import type { Actor, CockpitEvent, PayloadOf, RecordedEvent } from '../../shared/events/index.ts'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import type { Erasure } from '../ports/event-store.ts'
import type { SealedOutput } from '../ports/output-store.ts'
import { decisionOfFire, type EvidenceOf, eventsOfExpiry } from './decision-events.ts'
import type { EffectContext } from './effect-context.ts'
import { lostNotices } from './effects/notices.ts'
import { observeAsked } from './effects/observe-live.ts'
import { factsFor } from './facts.ts'
import { createLateOutput, lateSealEvents } from './late-output.ts'
import type { EnginePorts } from './ports.ts'
import { readSecretsAgain } from './read-secrets-again.ts'
import { reconcile } from './reconcile.ts'
import type { ReleaseLedger } from './release-ledger.ts'
import { createRunContexts, type RunContexts } from './run-contexts.ts'
import { createRunLoop } from './run-loop.ts'
import { createTelling } from './telling.ts'
import { pause } from './until.ts'

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
  evidenceOf: EvidenceOf
} & Pick<EffectContext, 'onMeasured' | 'showGate' | 'showJudge' | 'samplesOf'>

const RETRY_APPEND_MS = 1000

/** What begins with the environment of the terminal that asked for it. */
const BEGINS_COMMANDS = ['run.start', 'rehearsal.start', 'rollback.start', 'step.exec', 'decision.answer']

export function createReleaseEngine(
  ledger: ReleaseLedger,
  ports: EnginePorts,
  { onChange, checkTime, evidenceOf, ...watching }: ReleaseEngineOptions,
): ReleaseEngine {
  const contexts = createRunContexts(ports, () => ledger.state())
  const telling = createTelling(ledger, ports)
  let isClosed = false

  const tell = (recorded: RecordedEvent[]) => {
    if (recorded.length > 0) onChange(ledger.state(), recorded)
  }

  const append = (events: CockpitEvent[], actor: Actor): RecordedEvent[] => {
    checkTime()
    const recorded = ledger.append(events, { actor })
    for (const event of recorded) if (event.type === 'run.amended') contexts.forget(event.payload.runId)
    tell(recorded)
    loop.kick()
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
        await pause(ports.clock, RETRY_APPEND_MS)
      }
    }
  }

  const expire = (decisionId: string) => {
    checkTime()
    const events = eventsOfExpiry(ledger.state(), decisionId, ports, evidenceOf)
    if (events.length > 0) append(events, COCKPIT)
  }

  const late = createLateOutput({ ledger, ports, contexts, report })
  const loop = createRunLoop(
    ledger,
    {
      ports,
      contexts,
      state: () => ledger.state(),
      report,
      leaveOutput: late.leave,
      expire,
      checkTime,
      noticesFromMs: telling.fromMs,
      ...watching,
    },
    tell,
  )

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
      if (BEGINS_COMMANDS.includes(command.type)) contexts.remember(facts.runId, base)
      return { events: append(decision.events, named(decision.by) ?? actor) }
    },
    record: (events, actor = COCKPIT) => append(events, actor),
    report,
    bringIn() {
      const recorded = ledger.bringIn()
      if (recorded.length === 0) return
      tell(recorded)
      loop.kick()
    },
    erase(erasures, actor) {
      const erased = ledger.erase(erasures, actor)
      tell(erased.events)
      loop.kick()
      return erased
    },
    observeNow: async (environment) => report(...(await observeAsked(ledger.state(), environment, ports))),
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
      await readSecretsAgain(ledger, contexts, ports)
      loop.start()
      void late.resume()
    },
    settleNotices: telling.settle,
    close() {
      isClosed = true
      late.close()
      loop.close()
    },
  }
}
