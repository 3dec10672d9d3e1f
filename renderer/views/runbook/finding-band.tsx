/** What is to be said about a line, right below what it is about. */
import type { Finding } from '../../../shared/runbook/model.ts'
import { Chip } from '../../components/chip.tsx'
import { FINDING_LOOKS } from '../../components/finding-list.tsx'
import { placeOf } from '../../components/place.ts'
import { FixSuggestion } from './fix-suggestion.tsx'

export function FindingBand({ finding }: { finding: Finding }) {
  const { tone, mark, word } = FINDING_LOOKS[finding.severity]
  return (
    <div className={`review-finding is-${finding.severity}`}>
      <Chip tone={tone} mark={mark}>
        {word}
      </Chip>
      <div className="grow">
        <p>
          {finding.message}{' '}
          <span className="t3 small">
            {placeOf(finding)}, {finding.code}
          </span>
        </p>
        <FixSuggestion finding={finding} />
      </div>
    </div>
  )
}
