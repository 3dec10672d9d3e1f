/** Holds a finished chaos release against what its steps and its cockpits said while it ran. */
import { verifyFile } from '../../main/app/verify.ts'
import { Rig } from '../support/rig.ts'
import { chaosRelease, expectedOutput, readJournal } from './release.ts'

export type Toll = {
  releases: number
  kills: number
  protocolKills: number
  shimKills: number
  /** Entries a cockpit had reported as appended that are not in the ledger as they were. */
  lostEntries: number
  lostBytes: number
  /** Steps that were begun more often than the ledger has attempts that started. */
  doubleExecutions: number
  unknownExits: number
  /** An attempt whose shim was killed and that got an outcome without a person, or one that is unknown without a cause. */
  falseResults: number
  /** Ledgers that do not verify. */
  invalid: number
  complaints: string[]
}

type Seen = { acknowledged: Map<number, string>; conflicts: number }

export async function checkRun(folder: string, name: string, seen: Seen, shot: Set<string>, toll: Toll): Promise<void> {
  const rig = new Rig(chaosRelease(folder, 12, name), folder)
  await rig.open()
  const { owner, state } = rig
  const { events } = await owner.client.call('events.read', { release: state.release, limit: 5000 })
  const hashes = new Map(events.map((event) => [event.seq, event.hash as string]))
  for (const [seq, hash] of seen.acknowledged) if (hashes.get(seq) !== hash) toll.lostEntries += 1
  toll.lostEntries += seen.conflicts
  const journal = readJournal(folder)
  const unknown = new Set(
    events.flatMap((event) => (event.type === 'step.outcome-unknown' ? [event.payload.attemptId as string] : [])),
  )
  toll.unknownExits += unknown.size
  for (const attempt of Object.values(state.attempts)) {
    const isShot = shot.has(attempt.id)
    if (isShot && unknown.has(attempt.id)) toll.shimKills += 1
    // A shim that had written its record before it was hit has told the truth.
    if (!isShot && unknown.has(attempt.id)) toll.falseResults += 1
    if (attempt.status === 'never-started' || isShot) continue
    const { bytes } = await owner.client.call('output.read', { attempt: attempt.id, offset: 0, length: 65_536 })
    const wanted = expectedOutput(attempt.stepId)
    if (Buffer.from(bytes).toString('utf8') !== wanted)
      toll.lostBytes += Math.max(1, Math.abs(wanted.length - bytes.length))
    if (attempt.status === 'succeeded' && journal.get(attempt.stepId)?.ended === 0) toll.falseResults += 1
  }
  for (const { id, began } of journal.values()) {
    const started = Object.values(state.attempts).filter(
      (each) => each.stepId === id && each.status !== 'never-started',
    )
    if (began > started.length) toll.doubleExecutions += began - started.length
  }
  await owner.close()
  const { verdict } = await verifyFile(rig.ledgerFile)
  if (!verdict.startsWith('VALID')) toll.invalid += 1
}
