/** Other limits and burn rates over what was recorded: when they would have fired, beside what fired. Changes and records nothing. */
import { useEffect, useState } from 'react'
import type { WhatIf } from '../../../shared/contract/results.ts'
import { basisLine, recordedLines, whatIfAnswer } from '../../../shared/documents/what-if-words.ts'
import { parseDuration } from '../../../shared/runbook/duration.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { formatTime } from '../../components/time.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'
import { WhatIfChart } from './what-if-chart.tsx'
import { firstTry, type Limit, limitOf, problemOf, type Tried } from './what-if-limit.ts'
import { WhatIfLimits } from './what-if-limits.tsx'

type Answer = { whatIf?: WhatIf; problem?: string }

/** Asked anew a moment after each change. */
const PATIENCE_MS = 120

function useAnswer(deck: Deck, tried: Tried): Answer {
  const { cockpit } = useSession()
  const [answer, setAnswer] = useState<Answer>({})
  const { metric, held, always } = tried
  const problem = problemOf(tried)
  const limit = JSON.stringify(problem ? {} : limitOf(tried))
  const { release, size } = deck.state
  const environment = deck.environment.name
  useEffect(() => {
    void size
    if (problem) return
    let isOver = false
    const ask = async () => {
      const of = {
        release,
        environment,
        metric,
        ...(JSON.parse(limit) as Limit),
        forMs: parseDuration(held) ?? 0,
        always,
      }
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
  }, [cockpit, release, size, environment, metric, limit, held, always, problem])
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
  const [tried, setTried] = useState(() => firstTry(deck.definition.triggers, first))
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
      <WhatIfLimits deck={deck} metrics={metrics} metric={metric} tried={tried} onTry={setTried} />
      {whatIf && whatIf.metric.name === metric.name && <WhatIfChart deck={deck} metric={metric} whatIf={whatIf} />}
      <Words whatIf={whatIf} problem={problem} offsetMinutes={deck.offsetMinutes} />
    </DialogFrame>
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
