import type { ReactNode } from 'react'
import { Mark, type MarkName } from './mark.tsx'

export type ChipTone = 'plain' | 'inverse' | 'red' | 'red-line' | 'quiet'

export function Chip({ tone = 'plain', mark, children }: { tone?: ChipTone; mark?: MarkName; children: ReactNode }) {
  return (
    <span className={`chip chip-${tone}`}>
      {mark && <Mark name={mark} />}
      {children}
    </span>
  )
}
