/** A fleet at a glance: a cell for each instance, filled with the new version, hollow with the old, crossed where it fails. */
import { instanceWords } from '../../../shared/documents/instance-words.ts'
import type { Instance } from '../../../shared/domain/strategies/sides.ts'

/** More than these are too thin to be told apart: then a stretch stands for all of a kind. */
const MOST_CELLS = 60

const KINDS = ['is-new', 'is-old', 'is-failing'] as const
type Kind = (typeof KINDS)[number]

const kindOf = ({ ok, version }: Instance, newVersion: string): Kind =>
  ok ? (version === newVersion ? 'is-new' : 'is-old') : 'is-failing'

export function VersionBar({ instances, newVersion }: { instances: readonly Instance[]; newVersion: string }) {
  const kinds = instances.map((each) => kindOf(each, newVersion))
  return (
    <div className="version-bar" role="img" aria-label={instanceWords({ instances })}>
      {instances.length <= MOST_CELLS
        ? instances.map((each, index) => (
            <i
              key={each.name}
              className={kinds[index]}
              title={`${each.name} ${each.version}${each.ok ? '' : `, failing${each.reason ? `: ${each.reason}` : ''}`}`}
            />
          ))
        : KINDS.map((kind) => {
            const count = kinds.filter((each) => each === kind).length
            return count > 0 ? <i key={kind} className={kind} style={{ flexGrow: count }} /> : null
          })}
    </div>
  )
}
