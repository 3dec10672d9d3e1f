/** What steps really took beside the plan, and as text for release.yaml: the files of the release are never written. */
import { useState } from 'react'
import { BASIS_WORDS, measuredIn, selectOffered, timingsYaml } from '../../../shared/documents/timing-words.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import { selectTimedRuns, selectTimings, type Timing } from '../../../shared/domain/rehearsal/timings.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { type RunId, runId } from '../../../shared/ids.ts'
import { Choice } from '../../components/choice.tsx'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { formatDay, formatDiff, formatMinute } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'

/** Those in which something was measured, and the one asked for. */
const runsOf = ({ state }: Deck, wanted: RunId | undefined): RunState[] => {
  const timed = selectTimedRuns(state)
  const asked = wanted === undefined ? undefined : state.runs[wanted]
  return asked && !timed.includes(asked) ? [asked, ...timed] : timed
}

export function TimingsDialog({ deck, wanted, onClose }: { deck: Deck; wanted?: RunId; onClose: () => void }) {
  const runs = runsOf(deck, wanted)
  const [chosen, setChosen] = useState<string>(wanted ?? runs[0]?.id ?? '')
  const [isCopied, setCopied] = useState(false)
  const run = deck.state.runs[runId(chosen)]
  const timings = run ? selectTimings(deck.state, run) : []
  const offered = selectOffered(timings)
  const yaml = run ? timingsYaml(timings, measuredIn(run)) : ''
  const copy = async () => {
    await navigator.clipboard.writeText(yaml)
    setCopied(true)
  }
  const nameOf = (each: RunState) =>
    `${each.rehearsal ? '' : 'Run: '}${each.title}, ${each.environment}, ${formatDay(each.startedAtMs, deck.offsetMinutes)} ${formatMinute(each.startedAtMs, deck.offsetMinutes)}`
  return (
    <DialogFrame
      isWide
      title="Timings"
      end={
        runs.length > 0 && (
          <div className="choices">
            <Choice
              label="Of"
              value={chosen}
              options={runs.map((each): [string, string] => [each.id, nameOf(each)])}
              onChange={(id) => {
                setChosen(id)
                setCopied(false)
              }}
            />
          </div>
        )
      }
      onClose={onClose}
      footer={
        <>
          <span className="small t2 grow" role="status">
            {isCopied
              ? 'Copied: paste it into release.yaml.'
              : 'The files of the release are never written by the cockpit.'}
          </span>
          <button type="button" className="btn" onClick={onClose}>
            Close <kbd>Esc</kbd>
          </button>
          <button type="button" className="btn btn-primary" disabled={offered.length === 0} onClick={() => void copy()}>
            Copy as steps:
          </button>
        </>
      }
    >
      {run ? (
        <Measured timings={timings} yaml={yaml} isOffered={offered.length > 0} />
      ) : (
        <p className="empty dialog-pad">
          Nothing was measured yet. Run a stage, or rehearse it with people who confirm, or with commands that run for
          real.
        </p>
      )}
    </DialogFrame>
  )
}

function Measured({ timings, yaml, isOffered }: { timings: Timing[]; yaml: string; isOffered: boolean }) {
  return (
    <div className="two-columns">
      <div>
        <table className="timings">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col" className="num">
                planned
              </th>
              <th scope="col" className="num">
                measured
              </th>
              <th scope="col" className="num">
                diff
              </th>
            </tr>
          </thead>
          <tbody>
            {timings.map((each) => (
              <Line key={each.stepId} timing={each} />
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <h3 className="label">As steps: of release.yaml</h3>
        {isOffered ? (
          <pre className="well mono timings-yaml">{yaml}</pre>
        ) : (
          <p className="t2">
            {timings.some(({ basis }) => basis === 'measured')
              ? 'Every measured step takes what is planned.'
              : 'Nothing was measured in it: stubs, waits and what passed by itself say nothing about the real thing.'}
          </p>
        )}
      </div>
    </div>
  )
}

function Line({ timing: { title, plannedMs, measuredMs, basis } }: { timing: Timing }) {
  return (
    <tr>
      <td className="clip" title={title}>
        {title}
      </td>
      <td className="num t2">{plannedMs === undefined ? '' : formatClock(plannedMs)}</td>
      {measuredMs === undefined ? (
        <td className="t3" colSpan={2}>
          {BASIS_WORDS[basis]}
        </td>
      ) : (
        <>
          <td className="num">{formatClock(measuredMs)}</td>
          <td className="num t2">{plannedMs === undefined ? '' : formatDiff(measuredMs - plannedMs)}</td>
        </>
      )}
    </tr>
  )
}
