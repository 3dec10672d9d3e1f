import type { ScoreStatus } from '../domain/project-scorecard.ts'

/** A verdict in a word or two, the same in the terminal and on the screen. */
export const SCORE_WORDS: Record<ScoreStatus, string> = {
  holds: 'Holds',
  near: 'Near limit',
  breach: 'Breach',
  running: 'Running',
  thin: 'Thin',
  'no-data': 'No data',
  blind: 'Blind',
  'no-target': 'No target',
}
