/** The DORA measures of the range. A tile opens what its figure means and which clusters there are. */
import type { Cluster } from '../../../shared/analysis/dora/clusters.ts'
import {
  ABOUT_CLUSTERS,
  DORA_CLUSTERS,
  DORA_DEFINITIONS,
  DORA_TITLES,
  type DoraMeasure,
  WHAT_COUNTS,
} from '../../../shared/analysis/dora/definitions.ts'
import type { Dora, DoraValue } from '../../../shared/analysis/dora/measure-dora.ts'
import { clusterWords, doraWords } from '../../../shared/documents/dora-words.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { useSession } from '../../state/context.tsx'

const STATUS_MARKS: Record<DoraValue['status'], MarkName> = { measured: 'dot', thin: 'thin', 'no-data': 'no-data' }

const BASIS: Record<DoraMeasure, [one: string, many: string]> = {
  frequency: ['deployment', 'deployments'],
  'lead-time': ['deployment with commits', 'deployments with commits'],
  'fail-rate': ['deployment', 'deployments'],
  recovery: ['recovery', 'recoveries'],
  rework: ['deployment', 'deployments'],
}

const WHY_NONE: Record<DoraMeasure, string> = {
  frequency: 'nothing was deployed in this range',
  'lead-time': 'no commits on record: Documents, release notes reads them',
  'fail-rate': 'nothing was deployed in this range',
  recovery: 'nothing failed and recovered in this range',
  rework: 'nothing was deployed in this range',
}

export function DoraTiles({ dora, open }: { dora: Dora; open: DoraMeasure | undefined }) {
  const shown = dora.values.find(({ measure }) => measure === open)
  return (
    <section aria-label="DORA measures">
      <div className="dora-tiles">
        {dora.values.map((each) => (
          <Tile key={each.measure} value={each} isOpen={each.measure === open} />
        ))}
      </div>
      {shown && <Definition value={shown} dora={dora} />}
    </section>
  )
}

function Tile({ value, isOpen }: { value: DoraValue; isOpen: boolean }) {
  const { ui } = useSession()
  const { measure, status, count } = value
  const toggle = () =>
    ui.setState(({ history: { measure: before, ...rest } }) => ({
      history: before === measure ? rest : { ...rest, measure },
    }))
  return (
    <button type="button" className="dora-tile" aria-expanded={isOpen} aria-controls="dora-definition" onClick={toggle}>
      <span className="dora-title">{DORA_TITLES[measure]}</span>
      <span className={`dora-value ${status === 'measured' ? '' : 't2'}`}>{doraWords(value)}</span>
      <span className="dora-cluster">
        <Mark name={STATUS_MARKS[status]} className="t2" />
        <span className="bold clip">{status === 'no-data' ? WHY_NONE[measure] : clusterWords(value)}</span>
      </span>
      {status !== 'no-data' && (
        <span className="small t3">
          of {count} {BASIS[measure][count === 1 ? 0 : 1]}
        </span>
      )}
    </button>
  )
}

const CLUSTERS: readonly Cluster[] = ['elite', 'high', 'medium', 'low']

function Definition({ value: { measure, placed }, dora }: { value: DoraValue; dora: Dora }) {
  const clusters = DORA_CLUSTERS[measure]
  return (
    <div id="dora-definition" className="dora-definition">
      <div>
        <h3>{DORA_TITLES[measure]}</h3>
        <p className="prose">{DORA_DEFINITIONS[measure]}</p>
        <p className="prose t2">{WHAT_COUNTS}</p>
        {measure === 'recovery' && dora.unrecovered > 0 && (
          <p className="prose bold">Not over yet, and not in it: {dora.unrecovered}.</p>
        )}
        {dora.unfinished > 0 && measure !== 'recovery' && (
          <p className="prose t2">Ended failed or stopped and went no further, not counted: {dora.unfinished}.</p>
        )}
      </div>
      {clusters ? (
        <div>
          <dl className="dora-clusters">
            {CLUSTERS.map((each) => (
              <div key={each} aria-current={placed?.cluster === each ? 'true' : undefined}>
                <dt>{each}</dt>
                <dd>{clusters[each]}</dd>
              </div>
            ))}
          </dl>
          <p className="small t3">
            {ABOUT_CLUSTERS}
            {measure === 'fail-rate' && ' In that year the medium cluster failed less often than the high one.'}
          </p>
        </div>
      ) : (
        <p className="small t3">The report names no clusters for it.</p>
      )}
    </div>
  )
}
