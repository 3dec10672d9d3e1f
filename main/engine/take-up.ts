/** Takes up releases nobody asked for yet: what an earlier cockpit left open, what it left in spools, and what is only validated. */
import type { ReleaseId } from '../../shared/ids.ts'
import type { ReleaseSummary } from '../ports/event-store.ts'
import type { OpenReleases } from './open-releases.ts'
import type { EnginePorts } from './ports.ts'

/** A spool is rarely older than the releases somebody still works on. */
const MOST_RELEASES_LOOKED_AT = 20

/** Between releases that are only validated, and before the first: each is some 100 ms of reading. */
const UNTIL_VALIDATED_MS = 3000

export interface TakeUp {
  /** Resolves when what was left open is taken up; what is only validated follows by itself. */
  resume(): Promise<void>
  /** Opening a release stores what it left in spools. Which one a spool belongs to only its fold tells: the last used come first. */
  spools(): Promise<void>
  close(): void
}

const OPEN_COUNTS = ['openRuns', 'openDecisions', 'openNotices']

export function createTakeUp(
  { store, runner, clock }: Pick<EnginePorts, 'store' | 'runner' | 'clock'>,
  releases: OpenReleases,
): TakeUp {
  let isClosed = false
  let cancelNext = () => {}

  const isLeft = ({ release, summary }: ReleaseSummary) =>
    store.lateOf(release) !== undefined || OPEN_COUNTS.some((count) => Number(summary[count] ?? 0) > 0)
  const isValidated = ({ summary }: ReleaseSummary) => Number(summary.validatedUntilMs ?? 0) > clock.nowMs()

  /** One after the other, once whoever started the cockpit sees something: what nobody watched so far is asked of the sources afterwards anyway. */
  const openLater = ([next, ...others]: ReleaseId[]) => {
    if (next === undefined || isClosed) return
    cancelNext = clock.after(UNTIL_VALIDATED_MS, () => {
      void releases.open(next).finally(() => openLater(others))
    })
  }

  return {
    async resume() {
      const rows = store.releases()
      await Promise.all(rows.filter(isLeft).map((row) => releases.open(row.release)))
      openLater(rows.filter((row) => !isLeft(row) && isValidated(row)).map(({ release }) => release))
    },
    async spools() {
      const left = new Set(runner.known().filter((attempt) => runner.leftSpool(attempt) !== 'none'))
      if (left.size === 0) return
      const rows = store.releases().toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
      for (const { release } of rows.slice(0, MOST_RELEASES_LOOKED_AT)) {
        if (left.size === 0 || isClosed) return
        const { attempts } = (await releases.open(release)).state()
        for (const attempt of left) if (attempts[attempt]) left.delete(attempt)
      }
    },
    close() {
      isClosed = true
      cancelNext()
    },
  }
}
