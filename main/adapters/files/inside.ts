import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'

/** The real path of a file of a folder, links followed; undefined when it lies outside. Throws as `realpath` does, ENOENT say. */
export function realInside(folder: string, path: string): string | undefined {
  const real = realpathSync(resolve(folder, path))
  const from = relative(realpathSync(folder), real)
  return from === '..' || from.startsWith(`..${sep}`) || isAbsolute(from) ? undefined : real
}
