import type { RehearsalPreview } from '../../../shared/contract/results.ts'
import { formatClock } from '../../../shared/documents/words.ts'
import { Chip } from '../../components/chip.tsx'

const PEOPLE = ['manual', 'instruction', 'approval']
const MACHINES = ['command', 'http']

const WORDS: Record<string, string> = {
  approval: 'nobody’s GO is given',
  gate: 'not judged',
  judge: 'not judged',
}

/** What becomes of each step, and of a command that runs for real its whole text. */
export function RehearsedSteps({ preview: { steps, leftOut } }: { preview: RehearsalPreview }) {
  return (
    <>
      <ol className="preview-steps">
        {steps.map((step, index) => (
          <li key={step.stepId}>
            <span className="t3">{index + 1}</span>
            <div className="grow clip">
              <div className="preview-title">
                <b className="clip">{step.title}</b>
                {step.isReal ? (
                  <Chip tone="inverse" mark="play">
                    for real
                  </Chip>
                ) : (
                  <span className="t3 nowrap">
                    {MACHINES.includes(step.kind)
                      ? 'stub'
                      : (WORDS[step.kind] ?? (PEOPLE.includes(step.kind) ? 'by a person' : step.kind))}
                  </span>
                )}
                <span className="t3 end num">{step.plannedMs === undefined ? '' : formatClock(step.plannedMs)}</span>
              </div>
              {step.isReal && <pre className="well mono">{step.text.trim()}</pre>}
            </div>
          </li>
        ))}
      </ol>
      {leftOut.length > 0 && (
        <>
          <h3 className="label">Left out</h3>
          <ul className="small t2">
            {[...Map.groupBy(leftOut, ({ reason }) => reason)].map(([reason, steps]) => (
              <li key={reason}>
                {reason} <span className="mono">{steps.map(({ stepId }) => stepId).join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
