/** A window never hands over the text of a command: it shows the line to type in a terminal. */
import { useState } from 'react'
import { DialogFrame } from '../../components/dialog-frame.tsx'
import { useCockpit } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'

const quoted = (word: string) => (/^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

function lineOf({ run, isOpen, environment, state }: Deck, ledgerFile: string | undefined, undo: string): string {
  const where =
    isOpen && run && !run.rehearsal ? ['--run', run.id] : ['--release', state.release, '--env', environment.name]
  const words = ['cockpit', 'exec', ...where, ...(undo ? ['--undo', undo] : [])]
  const db = ledgerFile ? ['--db', ledgerFile] : []
  return `${[...words, ...db].map(quoted).join(' ')} --reason "WHY" -- COMMAND`
}

export function ExecDialog({ deck, onClose }: { deck: Deck; onClose: () => void }) {
  const ledgerFile = useCockpit((state) => state.hello?.ledgerFile)
  const [undo, setUndo] = useState('')
  const [isCopied, setCopied] = useState(false)
  const line = lineOf(deck, ledgerFile, undo)
  const undos = deck.definition.runbook.stages
    .filter((stage) => stage.kind === 'rollback')
    .flatMap((stage) => stage.steps)
  const copy = async () => {
    await navigator.clipboard.writeText(line)
    setCopied(true)
  }
  const footer = (
    <>
      <span className="t2 small" role="status">
        {isCopied ? 'Copied.' : ''}
      </span>
      <button type="button" className="btn end" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
      <button type="button" className="btn btn-primary" data-autofocus onClick={() => void copy()}>
        Copy the line
      </button>
    </>
  )
  return (
    <DialogFrame title="Run a command that is not in the runbook" onClose={onClose} footer={footer} isWide>
      <div className="dialog-pad">
        <p className="prose t2">
          Type it in a terminal of this machine: a window never hands over the text of a command. It is on record before
          it runs, its output is kept, and everybody sees it here as an ad-hoc step.
          {deck.environment.protected && ` ${deck.environment.name} is protected: the terminal asks once more.`}
        </p>
        <pre className="well mono exec-line">{line}</pre>
        <p className="small t2">In a clone of the cockpit: npm run -s cockpit -- exec …</p>
        <label className="labelled">
          <span className="label">What undoes it in a rollback</span>
          <select className="field" value={undo} onChange={(event) => setUndo(event.target.value)}>
            <option value="">Nothing: what it did stays</option>
            {undos.map((step) => (
              <option key={step.id} value={step.id}>
                {step.title}
              </option>
            ))}
          </select>
        </label>
      </div>
    </DialogFrame>
  )
}
