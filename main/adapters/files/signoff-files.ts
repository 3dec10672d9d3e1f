/** The statements of a release folder's `signoffs/` with their signatures, and the folder's `allowed_signers`. Nothing outside the folder is read. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { SignoffFile, SignoffFiles } from '../../ports/signatures.ts'

export const SIGNOFFS_FOLDER = 'signoffs'
export const ALLOWED_SIGNERS = 'allowed_signers'
const MOST_FILES = 500
const MOST_BYTES = 256 * 1024

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Throws a sentence for what is not a regular file of the folder. */
function readInside(folder: string, path: string): Buffer | undefined {
  try {
    const real = realpathSync(join(folder, path))
    if (!real.startsWith(realpathSync(folder) + sep)) throw new Error(`${path} leads out of the release folder.`)
    const stat = lstatSync(real)
    if (!stat.isFile()) throw new Error(`${path} is not a file.`)
    if (stat.size > MOST_BYTES) throw new Error(`${path} has more than ${MOST_BYTES / 1024} KB: it is no statement.`)
    return readFileSync(real)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function readOne(folder: string, name: string): SignoffFile {
  const file = `${SIGNOFFS_FOLDER}/${name}`
  try {
    const statement = readInside(folder, file)
    if (!statement) return { file, problem: `${file} cannot be read.` }
    const signature = readInside(folder, `${file}.sig`)
    return { file, statement, ...(signature ? { signature } : {}) }
  } catch (error) {
    return { file, problem: error instanceof Error ? error.message : String(error) }
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(join(folder, SIGNOFFS_FOLDER))
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

export function readSignoffs(folder: string): SignoffFiles {
  const allowedSigners = readInside(folder, ALLOWED_SIGNERS)
  const files = names(folder)
    .slice(0, MOST_FILES)
    .map((name) => readOne(folder, name))
  return { files, ...(allowedSigners ? { allowedSigners } : {}) }
}

export type Written = { file: string } | { problem: string }

/** Never overwrites another statement unless told to; then its signature goes too, for it would not fit any more. */
export function writeSignoff(folder: string, name: string, text: string, replace: boolean): Written {
  const at = join(folder, SIGNOFFS_FOLDER)
  const file = join(at, name)
  mkdirSync(at, { recursive: true })
  if (realpathSync(at) !== join(realpathSync(folder), SIGNOFFS_FOLDER))
    return { problem: `${at} leads out of the release folder: make it a folder.` }
  if (replace) for (const old of [file, `${file}.sig`]) rmSync(old, { force: true })
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return { file }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return { problem: `${file} is there already: import it, or replace it (and its signature) with --replace.` }
  }
}
