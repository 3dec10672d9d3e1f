/** Tells a release's story in commands and outcomes, through the real `decide`, `evolve` and `nextMove`, with time as data. */
import { createHash } from 'node:crypto'
import { type Command, type CommandInput, commandSchema } from '../../shared/contract/commands.ts'
import { planAmendment } from '../../shared/domain/amendment.ts'
import { decide } from '../../shared/domain/decide.ts'
import { beginStep } from '../../shared/domain/decide-step.ts'
import type { AmendmentFacts, Facts } from '../../shared/domain/decision.ts'
import { evolve } from '../../shared/domain/evolve.ts'
import { nextMove } from '../../shared/domain/next-move.ts'
import type { Rejection } from '../../shared/domain/rejection.ts'
import { digestSubject } from '../../shared/domain/signoffs/digest-subject.ts'
import { findSubject, type SubjectRef } from '../../shared/domain/signoffs/subjects.ts'
import type { AttemptState, ReleaseState, RunState } from '../../shared/domain/state.ts'
import type { Actor, CockpitEvent, RecordedEvent } from '../../shared/events/index.ts'
import { attemptId, type Digest, digest, releaseId, runId, type Sha256 } from '../../shared/ids.ts'
import { definitionDigest } from '../../shared/runbook/digests.ts'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'

const sha256: Sha256 = (data) => digest(createHash('sha256').update(data).digest('hex'))

const DIGEST = digest('d'.repeat(64))
export const ADA: Actor = { kind: 'person', name: 'Ada Obi', assurance: 'claimed' }

export class Story {
  state: ReleaseState
  nowMs = Date.parse('2026-11-27T21:00:00.000Z')
  resolvedDigest = DIGEST
  confirmation: string | undefined
  /** Room on the disk that holds the ledger, when the story is about that. */
  freeBytes?: number
  /** The folder as an amendment would read it, with what its digest would be. */
  folder: { definition: ReleaseDefinition; resolvedDigest: Digest; files?: Record<string, string> } | undefined
  private count = 0

  constructor(definition: ReleaseDefinition) {
    this.state = undefined as unknown as ReleaseState
    const { name, version } = definition
    const about = {
      ledgerId: 'ledger',
      release: releaseId('parcel-tracker-2.4.0'),
      name,
      version,
      folder: '/release',
      keyId: 'k',
      publicKey: 'p',
    }
    this.happen({ type: 'release.created', payload: about })
    this.happen({ type: 'definition.loaded', payload: { folder: '/release', definition, definitionDigest: DIGEST } })
  }

  happen(event: CockpitEvent, actor: Actor = { kind: 'cockpit' }): void {
    const seq = (this.state?.size ?? 0) + 1
    const recordedAt = new Date(this.nowMs).toISOString()
    const envelope = {
      seq,
      schemaVersion: 1,
      recordedAt,
      actor,
      causationId: null,
      correlationId: null,
      payloadDigest: DIGEST,
      hash: DIGEST,
    }
    this.state = evolve(this.state, {
      ...event,
      ...envelope,
      release: releaseId('parcel-tracker-2.4.0'),
    } as RecordedEvent)
  }

  facts(): Facts {
    this.count += 1
    return {
      nowMs: this.nowMs,
      actor: ADA,
      runId: runId(`run-${this.count}`),
      attemptId: attemptId(`attempt-${this.count}`),
      nonce: 'n',
      decisionId: `d-${this.count}`,
      definitionDigest: DIGEST,
      resolvedDigest: this.resolvedDigest,
      stepDigests: {},
      problems: [],
      ...(this.folder ? { amendment: this.amendment(this.folder) } : {}),
      ...(this.confirmation === undefined ? {} : { confirmation: this.confirmation }),
      ...(this.freeBytes === undefined ? {} : { room: { folder: '/ledgers', freeBytes: this.freeBytes } }),
    }
  }

  private amendment({ definition, resolvedDigest, files = {} }: NonNullable<Story['folder']>): AmendmentFacts {
    const planned = planAmendment(this.state, this.run, definition, files)
    return { ...planned, definitionDigest: DIGEST, resolvedDigest, files, inputs: this.run.inputs, problems: [] }
  }

  /** What an approval of the schedule, the plan or a step of the process would bind now. */
  subject(about: SubjectRef) {
    return digestSubject(findSubject(this.state, about), sha256)
  }

  /** Another definition is read, with the digest that is really its own. */
  load(definition: ReleaseDefinition): void {
    const payload = { folder: '/release', definition, definitionDigest: definitionDigest(definition, sha256) }
    this.happen({ type: 'definition.loaded', payload })
  }

  /** Decides and folds; returns the refusal when there is one. */
  tell(input: CommandInput, actor: Actor = ADA): Rejection | undefined {
    const command = commandSchema.parse(input) as Command
    const about = command.type === 'approval.give' && command.about ? { subject: this.subject(command.about) } : {}
    const facts = this.facts()
    const named = command.type === 'rehearsal.start' ? { runId: runId(`rehearsal-${this.count}`) } : {}
    const decision = decide(this.state, command, { ...facts, ...named, ...about, actor })
    if (decision.rejection) return decision.rejection
    for (const event of decision.events) this.happen(event, decision.by ?? actor)
    return undefined
  }

  get run(): RunState {
    return this.state.runs[this.state.runOrder.at(-1)!]!
  }

  get move() {
    return nextMove(this.state, this.run, this.nowMs)
  }

  /** What the engine does when a step is due: its intent, and a command's spawn. */
  begin(run: RunState = this.run): AttemptState {
    const move = nextMove(this.state, this.state.runs[run.id]!, this.nowMs)
    if (move.kind !== 'begin') throw new Error(`Nothing begins now: ${move.kind}.`)
    this.happen(beginStep(this.state, run, move.step, this.facts()))
    const id = this.state.runs[run.id]!.attempts.at(-1)!
    const attempt = this.state.attempts[id]!
    if (attempt.kind === 'command') {
      const identity = { bootId: 'b', pid: 1, startTime: '1', nonce: 'n' }
      this.happen({ type: 'step.spawned', payload: { runId: run.id, stepId: attempt.stepId, attemptId: id, identity } })
    }
    return this.state.attempts[id]!
  }

  end(
    attempt: AttemptState,
    outcome: 'succeeded' | 'failed' | 'stopped' | 'never-started' = 'succeeded',
    tookMs = 1000,
  ): void {
    this.nowMs += tookMs
    const { runId: run, stepId, id } = attempt
    this.happen({ type: 'step.finished', payload: { runId: run, stepId, attemptId: id, outcome, durationMs: tookMs } })
  }

  /** Begins and ends so many steps of the run. */
  doSteps(count: number, run: RunState = this.run): void {
    for (let index = 0; index < count; index++) this.end(this.begin(run))
  }

  /** What the engine records when a run has nothing left to do. */
  finish(run: RunState = this.run): void {
    const move = nextMove(this.state, this.state.runs[run.id]!, this.nowMs)
    if (move.kind !== 'finish') throw new Error(`The run does not finish now: ${move.kind}.`)
    const { outcome, reason } = move
    this.happen({
      type: 'run.finished',
      payload: { runId: run.id, outcome, reason, durationMs: this.nowMs - run.startedAtMs },
    })
  }
}
