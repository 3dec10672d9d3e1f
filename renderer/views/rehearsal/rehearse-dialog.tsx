/** What is rehearsed, how fast, and which commands run for real: exactly what stands here is what a start begins. */
import { useState } from 'react'
import { type StageId, stageId } from '../../../shared/ids.ts'
import { Choice } from '../../components/choice.tsx'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSend, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { Inputs } from '../dialogs/start-parts.tsx'
import { usePreview } from '../dialogs/use-preview.ts'
import { RehearseFooter } from './rehearse-footer.tsx'
import { RehearsedSteps } from './rehearsed-steps.tsx'

const SPEEDS = [
  ['1', 'As planned'],
  ['10', '10 times as fast'],
  ['60', '60 times as fast'],
  ['no-waiting', 'Without waiting'],
] as const
type Speed = (typeof SPEEDS)[number][0]

const WHOLE = ''

export function RehearseDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const { state } = deck
  const definition = state.definition!
  const wanted = useUi((ui) => (ui.dialog?.kind === 'rehearse' ? ui.dialog.stageId : undefined))
  const [stage, setStage] = useState<string>(wanted ?? WHOLE)
  const [environment, setEnvironment] = useState(
    definition.runbook.stages.find(({ id }) => id === wanted)?.environment ?? deck.environment.name,
  )
  const [speed, setSpeed] = useState<Speed>('10')
  const [isSafe, setSafe] = useState(false)
  const [confirmAll, setConfirmAll] = useState(false)
  const [isTold, setTold] = useState(false)
  const [inputs, setInputs] = useState<Record<string, string>>({})
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = useSend()
  const setUi = useSetUi()
  const choice = {
    environment,
    ...(stage === WHOLE ? {} : { stageId: stageId(stage) as StageId }),
    speed: speed === 'no-waiting' ? speed : Number(speed),
    commands: isSafe ? ('safe' as const) : ('stub' as const),
    confirmAll,
    inputs,
  }
  const { preview, problem, isCurrent } = usePreview('rehearsal.preview', { release: state.release, ...choice })
  const isReady = isCurrent && preview !== undefined && preview.steps.length > 0 && !isBusy
  const hasTest = definition.notices?.test !== undefined

  const start = async () => {
    if (!isReady) return
    setBusy(true)
    const notices = isTold ? ('test' as const) : ('off' as const)
    const sentence = await send({
      type: 'rehearsal.start',
      ...choice,
      shownDigest: preview.resolvedDigest,
      ...(hasTest ? { notices } : {}),
    })
    setBusy(false)
    setRefusal(sentence)
    if (sentence) return
    setUi({ environment, rehearsal: 'last', selectedStep: undefined, view: 'deck' })
    onClose()
  }

  return (
    <DialogFrame
      isWide
      title="Rehearse"
      lead={
        <span className="env is-rehearsal dialog-env">
          <strong>Rehearsal</strong>
        </span>
      }
      end={<p className="choices t2 small">Nothing is deployed, and it proves nothing of the release.</p>}
      onClose={onClose}
      footer={
        <RehearseFooter
          refusal={refusal}
          preview={preview}
          isReady={isReady}
          onClose={onClose}
          onStart={() => void start()}
        />
      }
    >
      <div className="two-columns">
        <div>
          <h3 className="label">This will be gone through, in this order</h3>
          {problem && <Refusal sentence={problem} />}
          {!preview && !problem && <p className="t3">Reading the runbook…</p>}
          {preview && <RehearsedSteps preview={preview} />}
        </div>
        <div className="rehearse-choices">
          <Choice
            label="What"
            value={stage}
            options={[
              [WHOLE, 'The whole runbook'],
              ...definition.runbook.stages
                .filter(({ kind }) => kind !== 'ad-hoc')
                .map((each): [string, string] => [
                  each.id,
                  each.kind === 'rollback' ? `The way back: ${each.title}` : each.title,
                ]),
            ]}
            onChange={(id) => {
              setStage(id)
              const own = definition.runbook.stages.find((each) => each.id === id)?.environment
              if (own) setEnvironment(own)
            }}
          />
          <Choice
            label="As in"
            value={environment}
            options={definition.environments.map(({ name }): [string, string] => [name, name])}
            onChange={setEnvironment}
          />
          <Choice label="Waits, holds and planned times" value={speed} options={SPEEDS} onChange={setSpeed} />
          <label className="check">
            <input type="checkbox" checked={confirmAll} onChange={(event) => setConfirmAll(event.target.checked)} />
            <span>
              Manual steps pass by themselves
              <span className="small t2"> when their planned time is over; else a person confirms each</span>
            </span>
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={isSafe}
              disabled={preview?.safe.length === 0}
              onChange={(event) => setSafe(event.target.checked)}
            />
            <span>
              Run safe commands for real
              <span className="small t2">
                {' '}
                {preview?.safe.length
                  ? preview.safe.map((each) => each.title).join(', ')
                  : 'no step is marked rehearse=run'}
              </span>
            </span>
          </label>
          {hasTest && (
            <label className="check">
              <input type="checkbox" checked={isTold} onChange={(event) => setTold(event.target.checked)} />
              <span>
                Send its notices to {definition.notices!.test}
                <span className="small t2"> marked TEST and REHEARSAL, to nobody else</span>
              </span>
            </label>
          )}
          {preview && isSafe && (
            <Inputs
              names={[...new Set([...Object.keys(inputs), ...preview.missingInputs])]}
              why="for what runs for real"
              inputs={inputs}
              onInputs={setInputs}
            />
          )}
          {preview?.problems.map((sentence) => (
            <p key={sentence} className="small">
              <b>A real run would be refused:</b> {sentence}
            </p>
          ))}
        </div>
      </div>
    </DialogFrame>
  )
}
