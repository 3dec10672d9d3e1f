import type { MachineFact } from '../../shared/contract/results.ts'
import type { MarkName } from './mark.tsx'

/** How what a machine has is shown: by shape and word, by colour only where something is needed. */
export const MACHINE_STATES: Record<MachineFact['state'], { mark: MarkName; word: string; tone: string }> = {
  found: { mark: 'tick', word: 'Found', tone: 't2' },
  missing: { mark: 'no-data', word: 'Missing', tone: 't1' },
  needed: { mark: 'failed', word: 'Needed', tone: 'red' },
  unknown: { mark: 'unknown', word: 'Not known', tone: 't1' },
}
