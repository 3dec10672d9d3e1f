import { canBeWritten } from '../late/late-places.ts'

/** Where attempts keep their files: usually one folder, and others for when nothing can be written there. */
export type RunFolders = {
  readonly all: readonly string[]
  /** The first that can be written now; the usual one when none can. */
  forWriting(): string
}

export function createRunFolders(all: readonly [string, ...string[]]): RunFolders {
  return { all, forWriting: () => all.find(canBeWritten) ?? all[0] }
}

export const asRunFolders = (folders: string | RunFolders): RunFolders =>
  typeof folders === 'string' ? { all: [folders], forWriting: () => folders } : folders
