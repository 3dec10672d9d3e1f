/** The limit or burn rate that is tried, as fields. */
import type { Metric } from '../../../shared/runbook/model.ts'
import type { Deck } from '../../state/use-deck.ts'
import { canBurn, firstTry, type Side, type Tried } from './what-if-limit.ts'

type Props = { deck: Deck; metrics: Metric[]; metric: Metric; tried: Tried; onTry: (tried: Tried) => void }

const UNITS: Record<Metric['unit'], string> = {
  percent: '%',
  ms: 'ms',
  s: 's',
  count: '',
  'per-second': 'per second',
  bytes: 'bytes',
  ratio: '',
}

export function WhatIfLimits({ deck, metrics, metric, tried, onTry }: Props) {
  const set = (more: Partial<Tried>) => onTry({ ...tried, ...more })
  const choose = (name: string) =>
    onTry(firstTry(deck.definition.triggers, metrics.find((each) => each.name === name)!))
  return (
    <div className="what-if-limits dialog-pad">
      <label>
        <span className="label">Metric</span>
        <select className="field" value={metric.name} onChange={(event) => choose(event.target.value)}>
          {metrics.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">Fires</span>
        <select className="field" value={tried.side} onChange={(event) => set({ side: event.target.value as Side })}>
          <option value="above">above</option>
          <option value="below">below</option>
          {canBurn(metric) && <option value="burn">at a burn rate</option>}
        </select>
      </label>
      {tried.side === 'burn' ? (
        <BurnFields tried={tried} onSet={set} />
      ) : (
        <LimitField metric={metric} tried={tried} onSet={set} />
      )}
      <label>
        <span className="label">For, such as 30s</span>
        <input className="field" value={tried.held} onChange={(event) => set({ held: event.target.value })} />
      </label>
      <label className="what-if-always">
        <input type="checkbox" checked={tried.always} onChange={(event) => set({ always: event.target.checked })} />
        <span>also when not armed</span>
      </label>
    </div>
  )
}

type FieldProps = { tried: Tried; onSet: (more: Partial<Tried>) => void }

function LimitField({ metric, tried, onSet }: FieldProps & { metric: Metric }) {
  return (
    <label>
      <span className="label">{['Limit', UNITS[metric.unit]].filter(Boolean).join(', ')}</span>
      <input
        className="field"
        data-autofocus
        inputMode="decimal"
        value={tried.limit}
        onChange={(event) => onSet({ limit: event.target.value })}
      />
    </label>
  )
}

function BurnFields({ tried, onSet }: FieldProps) {
  return (
    <>
      <label>
        <span className="label">Objective, %</span>
        <input
          className="field"
          data-autofocus
          inputMode="decimal"
          value={tried.objective}
          onChange={(event) => onSet({ objective: event.target.value })}
        />
      </label>
      <label className="what-if-windows">
        <span className="label">Factor x long / short window, or standard</span>
        <input className="field" value={tried.windows} onChange={(event) => onSet({ windows: event.target.value })} />
      </label>
    </>
  )
}
