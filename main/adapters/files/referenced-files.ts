import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Digest, Sha256 } from '../../../shared/ids.ts'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'

/** Larger files are told apart by size and time instead of being read at every start. */
const MAX_BYTES = 32 * 1024 * 1024

/** Longer words are data, not paths. */
const MAX_PATH = 1024

const isPathLike = (word: string) => word.length <= MAX_PATH && (word.includes('/') || /[^.]\.[A-Za-z0-9]+$/.test(word))

/** What could be a file of the folder in a command: words with a slash or an ending. */
const candidates = (text: string) => text.split(/[^\w@%+.,~/-]+/).filter(isPathLike)

/** Paths a step names: from the folder, and from the directory the step runs in. */
const pathsOf = ({ text, attributes }: Step): string[] => {
  const words = [...candidates(text), ...candidates(attributes.verify ?? '')]
  const { cwd } = attributes
  return cwd === undefined ? words : [...words, ...words.map((word) => join(cwd, word))]
}

function digestOf(path: string, sha256: Sha256): Digest | undefined {
  try {
    const { size, mtimeMs } = statSync(path)
    if (!statSync(path).isFile()) return undefined
    return size > MAX_BYTES ? sha256(`${size} ${mtimeMs}`) : sha256(readFileSync(path))
  } catch {
    return undefined
  }
}

/** Digests of the files inside the folder that commands name, by path from the folder: change one, and an approval of the run is void. */
export function referencedFileDigests(
  definition: ReleaseDefinition,
  folder: string,
  sha256: Sha256,
): Record<string, Digest> {
  const steps = definition.runbook.stages.flatMap((stage) => stage.steps)
  const configs = definition.environments.flatMap(({ ssh }) => ssh?.config ?? [])
  const words = [...steps.flatMap(pathsOf), ...configs]
  const found: Record<string, Digest> = {}
  for (const word of new Set(words)) {
    const path = resolve(folder, word)
    const inside = relative(folder, path)
    if (inside.startsWith('..') || isAbsolute(inside)) continue
    const digest = digestOf(path, sha256)
    if (digest) found[inside.replaceAll('\\', '/')] = digest
  }
  return found
}
