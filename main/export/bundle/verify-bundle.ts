/**
 * Verifies a bundle: the chain in it, the signature over its manifest, every file against the manifest, and output and samples against the digests in
 * the chain. The rules are those of docs/bundle.md; `resources/verify.mjs` and `resources/verify.py` check the same of an unpacked one.
 */
import { createHash } from 'node:crypto'
import {
  BUNDLE_FILES,
  type BundleManifest,
  LARGEST_MANIFEST_BYTES,
  parseManifest,
  parseSignature,
  signedBytes,
} from '../../../shared/ledger/bundle-format.ts'
import { fromHex } from '../../../shared/ledger/bytes.ts'
import { type ChainReport, type Comparison, unreadable, type Verdict } from '../../../shared/ledger/verdict.ts'
import { nodePlatform } from '../node-platform.ts'
import { LineCutter } from '../read-lines.ts'
import { ExportPass } from '../verify-export.ts'
import { PACE_ENTRIES, pause, type VerifyFileOptions } from '../verify-options.ts'
import { BadArchive, type BundleReader, openBundle } from './bundle-reader.ts'
import { checkOutput, checkSamples } from './check-stretches.ts'
import { Vouched } from './vouched.ts'

export type BundleFault = {
  verdict: Extract<Verdict, 'GAP' | 'INVALID'>
  firstBadSeq: number | null
  reason: string
  compare?: Comparison[]
}

const gap = (reason: string, seq: number | null = null): BundleFault => ({ verdict: 'GAP', firstBadSeq: seq, reason })
const invalid = (reason: string, ...compare: Comparison[]): BundleFault => ({
  verdict: 'INVALID',
  firstBadSeq: null,
  reason,
  compare,
})

async function readWhole(bundle: BundleReader, path: string): Promise<Buffer | undefined> {
  const size = bundle.sizes.get(path)
  if (size === undefined || size > LARGEST_MANIFEST_BYTES) return undefined
  const blocks: Buffer[] = []
  for await (const block of bundle.open(path)) blocks.push(block)
  return Buffer.concat(blocks)
}

async function verifyChain(bundle: BundleReader, options: VerifyFileOptions) {
  const pass = new ExportPass(options)
  const cutter = new LineCutter()
  const vouched = new Vouched()
  let lines = 0
  const take = async (found: Iterable<{ bytes: Buffer; whole: boolean }>) => {
    for (const line of found) {
      pass.push(line)
      vouched.push(line.bytes)
      if (++lines % PACE_ENTRIES === 0) await pause(lines, options)
      if (pass.done) return
    }
  }
  for await (const block of bundle.open(BUNDLE_FILES.ledger)) {
    await take(cutter.push(block))
    if (pass.done) break
  }
  if (!pass.done) await take(cutter.end())
  return { report: pass.finish(), header: pass.header, vouched }
}

/** Only a key the chain itself knows may vouch for what stands beside it. */
async function signatureFault(bundle: BundleReader, manifest: Buffer, keys: ReadonlySet<string>) {
  const read = await readWhole(bundle, BUNDLE_FILES.signature)
  if (!read) return gap(`${BUNDLE_FILES.signature} is missing: nobody vouches for the files of this bundle.`)
  const signature = parseSignature(read.toString('utf8'))
  if (!signature) return invalid(`${BUNDLE_FILES.signature} is not a signature.`)
  const { keyId, publicKey } = signature
  if (!keys.has(publicKey) || nodePlatform.keyFingerprint(publicKey)?.slice(0, 16) !== keyId)
    return invalid('The manifest is signed by a key the ledger does not know.')
  const holds = nodePlatform.verifyEd25519(publicKey, signedBytes(manifest), fromHex(signature.signature)!)
  return holds ? undefined : invalid("The manifest was changed: its signature by the ledger's key does not hold.")
}

async function fileFault(bundle: BundleReader, { files }: BundleManifest, options: VerifyFileOptions) {
  for (const { path, bytes, sha256 } of files) {
    const size = bundle.sizes.get(path)
    if (size === undefined) return gap(`${path} is missing.`)
    if (size !== bytes)
      return invalid(`${path} is not the file the manifest lists: it has ${size} bytes, not ${bytes}.`, {
        what: `Bytes of ${path}`,
        expected: String(bytes),
        found: String(size),
      })
    const hash = createHash('sha256')
    for await (const block of bundle.open(path)) {
      hash.update(block)
      options.signal?.throwIfAborted()
    }
    const found = hash.digest('hex')
    if (found !== sha256)
      return invalid(`${path} was changed: its SHA-256 is not the one in the manifest.`, {
        what: `SHA-256 of ${path}`,
        expected: sha256,
        found,
      })
  }
  const listed = new Set([BUNDLE_FILES.manifest, BUNDLE_FILES.signature, ...files.map(({ path }) => path)])
  const stray = [...bundle.sizes.keys()].toSorted().find((path) => !listed.has(path))
  return stray === undefined ? undefined : invalid(`${stray} is not in the manifest: it was put in afterwards.`)
}

function faulty(report: ChainReport, { compare = [], ...fault }: BundleFault): ChainReport {
  return { ...report, ...fault, ...(compare.length > 0 ? { firstBad: { seq: fault.firstBadSeq, compare } } : {}) }
}

type Found = { report: ChainReport; files?: number; fault?: BundleFault }

async function faultOf(bundle: BundleReader, options: VerifyFileOptions): Promise<Found> {
  const { report, header, vouched } = await verifyChain(bundle, options)
  if (!report.verdict.startsWith('VALID') || !header || !report.head) return { report }
  const bytes = (await readWhole(bundle, BUNDLE_FILES.manifest))!
  const manifest = parseManifest(bytes.toString('utf8'))!
  const keys = new Set([header.publicKey, ...vouched.keys])
  const { size, hash } = report.head
  const isOfChain =
    manifest.release === header.release &&
    manifest.ledgerId === header.ledgerId &&
    manifest.anchor === `${size}:${hash}`
  const fault =
    (await signatureFault(bundle, bytes, keys)) ??
    (isOfChain
      ? undefined
      : invalid('The manifest is of another ledger, or of another moment of it.', {
          what: 'Anchor',
          expected: `${size}:${hash}`,
          found: manifest.anchor,
        })) ??
    (await fileFault(bundle, manifest, options)) ??
    (await checkOutput(bundle, manifest, vouched.output)) ??
    (await checkSamples(bundle, manifest, vouched.samples))
  return { report, files: manifest.files.length, ...(fault ? { fault } : {}) }
}

/** Verifies a bundle in its zip. Whatever is in the file, the answer is a report; throws the file system's errors and the signal's reason. */
export async function verifyBundleFile(file: string, options: VerifyFileOptions = {}): Promise<ChainReport> {
  let bundle: BundleReader | undefined
  try {
    bundle = await openBundle(file)
    const manifest = await readWhole(bundle, BUNDLE_FILES.manifest)
    if (!manifest || !parseManifest(manifest.toString('utf8')))
      return unreadable(`It has no readable ${BUNDLE_FILES.manifest}: choose a bundle that Release Cockpit wrote.`)
    if (!bundle.sizes.has(BUNDLE_FILES.ledger))
      return { ...unreadable(''), ...gap(`${BUNDLE_FILES.ledger} is missing: get a complete copy.`, 1) }
    const { report, files, fault } = await faultOf(bundle, options)
    if (fault) return faulty(report, fault)
    return files === undefined
      ? report
      : { ...report, reason: `${report.reason} Each of the ${files} files is the one its signed manifest lists.` }
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error
    return unreadable(error.message)
  } finally {
    bundle?.close()
  }
}
