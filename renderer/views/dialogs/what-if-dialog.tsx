/** Other limits over what was recorded: when they would have fired, beside what fired. Changes and records nothing. */
import { useEffect, useState } from 'react'
import type { WhatIf } from '../../../shared/contract/methods.ts'
import { basisLine, recordedLines, whatIfAnswer } from '../../../shared/documents/what-if-words.ts'
import { DURATION_WORDS, formatDuration, parseDuration } from '../../../shared/runbook/duration.ts'
import type { Metric, Trigger } from '../../../shared/runbook/model.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { formatTime } from '../../components/time.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { WhatIfChart } from './what-if-chart.tsx'

type Tried = { metric: string; side: 'above' | 'below'; limit: string; held: string; always: boolean }

const GRAVITY: Trigger['severity'][] = ['critical', 'high', 'medium', 'low']

/** Begins with the metric's own gravest trigger, else with its target at once. */
function firstTry(deck: Deck, metric: Metric): Tried {
  const own = deck.definition.triggers
    .filter((each) => each.metric === metric.name)
    .toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity))[0]
  const limit = own?.above ?? own?.below ?? metric.target.below ?? metric.target.above ?? 0
  const isBelow = own ? own.below !== undefined : metric.target.above !== undefined
  const side = isBelow ? 'below' : 'above'
  return { metric: metric.name, side, limit: String(limit), held: formatDuration(own?.forMs ?? 0), always: false }
}

type Answer = { whatIf?: WhatIf; problem?: string }

function problemOf({ limit, held }: Tried): string | undefined {
  if (limit.trim() === '' || !Number.isFinite(Number(limit)))
    return 'Write the limit as a number, in the unit of the metric.'
  return parseDuration(held) === undefined ? `Write how long as ${DURATION_WORDS}.` : undefined
}

/** Asked anew a moment after each change. */
const PATIENCE_MS = 120

function useAnswer(deck: Deck, tried: Tried): Answer {
  const { cockpit } = useSession()
  const [answer, setAnswer] = useState<Answer>({})
  const { metric, side, limit, held, always } = tried
  const problem = problemOf(tried)
  const { release, size } = deck.state
  const environment = deck.environment.name
  useEffect(() => {
    void size
    if (problem) return
    let isOver = false
    const ask = async () => {
      const of = { release, environment, metric, [side]: Number(limit), forMs: parseDuration(held) ?? 0, always }
      const found = await cockpit.client
        .call('triggers.replay', of)
        .catch((lost) => ({ ok: false, message: messageOf(lost) }) as const)
      if (!isOver) setAnswer(found.ok ? { whatIf: found.whatIf } : { problem: found.message })
    }
    const timer = setTimeout(() => void ask(), PATIENCE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [cockpit, release, size, environment, metric, side, limit, held, always, problem])
  return problem ? { ...answer, problem } : answer
}

type Props = { deck: Deck; wanted: string | undefined; onClose: () => void }

export function WhatIfDialog({ deck, wanted, onClose }: Props) {
  const metrics = deck.definition.metrics.filter(({ source }) => source.kind !== 'ledger' && source.kind !== 'not-yet')
  const first = metrics.find((each) => each.name === wanted) ?? metrics[0]
  if (!first) return null
  return <Trying deck={deck} metrics={metrics} first={first} onClose={onClose} />
}

function Trying({
  deck,
  metrics,
  first,
  onClose,
}: {
  deck: Deck
  metrics: Metric[]
  first: Metric
  onClose: () => void
}) {
  const [tried, setTried] = useState(() => firstTry(deck, first))
  const { whatIf, problem } = useAnswer(deck, tried)
  const metric = metrics.find((each) => each.name === tried.metric) ?? first
  const footer = (
    <>
      <span className="small t2">Nothing is changed or recorded.</span>
      <button type="button" className="btn end" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
    </>
  )
  return (
    <DialogFrame title={`What if, ${deck.environment.name}`} isWide onClose={onClose} footer={footer}>
      <Limits deck={deck} metrics={metrics} metric={metric} tried={tried} onTry={setTried} />
      {whatIf && whatIf.metric.name === metric.name && <WhatIfChart deck={deck} metric={metric} whatIf={whatIf} />}
      <Words whatIf={whatIf} problem={problem} offsetMinutes={deck.offsetMinutes} />
    </DialogFrame>
  )
}

type LimitsProps = { deck: Deck; metrics: Metric[]; metric: Metric; tried: Tried; onTry: (tried: Tried) => void }

const UNITS: Record<Metric['unit'], string> = {
  percent: '%',
  ms: 'ms',
  s: 's',
  count: '',
  'per-second': 'per second',
  bytes: 'bytes',
  ratio: '',
}

function Limits({ deck, metrics, metric, tried, onTry }: LimitsProps) {
  const set = (more: Partial<Tried>) => onTry({ ...tried, ...more })
  const choose = (name: string) => onTry(firstTry(deck, metrics.find((each) => each.name === name)!))
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
        <select
          className="field"
          value={tried.side}
          onChange={(event) => set({ side: event.target.value as Tried['side'] })}
        >
          <option value="above">above</option>
          <option value="below">below</option>
        </select>
      </label>
      <label>
        <span className="label">{['Limit', UNITS[metric.unit]].filter(Boolean).join(', ')}</span>
        <input
          className="field"
          data-autofocus
          inputMode="decimal"
          value={tried.limit}
          onChange={(event) => set({ limit: event.target.value })}
        />
      </label>
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

function Words({ whatIf, problem, offsetMinutes }: Answer & { offsetMinutes: number }) {
  const time = (ms: number) => formatTime(ms, offsetMinutes)
  return (
    <div className="what-if-words dialog-pad" aria-live="polite">
      {problem && <p className="bold">{problem}</p>}
      {!problem && !whatIf && <p className="t2">Replaying what was recorded.</p>}
      {!problem && whatIf && (
        <>
          <p className="bold">{whatIfAnswer(whatIf, time)}</p>
          {recordedLines(whatIf, time).map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p className="t2">{basisLine(whatIf, time)}</p>
        </>
      )}
    </div>
  )
}
