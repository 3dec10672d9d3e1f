import type { VerdictStatus } from '../../shared/analysis/judge-target.ts'
import type { ScoreStatus } from '../../shared/domain/project-scorecard.ts'
import type { MarkName } from './mark.tsx'
import { VERDICT_MARKS } from './verdict.ts'

export const scoreMark = (status: ScoreStatus): MarkName =>
  status === 'running' ? 'play' : VERDICT_MARKS[status as VerdictStatus]
