/** After nobody watched for a while: what ended meanwhile, what is live now, and how it goes on. Below the now band, which it never covers. */
import { useState } from 'react'
import { returnHeading, returnLines } from '../../../shared/documents/return-lines.ts'
import { projectReturn, type ReturnReport } from '../../../shared/domain/project-return.ts'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { formatTime } from '../../components/time.ts'
import { useSend, useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { RETURN_BUTTONS } from './focus-return.ts'

export function ReturnBand({ deck }: { deck: Deck }) {
  const report = deck.run && projectReturn(deck.state, deck.run)
  if (!report) return null
  return (
    <section className="return cols" aria-label="On return" role="alert">
      <ReturnHead deck={deck} report={report} />
      <ReturnFacts report={report} />
      <ReturnChoice key={report.throughSeq} deck={deck} report={report} />
    </section>
  )
}

function ReturnHead({ deck: { offsetMinutes }, report }: { deck: Deck; report: ReturnReport }) {
  const { nothing } = returnLines(report)
  return (
    <div className="return-part">
      <h2 className="return-title">
        <Mark name="clock" /> {returnHeading(report)}
      </h2>
      <p className="t2">
        {formatTime(report.fromMs, offsetMinutes)} to {formatTime(report.toMs, offsetMinutes)}. {nothing}
      </p>
    </div>
  )
}

function ReturnFacts({ report }: { report: ReturnReport }) {
  const lines = returnLines(report)
  const facts = [
    ['Ended meanwhile', lines.ended],
    ['Open now', lines.open],
    ['Live now', lines.live],
  ] as const
  return (
    <div className="return-part">
      <dl className="return-facts">
        {facts.map(([label, text]) => (
          <div key={label}>
            <dt className="t3">{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {lines.lapsed.map((each) => (
        <p key={each} className="bold">
          {each}
        </p>
      ))}
    </div>
  )
}

function ReturnChoice({ deck, report }: { deck: Deck; report: ReturnReport }) {
  const send = useSend()
  const setUi = useSetUi()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const decide = async (decision: 'continue' | 'hold') => {
    setBusy(true)
    const { throughSeq } = report
    setRefusal(await send({ type: 'gap.acknowledge', runId: deck.run!.id, throughSeq, decision }))
    setBusy(false)
  }
  return (
    <div className="return-part">
      <p className="t2">{returnLines(report).next}</p>
      <div className="step-actions">
        <button
          type="button"
          id={RETURN_BUTTONS.continue}
          className="btn btn-primary"
          disabled={isBusy}
          onClick={() => void decide('continue')}
        >
          Continue <kbd>C</kbd>
        </button>
        <button
          type="button"
          id={RETURN_BUTTONS.hold}
          className="btn"
          disabled={isBusy}
          onClick={() => void decide('hold')}
        >
          Hold <kbd>H</kbd>
        </button>
        {deck.rollback && (
          <button
            type="button"
            className="btn btn-danger"
            onClick={() => setUi({ dialog: { kind: 'rollback', environment: deck.environment.name } })}
          >
            Roll back…
          </button>
        )}
      </div>
      <Refusal sentence={refusal} />
    </div>
  )
}
