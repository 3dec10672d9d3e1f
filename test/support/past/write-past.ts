/** A ledger file of many past releases, through the real store: every chain is valid, and each release has its summary and its row of history, as a cockpit leaves them. */
import { createHash } from 'node:crypto'
import { openSigner } from '../../../main/adapters/keys/ed25519.ts'
import { openDatabase } from '../../../main/event-store/database.ts'
import { createHistoryCache } from '../../../main/event-store/history-cache.ts'
import { acquireOwner } from '../../../main/event-store/owner.ts'
import { createStore, type LedgerStore } from '../../../main/event-store/store.ts'
import { projectHistory } from '../../../shared/domain/history/release-history.ts'
import { projectStepTimes } from '../../../shared/domain/history/step-times.ts'
import { selectSummary } from '../../../shared/domain/select-summary.ts'
import type { NewEntry } from '../../../shared/events/envelope.ts'
import { digest, type ReleaseId, releaseId } from '../../../shared/ids.ts'
import { CHECKPOINT_TYPE, signCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import type { ReleaseDefinition } from '../../../shared/runbook/model.ts'
import { type Random, seeded } from '../../chaos/random.ts'
import { ToldRelease } from './told-release.ts'

export type PastLedger = {
  file: string
  /** What was released, each version under its own name and version. */
  definition: ReleaseDefinition
  folder: string
  releases: number
  /** Filled up to so many with what a cockpit that watches records every minute. */
  entriesEach?: number
  /** When the last one went out. */
  toMs: number
  daysApart: number
  /** Products take turns; the first is the definition's own name. */
  products?: readonly string[]
  withHistory?: boolean
  onProgress?: (done: number) => void
}

const MINUTE = 60_000
const DAY = 86_400_000
const WATCHED = ['error-rate', 'p95', 'availability', 'requests']

const uuid = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

/** Steps take about what they are planned to, and now and then much longer. */
const tookMs =
  (definition: ReleaseDefinition, random: Random) =>
  (id: string): number => {
    const step = definition.runbook.stages.flatMap(({ steps }) => steps).find((each) => each.id === id)
    const usual = step?.attributes.expectMs ?? 90_000
    return Math.round(usual * (0.7 + random() * 0.8 + (random() < 0.1 ? 1.5 : 0)))
  }

function tell(told: ToldRelease, definition: ReleaseDefinition, random: Random): void {
  const took = tookMs(definition, random)
  const stage = definition.runbook.stages.find(({ kind }) => kind === 'forward')!
  const steps = stage.steps.map(({ id }) => String(id))
  const staging = definition.environments.find((each) => !each.protected)?.name
  const production = definition.environments.find((each) => each.protected)!.name
  if (staging && random() < 0.8) {
    told.deploy(stage.id, staging, took)
    told.rollBack(staging, took, true)
  }
  const commits = Array.from({ length: 1 + Math.floor(random() * 9) }, (_, index) => ({
    commit: String(index).repeat(40).slice(0, 40),
    header: `fix: something ${index}`,
    author: 'Ada Obi',
    committedAtMs: told.nowMs - Math.round(random() * 9 * DAY),
  }))
  const end = { name: 'v', commit: '0'.repeat(40) }
  if (random() < 0.9)
    told.happen({
      type: 'history.read',
      payload: {
        ...{ repository: '.', only: [], since: end, until: end, total: commits.length, contributors: ['Ada Obi'] },
        ...{ digest: digest('c'.repeat(64)), commits, remarks: [] },
      },
    })
  told.nowMs += 2 * 3_600_000
  const failAt = random() < 0.05 ? steps[1] : undefined
  told.deploy(stage.id, production, took, failAt)
  const luck = failAt ? 1 : random()
  if (luck < 0.12) {
    told.nowMs += Math.round(random() * 40 * MINUTE)
    told.rollBack(production, took)
  } else if (luck < 0.2) {
    told.nowMs += Math.round(random() * 60 * MINUTE)
    told.tell({ type: 'issue.report', title: 'Labels are empty', severity: 'high', environment: production } as never)
    const [issue] = Object.keys(told.state.issues ?? {})
    told.nowMs += Math.round(random() * 5 * 60 * MINUTE)
    if (issue && random() < 0.8)
      told.happen({ type: 'issue.resolved', payload: { issue, outcome: 'fixed', words: 'A flag was turned.' } })
  }
}

const sealed = (environment: string, metric: string, atMs: number): NewEntry => ({
  type: 'samples.sealed',
  schemaVersion: 1,
  actor: { kind: 'cockpit' },
  causationId: null,
  correlationId: null,
  payload: { environment, metric, fromMs: atMs - MINUTE, toMs: atMs, count: 60, digest: 'ab'.repeat(32) },
})

function appendTold(store: LedgerStore, release: ReleaseId, { told, state }: ToldRelease): number {
  let size = 0
  for (let from = 0; from < told.length; ) {
    const { atMs } = told[from]!
    const after = told.findIndex((each, index) => index > from && each.atMs !== atMs)
    const to = after < 0 ? told.length : after
    const entries = told.slice(from, to).map(({ entry }) => entry)
    store.append(release, size, new Date(atMs).toISOString(), entries, selectSummary(state, atMs))
    size += entries.length
    from = to
  }
  return size
}

/** Minute after minute: what was measured, then a checkpoint over it. */
function watchOn(store: LedgerStore, told: ToldRelease, release: ReleaseId, ledgerId: string, wanted: number): void {
  const { environment } = told.run
  let atMs = told.nowMs
  for (let size = store.head(release)!.size; size < wanted; ) {
    atMs += MINUTE
    const at = new Date(atMs).toISOString()
    const entries = WATCHED.slice(0, Math.min(WATCHED.length, wanted - size)).map((each) =>
      sealed(environment, each, atMs),
    )
    store.append(release, size, at, entries)
    size += entries.length
    if (size === wanted) return
    const payload = signCheckpoint(store.signer, store.head(release)!, ledgerId, at)
    store.append(release, size, at, [{ ...entries[0]!, type: CHECKPOINT_TYPE, payload }])
    size += 1
  }
}

/** Closed when it returns. */
export function writePastLedger(of: PastLedger): void {
  const { file, definition, folder, releases, toMs, daysApart, products = [definition.name], onProgress } = of
  const signer = openSigner(`${file}.key`)
  const clock = () => new Date(toMs).toISOString()
  const { ownership } = acquireOwner(file, clock)
  if (!ownership) throw new Error(`${file} is in use.`)
  const db = openDatabase(file)
  // It is made in one go, or again: nothing in it needs to outlive a power cut.
  db.pragma('synchronous = OFF')
  const store = createStore(db, ownership, { clock, signer })
  const cache = createHistoryCache(db)
  const random = seeded(7)
  const write = db.transaction((index: number) => {
    const name = products[index % products.length]!
    const version = `${2 + Math.floor(index / 100)}.${Math.floor(index / 10) % 10}.${index % 10}`
    const release = releaseId(`${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${version}`)
    const ledgerId = uuid(release)
    const told = new ToldRelease({
      ...{ release, ledgerId, folder, definition: { ...definition, name, version, windows: [] } },
      ...{ keyId: signer.keyId, publicKey: signer.publicKeyPem },
      atMs: toMs - Math.round((releases - index - random() * 0.8) * daysApart * DAY),
    })
    tell(told, definition, random)
    const size = appendTold(store, release, told)
    if (of.entriesEach) watchOn(store, told, release, ledgerId, of.entriesEach)
    if (of.withHistory !== false)
      cache.keep(release, {
        size: Math.max(size, of.entriesEach ?? 0),
        history: projectHistory(told.state),
        steps: projectStepTimes(told.state),
      })
  })
  for (let index = 0; index < releases; index++) {
    write(index)
    onProgress?.(index + 1)
  }
  store.close()
}
