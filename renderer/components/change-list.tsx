import { CHANGE_WORDS, changeDetail } from '../../shared/documents/amend-lines.ts'
import type { Amendment, StepChange } from '../../shared/domain/amendment.ts'
import { Chip } from './chip.tsx'

/** The difference by step, then what differs apart from steps. */
export function ChangeList({ changes, others, voids }: Pick<Amendment, 'changes' | 'others' | 'voids'>) {
  return (
    <>
      <ol className="rows change-list">
        {changes.map((change) => (
          <li key={`${change.kind} ${change.stepId}`}>
            <div className="change-head">
              <Chip tone={change.kind === 'kept' ? 'quiet' : 'plain'}>{CHANGE_WORDS[change.kind]}</Chip>
              <b className="clip">{change.title}</b>
              <span className="t2 clip">{[change.stage, changeDetail(change)].filter(Boolean).join(', ')}</span>
            </div>
            <ChangeText change={change} />
          </li>
        ))}
      </ol>
      {others.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {voids.length > 0 && <p className="bold">Approvals given for these are void: {voids.join(', ')}.</p>}
    </>
  )
}

function ChangeText({ change: { kind, before, after } }: { change: StepChange }) {
  if (kind === 'moved' || before === after) return null
  return (
    <pre className="well mono change-text">
      {before !== undefined && <del>{marked('−', before)}</del>}
      {after !== undefined && kind !== 'removed' && <ins>{marked('+', after)}</ins>}
    </pre>
  )
}

const marked = (mark: string, text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `${mark} ${line}\n`)
    .join('')
