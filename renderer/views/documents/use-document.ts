/** One document as the owner writes or kept it, and whether the record has gone on since. */
import { useCallback, useEffect, useState } from 'react'
import type { Results } from '../../../shared/contract/results.ts'
import type { ReportKind } from '../../../shared/documents/reports/kinds.ts'
import { useSession } from '../../state/context.tsx'
import { messageOf } from '../../state/message-of.ts'
import type { Deck } from '../../state/use-deck.ts'

type Written = { document: ReportKind; version: number | undefined; size: number; read: Results['document.read'] }

export type ShownDocument = {
  read?: Results['document.read']
  /** Entries recorded since it was written. */
  behind: number
  again: () => Promise<void>
}

/** Written anew as the record grows, but not while a run is open: then a person asks for it. Without a version the newest. */
export function useDocument({ state, isOpen }: Deck, document: ReportKind, version?: number): ShownDocument {
  const { cockpit } = useSession()
  const [written, setWritten] = useState<Written>()
  const { release, size } = state
  const shown = written?.document === document && written.version === version ? written : undefined
  const write = useCallback(async () => {
    const read = await cockpit.client
      .call('document.read', { release, document, ...(version === undefined ? {} : { version }) })
      .catch((error: unknown) => ({ ok: false as const, message: messageOf(error) }))
    setWritten({ document, version, size, read })
  }, [cockpit, release, document, version, size])
  const isDue = shown === undefined || (!isOpen && shown.size !== size)
  useEffect(() => {
    if (isDue) void write()
  }, [isDue, write])
  return { ...(shown ? { read: shown.read } : {}), behind: shown ? size - shown.size : 0, again: write }
}
