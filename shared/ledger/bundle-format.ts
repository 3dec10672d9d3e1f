/** The bundle: everything of a release in one archive, listed in a signed manifest (docs/bundle.md). */
import { ascii } from './bytes.ts'

export const BUNDLE_FORMAT = 'release-cockpit-bundle/1'

/** Fixed places. Manifest and signature are the only files the manifest does not list. */
export const BUNDLE_FILES = { manifest: 'manifest.json', signature: 'manifest.sig', ledger: 'ledger.jsonl' } as const

export type BundleFile = {
  path: string
  bytes: number
  sha256: string
  /** The stored output of this attempt. */
  attempt?: string
  /** When the output of this attempt was stored: lines of time in ms, bytes and line ends by then, parted by tabs. */
  timesOf?: string
  /** The samples of this metric, in the order stored. */
  series?: { environment: string; metric: string }
}

export type BundleManifest = {
  format: typeof BUNDLE_FORMAT
  release: string
  ledgerId: string
  /** `size:head` of the chain in it. */
  anchor: string
  writtenAt: string
  writtenBy: string
  files: BundleFile[]
}

/** Who vouches for the manifest: Ed25519 over `signedBytes`, in hex. */
export type BundleSignature = { keyId: string; publicKey: string; signature: string }

/** More of a manifest is not read: a bundle of 100,000 outputs has 20 MB of it. */
export const LARGEST_MANIFEST_BYTES = 64 * 1024 * 1024

const DOMAIN = ascii('release-cockpit-bundle-v1\0')

export function signedBytes(manifest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(DOMAIN.length + manifest.length)
  bytes.set(DOMAIN)
  bytes.set(manifest, DOMAIN.length)
  return bytes
}

/** Plain names only: nothing that means another folder, another drive or another file on any system. */
const PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/

export const isBundlePath = (path: string): boolean => path.length <= 200 && PATH.test(path)

/** Part of a file name: what people wrote without anything that means something to a shell or a file system. */
export const fileNamePart = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '') || 'x'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readFile(value: unknown): BundleFile | undefined {
  if (!isRecord(value)) return undefined
  const { path, bytes, sha256, attempt, timesOf, series } = value
  if (typeof path !== 'string' || !isBundlePath(path)) return undefined
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) return undefined
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
  if (attempt !== undefined && typeof attempt !== 'string') return undefined
  // It came later: verifiers of before do not look at it, and no verdict may depend on it.
  const times = typeof timesOf === 'string' ? { timesOf } : {}
  const about = { ...(attempt === undefined ? {} : { attempt }), ...times }
  const file: BundleFile = { path, bytes, sha256, ...about }
  if (series === undefined) return file
  if (!isRecord(series) || typeof series.environment !== 'string' || typeof series.metric !== 'string') return undefined
  return { ...file, series: { environment: series.environment, metric: series.metric } }
}

/** What a file is: named twice, nobody could say which counts. */
const namesOf = ({ path, attempt, series }: BundleFile): string[] => [
  path,
  ...(attempt === undefined ? [] : [`output\0${attempt}`]),
  ...(series === undefined ? [] : [`samples\0${series.environment}\0${series.metric}`]),
]

/** Undefined for what is not a manifest, or names a place twice or outside the bundle, or the output of an attempt or a metric's samples twice. */
export function parseManifest(text: string): BundleManifest | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value) || value.format !== BUNDLE_FORMAT || !Array.isArray(value.files)) return undefined
  const { release, ledgerId, anchor, writtenAt, writtenBy } = value
  const texts = [release, ledgerId, anchor, writtenAt, writtenBy]
  if (!texts.every((each) => typeof each === 'string')) return undefined
  const files = value.files.map(readFile)
  if (!files.every((each) => each !== undefined)) return undefined
  const names = files.flatMap(namesOf)
  if (new Set(names).size !== names.length) return undefined
  return { ...(value as BundleManifest), files }
}

export function parseSignature(text: string): BundleSignature | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value)) return undefined
  const { keyId, publicKey, signature } = value
  if (typeof keyId !== 'string' || typeof publicKey !== 'string' || typeof signature !== 'string') return undefined
  return /^[0-9a-f]{128}$/.test(signature) ? { keyId, publicKey, signature } : undefined
}
