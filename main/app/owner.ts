/** Everything a process has while it owns a ledger file: the store, the engine, the importer, the socket. */
import { hash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import type { CockpitClient } from '../../shared/contract/client.ts'
import { isRehearsalId } from '../../shared/domain/rehearsal/rehearsal-state.ts'
import { mapFreeText } from '../../shared/events/free-text.ts'
import { attemptId, digest, runId, type Sha256 } from '../../shared/ids.ts'
import { createCarryStore } from '../adapters/carry/carry-store.ts'
import { createLedgerDisk } from '../adapters/disk/ledger-disk.ts'
import { createEmergencyFiles } from '../adapters/emergency/emergency-files.ts'
import { missingScripts } from '../adapters/files/missing-scripts.ts'
import { readEvidence } from '../adapters/files/read-evidence.ts'
import { createHistoryReader } from '../adapters/git/read-history.ts'
import { createHttpCheck } from '../adapters/http-check/perform-http-check.ts'
import { openSigner } from '../adapters/keys/ed25519.ts'
import { createLateJournals } from '../adapters/late/late-journals.ts'
import { latePlaces } from '../adapters/late/late-places.ts'
import { observeInstances } from '../adapters/live/observe-instances.ts'
import { observeLive } from '../adapters/live/observe-live.ts'
import { createMetricSource } from '../adapters/metrics/index.ts'
import { createNotifier } from '../adapters/notify/notifier.ts'
import { createChromiumPrinter } from '../adapters/pdf/chromium-printer.ts'
import { createPinFile } from '../adapters/pins/pin-file.ts'
import { createProcessRunner } from '../adapters/processes/process-runner.ts'
import { createRunFolders } from '../adapters/processes/run-folders.ts'
import { createRemoteRunner } from '../adapters/remote/remote-runner.ts'
import { createRunnerRouter } from '../adapters/remote/runner-router.ts'
import { createVerifyRouter } from '../adapters/remote/verify-remote.ts'
import { createSecretDigests } from '../adapters/secrets/secret-digests.ts'
import { verifySignature } from '../adapters/signatures/verify-signature.ts'
import { serveSocket } from '../adapters/socket/index.ts'
import { createVariableResolver } from '../adapters/variables/variable-resolver.ts'
import { verifyEffect } from '../adapters/verify/verify-effect.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import type { AllPorts, OutsidePorts } from '../engine/ports.ts'
import { closeDatabase, openDatabase } from '../event-store/database.ts'
import { createHistoryCache } from '../event-store/history-cache.ts'
import { createOutputImporter } from '../event-store/output/importer.ts'
import { createOutputStore } from '../event-store/output/reader.ts'
import type { Ownership } from '../event-store/owner.ts'
import { createSampleStore } from '../event-store/samples.ts'
import { createSearches } from '../event-store/search/searches.ts'
import { openEventStore } from '../event-store/store.ts'
import type { Clock } from '../ports/clock.ts'
import { type Keychain, noKeychain } from '../ports/keychain.ts'
import type { Ids, Log } from '../ports/outside.ts'
import type { PdfPrinter } from '../ports/pdf-printer.ts'
import { createArms } from './arms.ts'
import { systemClock } from './clock.ts'
import { createHistoryBook } from './history-book.ts'
import { createKnownSecrets } from './known-secrets.ts'
import { createOwnerClient } from './owner-client.ts'
import { resourcesFolder } from './places.ts'
import { type StandIn, takeStandIns } from './stand-in.ts'
import { VERSION } from './version.ts'

export const sha256: Sha256 = (data) => digest(hash('sha256', data, 'hex'))

const letters = (bytes: number) => randomBytes(bytes).toString('hex')

const RUN_NAMES = { deploy: 'p', rollback: 'r', rehearsal: 'rehearsal' }

const ids: Ids = {
  runId: (kind) => runId(`${RUN_NAMES[kind]}-${letters(3)}`),
  attemptId: (run) => attemptId(`${isRehearsalId(run ?? '') ? RUN_NAMES.rehearsal : 'a'}-${letters(6)}`),
  nonce: () => letters(16),
  decisionId: () => `d-${letters(3)}`,
}

export type OwnerOptions = {
  clock?: Clock
  ownership: Ownership
  host: string
  env: Record<string, string | undefined>
  log: Log
  /** Of the desktop app; other hosts have none. */
  keychain?: Keychain
  /** When the file is not the ledger that was asked for, but stands in for it. */
  standIn?: StandIn
  /** It took some of the reserve to begin. */
  isFull?: boolean
  /** Default: an installed Chromium. */
  pdf?: PdfPrinter
  /** Of the desktop app; other hosts have none. */
  desktop?: (title: string, body: string) => boolean
}

/** A stand-in signs with the key of the ledger it stands in for, where that can be read. */
export const keyFileOf = (file: string, standIn?: Pick<StandIn, 'original'>): string =>
  standIn && existsSync(`${standIn.original}.key`) ? `${standIn.original}.key` : `${file}.key`

/** What stood in before is looked at again at the next start. */
function safely(log: Log, work: () => void): void {
  try {
    work()
  } catch (error) {
    log('error', 'What was recorded in a stand-in could not be brought in; it is kept.', { error: String(error) })
  }
}

export type Owner = { client: CockpitClient; engine: Engine; close(): Promise<void> }

/** Builds the owner of a ledger file, takes up the runs it finds open, and listens on its socket. */
export async function createOwner({
  ownership,
  host,
  env,
  log,
  clock = systemClock,
  keychain = noKeychain,
  standIn,
  isFull = false,
  pdf = createChromiumPrinter(env),
  desktop,
}: OwnerOptions): Promise<Owner> {
  const { file } = ownership
  const signer = openSigner(keyFileOf(file, standIn))
  const store = openEventStore({ file, clock: clock.isoNow, signer, ownership })
  const rows = openDatabase(file)
  const places = [file, ...(standIn ? [standIn.original] : [])].flatMap((each) => latePlaces(each, env))
  const originals = standIn ? [`${standIn.original}.runs`] : []
  const fallbacks = places.filter((each) => each !== `${file}.late`).map((each) => join(each, 'runs'))
  const directory = createRunFolders([`${file}.runs`, ...originals, ...fallbacks])
  const late = createLateJournals(places)
  if (!standIn) safely(log, () => takeStandIns({ file, env, now: clock.isoNow }, store, rows, late))
  const importer = createOutputImporter({ databaseFile: file })
  const output = createOutputStore(rows)
  const searches = createSearches({ databaseFile: file })
  const runner = createRunnerRouter(createProcessRunner({ directory }), createRemoteRunner({ directory, ssh: { env } }))
  const secrets = createKnownSecrets()
  const hideIn = (detail?: Record<string, unknown>) =>
    detail && (mapFreeText(detail, secrets.hide) as Record<string, unknown>)
  const outside: OutsidePorts = {
    clock,
    store,
    disk: createLedgerDisk(file),
    runner,
    importer,
    variables: createVariableResolver({ env, sha256, keychain, onSecret: secrets.learn }),
    secrets,
    secretDigests: createSecretDigests(directory),
    observeLive,
    observeInstances,
    readEvidence,
    missingScripts,
    httpCheck: createHttpCheck(directory),
    verifyEffect: createVerifyRouter(verifyEffect, { env }),
    carry: createCarryStore(directory),
    emergency: createEmergencyFiles(file),
    pdf,
    notifier: createNotifier({ env, keychain, onSecret: secrets.learn, desktop }),
    late,
    ...(standIn ? { standIn } : {}),
    isFull,
    ids,
    sha256,
    log: (level, message, detail) => log(level, secrets.hide(message), hideIn(detail)),
    metrics: createMetricSource(clock.nowMs),
    samples: createSampleStore(rows),
  }
  const engine = createEngine(outside)
  const ports: AllPorts = { ...outside, store: engine.store }
  const past = createHistoryBook({ store: engine.store, engine, cache: createHistoryCache(rows), log: ports.log })
  const user = env.COCKPIT_USER ?? os.userInfo().username
  const client = createOwnerClient({
    ports,
    engine,
    output,
    searches,
    keychain,
    verifySignature,
    history: createHistoryReader(env),
    past,
    pins: createPinFile(`${standIn?.original ?? file}.pins.json`, () => clock.nowMs()),
    arms: createArms(() => clock.nowMs()),
    ledgerFile: file,
    host,
    version: VERSION,
    user,
    resources: resourcesFolder,
    env,
  })
  await engine.resume()
  const socket = await serveSocket(client, file)
  ownership.announce(socket.path)
  return {
    client,
    engine,
    async close() {
      await engine.settle()
      await socket.close()
      engine.close()
      past.close()
      await searches.close()
      await importer.close()
      closeDatabase(rows)
      store.close()
    },
  }
}
