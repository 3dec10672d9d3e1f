import { type Digest, digest } from '../ids.ts'

/** A head kept elsewhere: `SIZE:HEAD` in a notification, an export or a chat. */
export type Anchor = { size: number; head: Digest }

export const formatAnchor = (anchor: Anchor) => `${anchor.size}:${anchor.head}`

/** The anchor written as `SIZE:HEAD`, or undefined. */
export function parseAnchor(text: string): Anchor | undefined {
  const match = /^([1-9]\d{0,9}):([0-9a-f]{64})$/.exec(text.trim().toLowerCase())
  return match?.[1] && match[2] ? { size: Number(match[1]), head: digest(match[2]) } : undefined
}
