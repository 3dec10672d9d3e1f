/** Three steps for whoever is here for the first time: what this is, something real to deploy, a release of one's own. */
import { type ReactNode, useEffect, useRef } from 'react'
import { Mark } from '../../components/mark.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useCockpit, useSetUi } from '../../state/context.tsx'
import type { Opening } from '../../state/use-open.ts'
import { firstSteps } from './first-steps.ts'

const SAMPLE_STEPS: [string, string][] = [
  ['Start the new version beside the old one', 'two small servers'],
  ['Smoke tests on it', 'HTTP checks'],
  ['A person says go', 'approval'],
  ['Switch the traffic', 'a small proxy'],
  ['Measure error rate and response time', 'live charts'],
]

export function Guide({ opening }: { opening: Opening }) {
  const setUi = useSetUi()
  const releases = useCockpit((state) => state.releases) ?? []
  const { hasDeployed, hasOwn } = firstSteps(releases)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus({ preventScroll: true }), [])
  return (
    <section className="start-sample" aria-label="First steps">
      <ol className="guide">
        <Step
          number={1}
          title="What this is"
          words="A cockpit for the night a release goes out: it runs the runbook, measures against targets, leads the room through it, and keeps a record nobody changes quietly. The way back is one motion, up at the right."
        />
        <Step
          number={2}
          title="Deploy something real"
          isDone={hasDeployed}
          words="Two small web servers with real traffic, on this machine. Then break it and roll it back."
        >
          <button
            ref={button}
            type="button"
            className="btn btn-primary"
            disabled={opening.isBusy}
            onClick={() => void opening.openSample()}
          >
            Open the sample release <kbd>Enter</kbd>
          </button>
        </Step>
        <Step
          number={3}
          title="Your own release"
          isDone={hasOwn}
          words="From the skeleton of a strategy, your last release, or a plan you have."
        >
          <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'new-release' } })}>
            New release…
          </button>
        </Step>
        <Refusal sentence={opening.refusal} />
      </ol>
      <SampleSteps />
    </section>
  )
}

type StepProps = { number: number; title: string; words: string; isDone?: boolean; children?: ReactNode }

function Step({ number, title, words, isDone, children }: StepProps) {
  return (
    <li>
      <span className="guide-number" aria-hidden="true">
        {isDone ? <Mark name="tick" /> : number}
      </span>
      <div>
        <h2>
          {title}
          {isDone && <span className="small t3"> done</span>}
        </h2>
        <p className="t2">{words}</p>
      </div>
      {children}
    </li>
  )
}

function SampleSteps() {
  return (
    <div>
      <p className="label">What the sample does</p>
      <ol className="rows start-steps">
        {SAMPLE_STEPS.map(([title, how], index) => (
          <li key={title}>
            <Mark name="ring" className="t2" />
            <span className="t3">{index + 1}</span>
            <span className="clip">{title}</span>
            <span className="t2 small num">{how}</span>
          </li>
        ))}
        <li>
          <Mark name="back" className="red" />
          <span className="bold clip start-break">Break it, and roll back with one motion</span>
          <kbd>F9</kbd>
        </li>
      </ol>
      <p className="small t3">
        A few minutes, no network, no root. It is copied beside the ledger and writes only there.
      </p>
    </div>
  )
}
