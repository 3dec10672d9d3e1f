/**
 * Output of attempts that are over: what processes they left behind still print, and what could not be stored in time. It is followed until nobody
 * holds the spool any more, here and after a restart.
 */
import type { AttemptState } from '../../shared/domain/state.ts'
import { isOpen } from '../../shared/domain/steps.ts'
import type { CockpitEvent } from '../../shared/events/index.ts'
import type { AttemptId } from '../../shared/ids.ts'
import type { SealedOutput } from '../ports/output-store.ts'
import type { EnginePorts } from './ports.ts'
import type { ReleaseLedger } from './release-ledger.ts'
import type { RunContexts } from './run-contexts.ts'
import { until } from './until.ts'

/** Looking for who holds a file asks every process of the machine: seldom is enough. */
const FIRST_LOOK_MS = 500
const LAST_LOOK_MS = 15_000

export const sealEvents = (sealed: SealedOutput[]): CockpitEvent[] =>
  sealed.map(({ attempt, ...stretch }) => ({ type: 'output.sealed', payload: { attemptId: attempt, ...stretch } }))

/** What puts stretches into the chain that are not there yet: when their attempt is over, with a word about that. */
export function lateSealEvents(
  attempt: AttemptState,
  sealed: SealedOutput[],
  leftRunning: () => { pid: number; command: string }[],
): CockpitEvent[] {
  const fresh = sealed.filter((stretch) => stretch.toByte > attempt.sealedToByte)
  if (fresh.length === 0 || isOpen(attempt) || attempt.lateFromByte !== undefined) return sealEvents(fresh)
  const { id: attemptId, runId, stepId } = attempt
  const payload = { runId, stepId, attemptId, fromByte: fresh[0]!.fromByte, processes: leftRunning() }
  return [{ type: 'output.late', payload }, ...sealEvents(fresh)]
}

export interface LateOutput {
  /** Call it when an attempt is over and so many bytes of its spool are stored: removes what is no longer needed, or follows what is still written. */
  leave(attempt: AttemptId, storedBytes: number): void
  /** Takes up what an earlier owner left. */
  resume(): Promise<void>
  close(): void
}

export type LateOutputOptions = {
  ledger: ReleaseLedger
  ports: EnginePorts
  contexts: RunContexts
  report(...events: CockpitEvent[]): Promise<void>
}

export function createLateOutput({ ledger, ports, contexts, report }: LateOutputOptions): LateOutput {
  const { runner, importer, clock } = ports
  const followed = new Set<AttemptId>()
  const closing = new AbortController()
  const isClosed = () => closing.signal.aborted

  const attemptOf = (id: AttemptId) => ledger.state().attempts[id]!
  const pause = (ms: number) => until(clock, clock.nowMs() + ms, closing.signal)

  const untilLetGo = async (id: AttemptId) => {
    for (let waitMs = FIRST_LOOK_MS; !isClosed() && runner.leftSpool(id) === 'held'; waitMs *= 2)
      await pause(Math.min(waitMs, LAST_LOOK_MS))
  }

  /** How many bytes of the spool are stored when nobody holds it any more. */
  const store = async (id: AttemptId): Promise<number> => {
    const { runId, sealedToByte } = attemptOf(id)
    const secrets = Object.values(contexts.of(runId).secrets)
    importer.follow({ attempt: id, spoolFile: runner.spoolFile(id), secrets, sealedToByte })
    await untilLetGo(id)
    if (isClosed()) return 0
    const { sealed, rawBytes } = await importer.finish(id)
    await report(...lateSealEvents(attemptOf(id), sealed, () => runner.leftRunning(id)))
    return rawBytes
  }

  const forgetSecrets = (id: AttemptId) => {
    const { runId } = attemptOf(id)
    const run = ledger.state().runs[runId]
    if (run?.finished && run.attempts.every((each) => runner.leftSpool(each) === 'none'))
      ports.secretDigests.discard(runId)
  }

  const follow = async (id: AttemptId, storedBytes?: number) => {
    if (followed.has(id)) return
    followed.add(id)
    try {
      let stored = storedBytes ?? (await store(id))
      while (!isClosed() && !(await runner.discard(id, { storedBytes: stored }))) stored = await store(id)
      if (!isClosed()) forgetSecrets(id)
    } catch (error) {
      if (!isClosed())
        ports.log('error', 'Late output stays where it is until the next start.', { attempt: id, error: String(error) })
    } finally {
      followed.delete(id)
    }
  }

  /** False when the secrets to hide are not here: then it stays in its file. */
  const canMask = async ({ runId }: AttemptState): Promise<boolean> => {
    const { folder, runs } = ledger.state()
    const { definition, environment } = runs[runId]!
    await ports.variables.prepare({ definition, folder, environment })
    return contexts.needs(runId) === undefined
  }

  return {
    leave: (id, storedBytes) => void follow(id, storedBytes),
    async resume() {
      for (const attempt of Object.values(ledger.state().attempts)) {
        if (isOpen(attempt) || runner.leftSpool(attempt.id) === 'none' || !(await canMask(attempt))) continue
        if (!isClosed()) void follow(attempt.id)
      }
    },
    close() {
      closing.abort()
    },
  }
}
