/** A folder of new files: all of them or none, and never over anything that is there. */
import { chmodSync, existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type NewFile = { path: string; content: string | Uint8Array; isExecutable?: boolean }

/** The files that are there already, of those that would be written. */
export const existingFiles = (folder: string, files: readonly Pick<NewFile, 'path'>[]): string[] =>
  files.map(({ path }) => path).filter((path) => existsSync(join(folder, path)))

/** Creates the folder and those above it; returns the ones that were not there, outermost first. */
function createFolders(folder: string): string[] {
  if (existsSync(folder)) return []
  const above = createFolders(dirname(folder))
  mkdirSync(folder)
  return [...above, folder]
}

function takeBack(files: readonly string[], folders: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true })
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder)
    } catch {
      // Somebody put something there meanwhile: it stays.
    }
  }
}

/** Returns the paths written. Throws what the file system says; nothing of it is left then. */
export function writeNewFolder(folder: string, files: readonly NewFile[]): string[] {
  const written: string[] = []
  const folders: string[] = []
  try {
    for (const { path, content, isExecutable } of files) {
      const file = join(folder, path)
      folders.push(...createFolders(dirname(file)))
      // Before the write: half a file is taken back as well, one that was there is not ours.
      if (existsSync(file)) throw new Error(`${path} is there already: nothing is overwritten.`)
      written.push(file)
      writeFileSync(file, content, { flag: 'wx' })
      if (isExecutable) chmodSync(file, 0o755)
    }
    return written
  } catch (error) {
    takeBack(written, folders)
    throw error
  }
}
