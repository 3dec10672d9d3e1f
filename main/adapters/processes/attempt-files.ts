import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AttemptId, attemptId, type RunId } from '../../../shared/ids.ts'
import { asRunFolders, type RunFolders } from './run-folders.ts'

/** The files of one attempt. Everything that must survive the cockpit is here; nothing is kept in memory alone. */
export type AttemptFiles = {
  directory: string
  /** Facts written before the shim is spawned (`AttemptFacts`). */
  facts: string
  script: string
  spool: string
  exit: string
  claim: string
  identity: string
  cancel: string
  carry: string
  /** Of an interactive attempt: the FIFO that what is typed comes through. */
  input: string
  /** Who leads the session on its terminal, and which terminal (`TerminalLeader`). */
  terminal: string
}

/** What has to be known to judge an attempt even when its launcher died in the middle of starting it. */
export type AttemptFacts = {
  attempt: AttemptId
  nonce: string
  bootId: string
  carry: boolean
  /** Digest of each variable handed over, salted with the nonce: values are never written in clear. */
  environment: Record<string, string>
}

const longestName = 200

/** A file name for an id. Throws when the id cannot be one. */
export function fileName(id: string): string {
  const name = encodeURIComponent(id).replaceAll('.', '%2E')
  if (name.length === 0 || name.length > longestName) {
    throw new Error(`The id “${id.slice(0, 40)}” cannot name a directory: it must have 1 to ${longestName} characters.`)
  }
  return name
}

export function filesIn(directory: string): AttemptFiles {
  const at = (name: string) => join(directory, name)
  return {
    directory,
    facts: at('attempt'),
    script: at('script'),
    spool: at('spool'),
    exit: at('exit'),
    claim: at('claim'),
    identity: at('identity'),
    cancel: at('cancel'),
    carry: at('carry'),
    input: at('input'),
    terminal: at('terminal'),
  }
}

/** Run directories never start with a dot, because `fileName` encodes dots. */
export const forbiddenDirectory = (root: string) => join(root, '.forbidden')

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Where attempts live: `<root>/<run>/<attempt>/`, found again from the names alone, in whichever of several roots. */
export class AttemptDirectories {
  readonly folders: RunFolders
  readonly #found = new Map<AttemptId, AttemptFiles>()

  constructor(folders: string | RunFolders) {
    this.folders = asRunFolders(folders)
  }

  /** Where a new attempt's files go. */
  of(run: RunId, attempt: AttemptId): AttemptFiles {
    return filesIn(join(this.folders.forWriting(), fileName(run), fileName(attempt)))
  }

  find(attempt: AttemptId): AttemptFiles | undefined {
    const cached = this.#found.get(attempt)
    if (cached && existsSync(cached.directory)) return cached
    this.#found.delete(attempt)
    for (const run of this.#runs()) {
      const files = filesIn(join(run, fileName(attempt)))
      if (!existsSync(files.directory)) continue
      this.#found.set(attempt, files)
      return files
    }
    return undefined
  }

  known(): AttemptId[] {
    const names = this.#runs().flatMap(directoriesIn)
    return names.map((name) => attemptId(decodeURIComponent(name)))
  }

  /** Folders of runs, by their paths. */
  #runs(): string[] {
    return this.folders.all.flatMap((root) => {
      if (!existsSync(root)) return []
      const names = directoriesIn(root).filter((name) => !name.startsWith('.'))
      return names.map((name) => join(root, name))
    })
  }
}

/** Other files may lie beside them. */
const directoriesIn = (directory: string) =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
