/** What release.yaml and runbook.md of a folder said at a revision of its git repository. */
export type FolderAtRevision = {
  /** As asked for, and the commit that is. */
  revision: string
  commit: string
  /** The first line of its message, and when it was made. */
  subject: string
  atMs: number
  releaseYaml?: string
  runbook?: string
}

export type NoRevision = {
  code: 'not-in-git' | 'no-such-revision' | 'no-runbook-there' | 'git-failed'
  message: string
}

export interface RevisionReader {
  /** Answers with a sentence a person can act on instead of throwing. */
  read(folder: string, revision: string): Promise<FolderAtRevision | NoRevision>
}
