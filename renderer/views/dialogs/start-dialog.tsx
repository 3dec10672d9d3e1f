/** What will be run, exactly, before it is: a start carries the digest of what stood here. */
import { useState } from 'react'
import { selectMissingConditions } from '../../../shared/domain/process/production-gate.ts'
import { selectScheduled, selectScheduleObjections } from '../../../shared/domain/windows.ts'
import type { Stage } from '../../../shared/runbook/model.ts'
import type { NoticeMode } from '../../../shared/runbook/notices/model.ts'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { Refusal } from '../../components/refusal.tsx'
import { useSend, useSession, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { useMissingScripts } from '../../state/use-missing-scripts.ts'
import { useSigner } from '../../state/use-pins.ts'
import { RunNotices } from '../notices/run-notices.tsx'
import { Expired } from './start-expired.tsx'
import { Override } from './start-override.tsx'
import { Choices, Footer, FromStep, Inputs, PreviewSteps, Variables } from './start-parts.tsx'
import { usePreview } from './use-preview.ts'

const nextStage = (deck: Deck, stages: Stage[]): Stage | undefined => {
  const done = new Set(
    deck.state.runOrder
      .map((id) => deck.state.runs[id]!)
      .filter((run) => run.finished?.outcome === 'succeeded')
      .flatMap((run) => run.stageIds),
  )
  return (
    stages.find((stage) => stage.environment === deck.environment.name) ??
    stages.find((stage) => !done.has(stage.id)) ??
    stages[0]
  )
}

export function StartDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const definition = deck.state.definition!
  const stages = definition.runbook.stages.filter((stage) => stage.kind === 'forward')
  const dialog = useUi((ui) => (ui.dialog?.kind === 'start' ? ui.dialog : undefined))
  const wanted = dialog?.stageId
  const [fromStep, setFromStep] = useState(dialog?.fromStep)
  const [stage, setStage] = useState(() => stages.find((each) => each.id === wanted) ?? nextStage(deck, stages))
  const [environment, setEnvironment] = useState(stage?.environment ?? deck.environment.name)
  const [inputs, setInputs] = useState<Record<string, string>>({})
  const [override, setOverride] = useState('')
  const [role, setRole] = useState(useUi((ui) => ui.person.role))
  const [notices, setNotices] = useState<NoticeMode>()
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { preview, problem, isCurrent, isExpired, lookAgain } = usePreview(
    'run.preview',
    stage && { release: deck.state.release, stageId: stage.id, environment, inputs },
  )
  const send = useSend()
  const { setState } = useSession().ui
  const vars = definition.environments.find((each) => each.name === environment)?.vars ?? {}
  const changed = Object.keys(inputs).filter((name) => Object.hasOwn(vars, name))
  const given = Object.keys(inputs).filter((name) => !changed.includes(name))
  const asked = [...new Set([...given, ...(preview?.missingInputs ?? [])])]
  const isProtected = definition.environments.find((each) => each.name === environment)?.protected ?? false
  const objections = isProtected ? selectScheduleObjections(selectScheduled(deck.state)!, deck.nowMs) : []
  const { name: executor } = useSigner()
  const missingScripts = useMissingScripts(deck)
  const ground = { executor, environment, missingScripts }
  const missing = isProtected ? selectMissingConditions(deck.state, deck.nowMs, ground) : []
  const from = stage?.steps.find((each) => each.id === fromStep)
  const isReady =
    isCurrent &&
    !isExpired &&
    preview !== undefined &&
    stage !== undefined &&
    preview.problems.length === 0 &&
    (objections.length + missing.length === 0 || override.trim() !== '') &&
    (missing.length === 0 || role !== '') &&
    !isBusy

  const start = async () => {
    if (!isReady) return
    setBusy(true)
    const command = {
      type: 'run.start' as const,
      stageId: stage.id,
      environment,
      shownDigest: preview.resolvedDigest,
      inputs,
      ...(from ? { fromStep: from.id } : {}),
      ...(override.trim() ? { override: override.trim() } : {}),
      ...(missing.length > 0 ? { overrideRole: role } : {}),
      ...(notices ? { notices } : {}),
    }
    const sentence = await send(command, undefined, undefined, undefined, preview.arm?.token)
    setBusy(false)
    setRefusal(sentence)
    // What was refused because it changed is shown as it is now.
    if (sentence) return lookAgain()
    setState({ environment, selectedStep: undefined, view: 'deck' })
    onClose()
  }

  return (
    <DialogFrame
      isWide
      title="Start a run"
      lead={
        isProtected ? (
          <span className="env is-outlined dialog-env">
            <strong>{environment}</strong>
          </span>
        ) : undefined
      }
      end={
        <Choices
          stages={stages}
          stage={stage}
          onStage={(each) => {
            setStage(each)
            if (each.environment) setEnvironment(each.environment)
          }}
          environments={definition.environments.map((each) => each.name)}
          environment={environment}
          onEnvironment={setEnvironment}
        />
      }
      onClose={onClose}
      footer={
        <Footer
          preview={preview}
          refusal={refusal}
          isReady={isReady}
          title={stage?.title ?? ''}
          environment={environment}
          onClose={onClose}
          onStart={() => void start()}
          onRehearse={() => setState({ dialog: { kind: 'rehearse', stageId: stage?.id } })}
        />
      }
    >
      <div className="two-columns">
        <div>
          <h3 className="label">This will be executed, in this order</h3>
          {problem && <Refusal sentence={problem} />}
          {isExpired && <Expired onLook={lookAgain} />}
          {!preview && !problem && <p className="t3">Resolving variables and digests…</p>}
          {from && <FromStep title={from.title} onReset={() => setFromStep(undefined)} />}
          {preview && <PreviewSteps preview={preview} stage={stage} fromStep={from?.id} />}
        </div>
        <div>
          {preview && <Inputs names={asked} why="asked before the run" inputs={inputs} onInputs={setInputs} />}
          <Inputs
            names={changed}
            why="changed for this run"
            inputs={inputs}
            onInputs={setInputs}
            onReset={(name) => setInputs(Object.fromEntries(Object.entries(inputs).filter(([each]) => each !== name)))}
          />
          {preview?.problems.map((sentence) => (
            <Refusal key={sentence} sentence={sentence} />
          ))}
          <Override
            deck={deck}
            objections={objections.map(({ message }) => message)}
            missing={missing}
            reason={override}
            onReason={setOverride}
            role={role}
            onRole={setRole}
          />
          <RunNotices deck={deck} isProtected={isProtected} value={notices} onChange={setNotices} />
          {preview && (
            <Variables
              preview={preview}
              changeable={Object.keys(vars).filter((name) => !changed.includes(name))}
              onChange={(name, value) => setInputs({ ...inputs, [name]: value })}
            />
          )}
        </div>
      </div>
    </DialogFrame>
  )
}
