/** What the parts of a replay share beside the record: the live window behind it, and what is said of the record. */
import { createContext, use } from 'react'
import type { Session } from '../../state/context.tsx'
import type { Remarks } from '../../state/replay/use-remarks.ts'

export type ReplayParts = { live: Session; remarks: Remarks; leave: () => void }

export const ReplayContext = createContext<ReplayParts | undefined>(undefined)

export function useReplayParts(): ReplayParts {
  const parts = use(ReplayContext)
  if (!parts) throw new Error('No replay around this component.')
  return parts
}
