/** The chosen step as it will run in an environment: where, and what each of its variables will be. */

import type { Environment } from '../../../shared/runbook/model.ts'
import type { ResolvedVariable } from '../../../shared/runbook/review/resolve-step.ts'
import { tellsVariables } from '../../../shared/runbook/review/step-variables.ts'
import { Chip } from '../../components/chip.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { PlacedStep } from './review-context.ts'

type Props = {
  placed: PlacedStep | undefined
  environments: readonly Environment[]
  environment: Environment | undefined
  variables: readonly ResolvedVariable[]
}

export function ResolvedPanel({ placed, environments, environment, variables }: Props) {
  const setUi = useSetUi()
  return (
    <section className="review-resolved" aria-label="As it will run">
      <div className="panel-head">
        <h2>{placed ? `Step ${placed.label}, as it will run` : 'As it will run'}</h2>
        {environments.length > 0 && (
          <label className="end choices">
            <span className="sr-only">Environment</span>
            <select
              className="field"
              value={environment?.name ?? ''}
              onChange={(event) => setUi({ environment: event.target.value })}
            >
              {environments.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <Body placed={placed} environment={environment} variables={variables} />
    </section>
  )
}

type BodyProps = Pick<Props, 'placed' | 'environment' | 'variables'>

function Body({ placed, environment, variables }: BodyProps) {
  if (!environment)
    return <p className="empty">release.yaml names no environment: what variables will be is known when it does.</p>
  if (!placed) return <p className="empty">Choose a step: its variables appear here, and what each will be.</p>
  const { step, stage } = placed
  const isElsewhere = stage.environment !== undefined && stage.environment !== environment.name
  return (
    <div className="scroll">
      <p className="small t2 review-where">
        {isElsewhere ? `The stage ${stage.title} runs in ${stage.environment}; shown for ${environment.name}. ` : ''}
        {whereWords(step.attributes.runner, environment)}
      </p>
      {!tellsVariables(step) && (
        <p className="small t2 review-where">
          Variables of a {step.language} script are not looked for: it reads them in its own way.
        </p>
      )}
      {variables.length === 0 && tellsVariables(step) && <p className="empty">It uses no variables.</p>}
      {variables.length > 0 && (
        <table className="review-variables">
          <tbody>
            {variables.map((each) => (
              <VariableRow key={each.name} variable={each} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function whereWords(runner: string | undefined, { ssh }: Environment): string {
  if (runner === undefined || runner === 'local')
    return 'On this machine. Values go to the command as environment, never pasted into it.'
  const host = runner.startsWith('ssh:') ? runner.slice(4) : (ssh?.host ?? 'no host: release.yaml names none')
  return `Over ssh on ${host}. Values go to the command as environment, never pasted into it.`
}

function VariableRow({ variable }: { variable: ResolvedVariable }) {
  const { name, origin, value, words } = variable
  return (
    <tr>
      <th scope="row" className="mono">
        {name}
      </th>
      <td>
        {value !== undefined && (
          <code className="mono review-value" dir="auto">
            {value === '' ? '(empty)' : value}
          </code>
        )}
        {origin === 'undefined' ? <Chip tone="inverse">NOT SET</Chip> : null}
        {origin === 'secret' && words.endsWith('NOT THERE') ? <Chip tone="inverse">NOT THERE</Chip> : null}{' '}
        <span className="small t3">{words}</span>
      </td>
    </tr>
  )
}
