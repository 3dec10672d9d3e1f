import { tmpdir } from 'node:os'

/** What to do about a disk that is full, where the error says that. */
export function fullDiskSentence(error: unknown): string | undefined {
  const code = String((error as NodeJS.ErrnoException).code)
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL'
    ? `The disk of ${tmpdir()} is full: free some space, or set TMPDIR to a larger disk.`
    : undefined
}
