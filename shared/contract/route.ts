/** Addresses inside the window, in the fragment: `#/releases/ID` is the deck of a release, anything else the release list. */
import { type ReleaseId, releaseId } from '../ids.ts'

export const releaseRoute = (release: ReleaseId): string => `/releases/${encodeURIComponent(release)}`

/** The release a `location.hash` names, or undefined. */
export const readRoute = (hash: string): ReleaseId | undefined => {
  const [, id] = /^#\/releases\/([^/]+)$/.exec(hash) ?? []
  try {
    return id === undefined ? undefined : releaseId(decodeURIComponent(id))
  } catch {
    return undefined
  }
}
