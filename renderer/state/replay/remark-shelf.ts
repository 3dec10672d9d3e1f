/** Remarks that no record takes, kept in this browser until somebody saves them as a file: a window that is closed loses none. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FileRemark } from '../../../shared/replay/remarks-file.ts'

export type RemarkShelf = StoreApi<{ remarks: readonly FileRemark[]; isSaved: boolean }>

const keyOf = (ledgerId: string) => `release-cockpit-remarks/${ledgerId}`

function readKept(storage: Storage | undefined, ledgerId: string): FileRemark[] {
  try {
    const kept = JSON.parse(storage?.getItem(keyOf(ledgerId)) ?? '[]') as unknown
    return Array.isArray(kept) ? (kept as FileRemark[]) : []
  } catch {
    return []
  }
}

export function openRemarkShelf(storage: Storage | undefined, ledgerId: string): RemarkShelf {
  const store: RemarkShelf = createStore(() => ({ remarks: readKept(storage, ledgerId), isSaved: true }))
  store.subscribe(({ remarks }, before) => {
    if (remarks === before.remarks) return
    try {
      storage?.setItem(keyOf(ledgerId), JSON.stringify(remarks))
    } catch {
      // A full or forbidden storage: they are in the window until it is closed, and the panel says that they are not saved.
    }
  })
  return store
}

const isSame = (a: FileRemark, b: FileRemark) =>
  a.aboutSeq === b.aboutSeq && a.text === b.text && a.writtenAt === b.writtenAt && a.by === b.by

/** Bringing the same file twice changes nothing. */
export const mergeRemarks = (held: readonly FileRemark[], brought: readonly FileRemark[]): FileRemark[] =>
  [...held, ...brought.filter((each) => !held.some((one) => isSame(one, each)))].toSorted(
    (a, b) => a.aboutMs - b.aboutMs || a.aboutSeq - b.aboutSeq,
  )
