import { formatDay, formatTime } from '../../components/time.ts'
import { useCockpit } from '../../state/context.tsx'
import type { Opening } from '../../state/use-open.ts'

export function Recent({ opening }: { opening: Opening }) {
  const releases = useCockpit((state) => state.releases)
  return (
    <section className="start-recent">
      <h2>Releases in this ledger</h2>
      {releases?.length === 0 && (
        <>
          <p className="t2 prose">
            Folders opened before are listed here with how their last run ended. To look at a runbook without opening
            anything:
          </p>
          <pre className="well mono">$ cockpit steps RUNBOOK.md</pre>
        </>
      )}
      {!releases && <p className="t3">Reading the ledger…</p>}
      <ReleaseRows opening={opening} limit={6} />
    </section>
  )
}

export function ReleaseRows({ opening, limit }: { opening: Opening; limit: number }) {
  const releases = useCockpit((state) => state.releases) ?? []
  const offset = -new Date().getTimezoneOffset()
  return (
    <ul className="rows release-rows">
      {releases.slice(0, limit).map((release) => {
        const atMs = Date.parse(release.updatedAt)
        return (
          <li key={release.release}>
            <button type="button" onClick={() => void opening.openRelease(release.release)}>
              <span className="bold clip">
                {release.name} {release.version}
              </span>
              <span className="t2 clip">
                {release.status}
                {release.environment ? `, ${release.environment}` : ''}
              </span>
              <span className="t3 num">
                {formatDay(atMs, offset)}, {formatTime(atMs, offset)}
              </span>
              <span className="t3 mono clip release-folder">{release.folder}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
