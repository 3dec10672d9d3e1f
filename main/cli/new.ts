/** `cockpit new`: a release folder to begin with. */
import { relative, resolve } from 'node:path'
import { writeNewRelease } from '../app/new-release.ts'
import { type CliIo, EXIT } from './io.ts'

export type NewOptions = { strategy: string; name: string; to: string; from?: string }

export async function newCommand(folder: string, options: NewOptions, io: CliIo): Promise<number> {
  const { strategy, name, to: version, from: previous = 'FILL IN' } = options
  const written = writeNewRelease({ folder: resolve(io.cwd, folder), strategy, name, version, previous })
  for (const path of written) io.stdout(`Written: ${relative(io.cwd, path)}\n`)
  io.stdout(`Fill in what says FILL IN, then: cockpit check ${folder}\n`)
  return EXIT.ok
}
