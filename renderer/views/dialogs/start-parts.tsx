import type { RunPreview } from '../../../shared/contract/results.ts'
import { formatDigest, formatRole } from '../../../shared/documents/words.ts'
import type { Stage } from '../../../shared/runbook/model.ts'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useUi } from '../../state/context.tsx'

type ChoicesProps = {
  stages: Stage[]
  stage?: Stage
  onStage: (stage: Stage) => void
  environments: string[]
  environment: string
  onEnvironment: (name: string) => void
}

export function Choices({ stages, stage, onStage, environments, environment, onEnvironment }: ChoicesProps) {
  return (
    <div className="choices">
      <label>
        <span className="label">Stage</span>
        <select
          className="field"
          data-autofocus
          value={stage?.id}
          onChange={(event) => onStage(stages.find((each) => each.id === event.target.value)!)}
        >
          {stages.map((each) => (
            <option key={each.id} value={each.id}>
              {each.title}, {each.steps.length} steps
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">Environment</span>
        <select className="field" value={environment} onChange={(event) => onEnvironment(event.target.value)}>
          {environments.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
    </div>
  )
}

export function FromStep({ title, onReset }: { title: string; onReset: () => void }) {
  return (
    <div className="input-row">
      <p className="grow">
        Begins at <b>{title}</b>. What stands before it is left out, and the record says so.
      </p>
      <button type="button" className="btn" onClick={onReset}>
        Begin at the first
      </button>
    </div>
  )
}

type PreviewStepsProps = { preview: RunPreview; stage?: Stage; fromStep?: string }

export function PreviewSteps({ preview, stage, fromStep }: PreviewStepsProps) {
  const from = preview.steps.findIndex((step) => step.stepId === fromStep)
  return (
    <ol className="preview-steps">
      {preview.steps.map((step, index) => {
        if (index < from) return null
        const roles = stage?.steps.find((each) => each.id === step.stepId)?.attributes.approve ?? []
        return (
          <li key={step.stepId}>
            <span className="t3">{index + 1}</span>
            <div className="grow clip">
              <div className="preview-title">
                <b className="clip">{step.title}</b>
                <span className="t3">{step.kind}</span>
                <span className="t3 mono end">{formatDigest(step.digest)}</span>
              </div>
              {step.text.trim() && <pre className="well mono">{step.text.trim()}</pre>}
              {roles.length > 0 && <p className="small t2">after GO of {roles.map(formatRole).join(', ')}</p>}
              {step.problems.map((sentence) => (
                <Refusal key={sentence} sentence={sentence} />
              ))}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

type InputsProps = {
  names: string[]
  /** Behind the name: why it stands here. */
  why: string
  inputs: Record<string, string>
  onInputs: (inputs: Record<string, string>) => void
  /** Takes a value back. */
  onReset?: (name: string) => void
}

export function Inputs({ names, why, inputs, onInputs, onReset }: InputsProps) {
  return names.map((name) => (
    <div key={name} className="input-row">
      <label className="labelled">
        <span className="label">
          {name}, {why}
        </span>
        <input
          className="field mono"
          value={inputs[name] ?? ''}
          onChange={(event) => onInputs({ ...inputs, [name]: event.target.value })}
        />
      </label>
      {onReset && (
        <button type="button" className="btn" aria-label={`Reset ${name}`} onClick={() => onReset(name)}>
          Reset
        </button>
      )}
    </div>
  ))
}

type VariablesProps = { preview: RunPreview; changeable: string[]; onChange: (name: string, value: string) => void }

export function Variables({ preview, changeable, onChange }: VariablesProps) {
  const rows = Object.entries(preview.variables)
  return (
    <>
      <h3 className="label">Variables, in the environment</h3>
      {rows.length === 0 && <p className="t2">None.</p>}
      <dl className="variables mono">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className="clip" title={name}>
              {name}
            </dt>
            <dd className="clip" title={value}>
              {value.startsWith('secret,') ? <Mark name="lock" /> : null} {value}
            </dd>
            {changeable.includes(name) && (
              <dd>
                <button
                  type="button"
                  className="link"
                  aria-label={`Change ${name}`}
                  onClick={() => onChange(name, value)}
                >
                  Change
                </button>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </>
  )
}

type FooterProps = {
  preview?: RunPreview
  refusal?: string
  isReady: boolean
  title: string
  environment: string
  onClose: () => void
  onStart: () => void
  onRehearse: () => void
}

export function Footer({ preview, refusal, isReady, title, environment, onClose, onStart, onRehearse }: FooterProps) {
  const person = useUi((ui) => ui.person)
  const user = useCockpit((state) => state.hello?.user)
  return (
    <>
      <div className="small t2 grow">
        {refusal ? (
          <Refusal sentence={refusal} />
        ) : (
          <>
            Started by{' '}
            <b className="t1">
              {person.name || user || 'you'}
              {person.role ? `, ${formatRole(person.role)}` : ''}
            </b>
            . Refused if a command, a variable or a file changes first.
          </>
        )}
      </div>
      <button type="button" className="btn" onClick={onRehearse}>
        Rehearse instead…
      </button>
      <button type="button" className="btn" onClick={onClose}>
        Cancel <kbd>Esc</kbd>
      </button>
      <button
        type="button"
        className="btn btn-primary"
        disabled={!isReady}
        onClick={onStart}
        title={`${title} in ${environment}`}
      >
        <Mark name="play" /> Start in {environment}{' '}
        {preview && <span className="mono">{formatDigest(preview.resolvedDigest)}</span>}
      </button>
    </>
  )
}
