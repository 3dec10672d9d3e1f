/** What a new release is made from. Folders and files are paths the person typed or chose. */
import { z } from 'zod'

const path = z.string().trim().min(1).max(4096)
const version = z.string().trim().min(1, 'Give the version that goes out.').max(100)
const previous = z.string().trim().max(100).optional()
const name = z.string().trim().min(1, 'Give the name of what is released.').max(200)

export const newRelease = z.object({
  folder: path,
  from: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('strategy'),
      strategy: z.enum(['blue-green', 'canary', 'rolling', 'big-bang']),
      name,
      version,
      previous,
    }),
    /** `startsAt`: ISO 8601; the first window is moved there. Without it windows are emptied. */
    z.object({ kind: z.literal('release'), folder: path, version, startsAt: z.string().trim().min(1).optional() }),
    z.object({ kind: z.literal('plan'), file: path, name: name.optional(), version, previous }),
  ]),
})

export type NewReleaseRefusal = {
  ok: false
  /** Which answer is not right. */
  field: 'folder' | 'version' | 'name' | 'source' | 'startsAt'
  message: string
}
