/** Composition root: opens a ledger file, as its owner or as a client of the owner, and hands out the one contract every host serves. */
import type { CockpitClient } from '../../shared/contract/client.ts'
import { connectSocket } from '../adapters/socket/index.ts'
import { ledgerPath } from '../event-store/owner.ts'
import type { Keychain } from '../ports/keychain.ts'
import type { Log } from '../ports/outside.ts'
import type { PdfPrinter } from '../ports/pdf-printer.ts'
import { createFailoverClient } from './failover-client.ts'
import { createLog } from './log.ts'
import { createOwner, type Owner } from './owner.ts'
import { defaultLedgerFile } from './places.ts'
import { standInFor, takeLedger } from './take-ledger.ts'

export type AppOptions = {
  /** Default: `COCKPIT_DB`, else `ledger.db` in the user's data folder. */
  ledgerFile?: string
  /** Who presents the app. */
  host: 'terminal' | 'browser' | 'desktop'
  env: Record<string, string | undefined>
  log?: Log
  /** Of hosts that have one. */
  keychain?: (ledgerFile: string) => Keychain
  /** Default: an installed Chromium. */
  pdf?: PdfPrinter
  /** Shows a notification on the desktop, of hosts that have one. */
  desktop?: (title: string, body: string) => boolean
}

export type App = {
  client: CockpitClient
  ledgerFile: string
  log: Log
  /** Whether this process owns the ledger now; it may become the owner when another one ends. */
  isOwner(): boolean
  /** Whether closing this process would leave a run without anybody guarding it. */
  guardsOpenRuns(): boolean
  close(): Promise<void>
}

/** Opens the cockpit on a ledger file. Throws `LedgerUnwritable` or a `WireFailure` with a sentence. */
export async function createApp(options: AppOptions): Promise<App> {
  const ledgerFile = options.ledgerFile ?? defaultLedgerFile(options.env)
  const log = options.log ?? createLog(`${ledgerFile}.log`)
  const keychain = options.keychain?.(ledgerFile)
  let owner: Owner | undefined
  const connect = async (): Promise<CockpitClient> => {
    const taken = takeLedger(ledgerFile)
    if ('error' in taken) {
      // Who has it open already may still be able to record.
      const other = await connectSocket(ledgerPath(ledgerFile)).catch(() => undefined)
      if (other) return other
    }
    const {
      ownership,
      standIn,
      isFull = false,
    } = 'error' in taken ? standInFor(ledgerFile, taken.error, options.env) : taken
    if (!ownership) return connectSocket(standIn?.file ?? ledgerPath(ledgerFile))
    owner = await createOwner({
      ownership,
      ...(standIn ? { standIn } : {}),
      isFull,
      host: options.host,
      env: options.env,
      log,
      ...(keychain ? { keychain } : {}),
      ...(options.pdf ? { pdf: options.pdf } : {}),
      ...(options.desktop ? { desktop: options.desktop } : {}),
    })
    return owner.client
  }
  const client = createFailoverClient(() => connectPatiently(connect))
  await client.ready()
  return {
    client,
    ledgerFile,
    log,
    isOwner: () => owner !== undefined,
    guardsOpenRuns: () => owner?.engine.hasOpenRuns() ?? false,
    async close() {
      client.close()
      await owner?.close()
    },
  }
}

const STARTING_MS = 3000

/** An owner that is just starting holds the lock before its socket listens: that moment is waited for. */
async function connectPatiently(connect: () => Promise<CockpitClient>): Promise<CockpitClient> {
  const untilMs = Date.now() + STARTING_MS
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      const isStarting = error instanceof Error && 'code' in error && error.code === 'no-owner'
      if (!isStarting || Date.now() > untilMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

export type { Keychain } from '../ports/keychain.ts'
export type { PdfPrinter } from '../ports/pdf-printer.ts'
export type { Log }
