/** Everything that is to be said about the files, to go to its line. */

import { formatMany } from '../../../shared/documents/words.ts'
import type { Severity } from '../../../shared/runbook/model.ts'
import { FINDING_LOOKS } from '../../components/finding-list.tsx'
import { Mark } from '../../components/mark.tsx'
import { placeOf } from '../../components/place.ts'
import { useSession, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { jumpToLine, jumpToStep } from './jump.ts'
import { SaveFixes } from './save-fixes.tsx'
import type { FoundAt } from './use-reviewed.ts'

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint']

const counted = (found: readonly FoundAt[], severity: Severity) =>
  found.filter(({ finding }) => finding.severity === severity).length

function Filter({ found }: { found: readonly FoundAt[] }) {
  const { ui } = useSession()
  const severity = useUi((state) => state.review.severity)
  return (
    <fieldset className="review-filter">
      <legend className="sr-only">Which findings</legend>
      {SEVERITIES.map((each) => (
        <button
          key={each}
          type="button"
          className="btn btn-plain"
          aria-pressed={severity === each}
          disabled={counted(found, each) === 0}
          onClick={() =>
            ui.setState(({ review: { severity: before, ...review } }) => ({
              review: before === each ? review : { ...review, severity: each },
            }))
          }
        >
          <Mark name={FINDING_LOOKS[each].mark} /> {formatMany(counted(found, each), each)}
        </button>
      ))}
    </fieldset>
  )
}

type Props = { deck: Deck; found: readonly FoundAt[]; isRead: boolean }

export function FindingsPanel({ deck, found, isRead }: Props) {
  const { file } = deck.state.definition!.runbook
  const { ui } = useSession()
  const severity = useUi((state) => state.review.severity)
  if (!isRead) return <p className="empty">Reading the release folder.</p>
  if (found.length === 0)
    return (
      <p className="empty">
        Nothing to say about these files: every key is known, every variable is defined, and no rule of docs/review.md
        found anything. `cockpit check` in the folder says the same.
      </p>
    )
  const shown = severity ? found.filter(({ finding }) => finding.severity === severity) : found
  const sorted = SEVERITIES.flatMap((each) => shown.filter(({ finding }) => finding.severity === each))
  return (
    <>
      <Filter found={found} />
      <SaveFixes deck={deck} found={shown.filter(({ finding }) => finding.fix)} />
      <ul className="rows review-list">
        {sorted.map(({ finding, step }) => {
          const { mark, word } = FINDING_LOOKS[finding.severity]
          const canJump = step !== undefined || finding.file === file
          return (
            <li key={`${placeOf(finding)} ${finding.column} ${finding.code} ${finding.message}`}>
              <button
                type="button"
                className="review-row"
                disabled={!canJump}
                onClick={() => (step ? jumpToStep(ui, step) : jumpToLine(ui, finding.line))}
              >
                <Mark name={mark} className={finding.severity === 'hint' ? 't3' : 't1'} />
                <span className="grow">
                  <span className="sr-only">{word}: </span>
                  {finding.message}
                  {finding.fix && <span className="t3"> Fix: {finding.fix.title}</span>}
                </span>
                <span className="t3 num small" title={finding.code}>
                  {placeOf(finding)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
