import type { Finding } from '../../shared/runbook/model.ts'
import { Chip, type ChipTone } from './chip.tsx'
import type { MarkName } from './mark.tsx'

export const FINDING_LOOKS: Record<Finding['severity'], { tone: ChipTone; mark: MarkName; word: string }> = {
  error: { tone: 'inverse', mark: 'failed', word: 'ERROR' },
  warning: { tone: 'plain', mark: 'warning-line', word: 'WARNING' },
  hint: { tone: 'quiet', mark: 'dot', word: 'HINT' },
}

/** What is to be said about the files, each with its place. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="rows findings">
      {findings.map((finding) => {
        const { tone, mark, word } = FINDING_LOOKS[finding.severity]
        const place = `${finding.file}:${finding.line}:${finding.column}`
        return (
          <li key={`${place} ${finding.code} ${finding.message}`}>
            <Chip tone={tone} mark={mark}>
              {word}
            </Chip>
            <div>
              <div className="t3 mono">{place}</div>
              <div>{finding.message}</div>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
