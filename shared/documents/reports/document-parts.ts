/** A document is a list of named parts: so that a team's template can put them in its own order (docs/documents.md). */
import type { Ground } from './ground.ts'
import { joinBlocks } from './markdown-blocks.ts'

export type Parts = readonly (readonly [name: string, write: (ground: Ground) => readonly string[]])[]

export const writeParts = (parts: Parts, ground: Ground): string =>
  joinBlocks(parts.flatMap(([, write]) => write(ground)))
