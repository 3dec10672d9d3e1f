/** Steps that differ, each with its lines; a title leads to the step in the document. */
import { DIFFERENCE_WORDS, differenceDetail, partTitle } from '../../../shared/documents/difference-words.ts'
import type { StepDifference } from '../../../shared/runbook/diff/compare-runbooks.ts'
import { Chip } from '../../components/chip.tsx'
import { DiffView } from '../../components/diff-view.tsx'
import { useSession } from '../../state/context.tsx'
import { jumpToStep } from './jump.ts'

export function CompareList({ changes, others }: { changes: readonly StepDifference[]; others: readonly string[] }) {
  return (
    <>
      <ol className="rows change-list compare-list">
        {changes.map((change) => (
          <Difference key={`${change.kind} ${change.stepId}`} change={change} />
        ))}
      </ol>
      {others.map((sentence) => (
        <p key={sentence} className="compare-summary">
          {sentence}
        </p>
      ))}
    </>
  )
}

function Difference({ change }: { change: StepDifference }) {
  const { ui } = useSession()
  const { kind, title, stepId, stage, line, parts } = change
  const isGone = kind === 'removed'
  return (
    <li>
      <div className="change-head">
        <Chip tone={kind === 'prose' || kind === 'moved' ? 'quiet' : 'plain'}>{DIFFERENCE_WORDS[kind]}</Chip>
        {isGone ? (
          <b className="clip">{title}</b>
        ) : (
          <button type="button" className="link clip" onClick={() => jumpToStep(ui, stepId)}>
            {title}
          </button>
        )}
        <span className="t2 clip">
          {[stage, isGone ? `was line ${line}` : `line ${line}`, differenceDetail(change)].filter(Boolean).join(', ')}
        </span>
      </div>
      {parts.map(({ about, lines }) => (
        <DiffView key={about} label={`${partTitle(about)} of ${title}`} lines={lines} />
      ))}
    </li>
  )
}
