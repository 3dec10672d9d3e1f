/** The story of one past release, told through the real `decide` and `evolve`, as entries that can be appended: when it was deployed, how long it took, what went wrong. */
import { type Actor, type CockpitEvent, eventDefinition, type NewEntry } from '../../../shared/events/index.ts'
import { attemptId, digest, type ReleaseId, type RunId, runId, stageId } from '../../../shared/ids.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { Story } from '../story.ts'

export type ToldEntry = { atMs: number; entry: NewEntry }

export type PastFacts = {
  release: ReleaseId
  ledgerId: string
  definition: ReleaseDefinition
  folder: string
  keyId: string
  publicKey: string
  /** When its production run begins. */
  atMs: number
}

/** Keeps what happens, under ids that are this release's own. */
export class ToldRelease extends Story {
  readonly told: ToldEntry[] = []
  private facts_: PastFacts

  constructor(facts: PastFacts) {
    super(facts.definition)
    this.facts_ = facts
    this.nowMs = facts.atMs - 86_400_000
    const { release, ledgerId, definition, folder, keyId, publicKey } = facts
    const { name, version } = definition
    this.state = undefined as never
    this.happen({ type: 'release.created', payload: { ledgerId, release, name, version, folder, keyId, publicKey } })
    const definitionDigest = digest('d'.repeat(64))
    this.happen({ type: 'definition.loaded', payload: { folder, definition, definitionDigest } })
  }

  override happen(event: CockpitEvent, actor: Actor = { kind: 'cockpit' }): void {
    super.happen(event, actor)
    // The constructor of the base class tells a beginning of its own, which is told again.
    if (!this.told) return
    const { schemaVersion, payload } = eventDefinition(event.type)!
    const correlationId = 'runId' in event.payload ? String(event.payload.runId) : null
    const entry = { type: event.type, schemaVersion, actor, causationId: null, correlationId }
    this.told.push({
      atMs: this.nowMs,
      entry: { ...entry, payload: JSON.parse(JSON.stringify(payload.parse(event.payload))) },
    })
  }

  override facts() {
    const facts = super.facts()
    const { release } = this.facts_
    return {
      ...facts,
      runId: runId(`${release}-${facts.runId}`) as RunId,
      attemptId: attemptId(`${release}-${facts.attemptId}`),
      decisionId: `${release}-${facts.decisionId}`,
    }
  }

  /** Every step of a stage, each as long as `tookMs` says; `failAt` fails and is where it ends. */
  deploy(stage: string, environment: string, tookMs: (stepId: string) => number, failAt?: string): void {
    const refused = this.tell({ type: 'run.start', stageId: stageId(stage), environment })
    if (refused) throw new Error(refused.message)
    while (this.move.kind === 'begin') {
      const attempt = this.begin()
      const isFailed = attempt.stepId === failAt
      this.end(attempt, isFailed ? 'failed' : 'succeeded', tookMs(attempt.stepId))
      if (isFailed) this.tell({ type: 'run.stop', runId: this.run.id, reason: 'It cannot go on tonight.' })
    }
    this.finish()
  }

  rollBack(environment: string, tookMs: (stepId: string) => number, isDrill = false): void {
    const refused = this.tell({
      type: 'rollback.start',
      environment,
      reason: isDrill ? 'Drill' : 'Errors are rising',
      ...(isDrill ? { drill: true } : {}),
    })
    if (refused) throw new Error(refused.message)
    while (this.move.kind === 'begin') {
      const attempt = this.begin()
      this.end(attempt, 'succeeded', tookMs(attempt.stepId))
    }
    this.finish()
  }
}
