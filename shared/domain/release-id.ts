import { type ReleaseId, releaseId, type Sha256 } from '../ids.ts'

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')

/** `parcel-tracker-2.4.0`. Names that lose letters in the slug get a digest behind it, so that two of them stay apart. */
export function releaseIdOf({ name, version }: { name: string; version: string }, sha256: Sha256): ReleaseId {
  const short = slug(`${name}-${version}`)
  const isFaithful = /^[\x20-\x7e]+$/.test(name + version)
  return releaseId(isFaithful && short ? short : `${short || 'release'}-${sha256(`${name}\0${version}`).slice(0, 8)}`)
}
