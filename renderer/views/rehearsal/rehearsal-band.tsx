/** Below the header of every view while a rehearsal is shown: nobody may take it for the real thing. */
import { useEffect } from 'react'
import { speedWords } from '../../../shared/documents/rehearsal-words.ts'
import type { RunState } from '../../../shared/domain/state.ts'
import { Mark } from '../../components/mark.tsx'
import { useSetUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const what = ({ rehearsal, plan, environment }: RunState): string => {
  const real = rehearsal!.real.length
  const commands =
    real === 0
      ? 'every command is a stub'
      : `${real} of ${plan.length} steps ${real === 1 ? 'runs' : 'run'} for real, stubs stand in for the rest`
  return `As in ${environment}, ${speedWords(rehearsal!.speed)}: ${commands}.`
}

export function RehearsalBand({ deck: { run } }: { deck: Deck }) {
  const setUi = useSetUi()
  const id = run?.rehearsal && !run.finished ? run.id : undefined
  useEffect(() => {
    // What a window saw go on stays in sight when it is over, until it is put away.
    if (id) setUi({ rehearsal: id })
  }, [id, setUi])
  if (!run?.rehearsal) return null
  const [problem] = run.deviations
  return (
    <section className="rehearsal" aria-label="Rehearsal">
      <b className="rehearsal-word">
        <Mark name="rehearsal" /> Rehearsal
      </b>
      <span className="clip grow" title={[what(run), ...run.deviations].join('\n')}>
        <b>{run.finished ? 'It is over: nothing was deployed.' : 'Nothing is deployed.'}</b> {what(run)}
        {problem && <> A real run would be refused: {problem}</>}
      </span>
      {run.finished ? (
        <>
          <button type="button" className="btn" onClick={() => setUi({ dialog: { kind: 'timings', runId: run.id } })}>
            Timings…
          </button>
          <button
            type="button"
            className="btn"
            onClick={() => setUi({ rehearsal: undefined, selectedStep: undefined })}
          >
            Put it away
          </button>
        </>
      ) : (
        <button
          type="button"
          className="btn"
          onClick={() => setUi({ dialog: { kind: 'stop-run', runId: run.id, title: run.title } })}
        >
          Stop it…
        </button>
      )}
    </section>
  )
}
