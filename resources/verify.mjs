#!/usr/bin/env node
/**
 * Verifies a JSONL execution log of Release Cockpit, or the folder a bundle was unpacked into, with nothing but Node 18 or newer.
 *
 *   node verify.mjs FILE-OR-FOLDER [--anchor SIZE:HEAD] [--pubkey FILE] [--json]
 *
 * Exit codes: 0 VALID AND ANCHORED, 10 VALID, COMPLETENESS UNPROVEN, 11 GAP, 12 INVALID, 13 UNREADABLE, 2 bad usage.
 * The formats and every rule checked here are described in docs/ledger-format.md and docs/bundle.md.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const CODES = { 'VALID AND ANCHORED': 0, 'VALID, COMPLETENESS UNPROVEN': 10, GAP: 11, INVALID: 12, UNREADABLE: 13 }
const FORMAT = 'release-cockpit-ledger/1'
const EXCERPT = 'release-cockpit-excerpt/1'
const DOMAIN = Buffer.from('release-cockpit-v1\0', 'latin1')
const CHUNK_BYTES = 1024 * 1024

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** Lines as bytes; `whole` is false for what stands after the last newline. */
function* readLines(descriptor) {
  let rest = Buffer.alloc(0)
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const length = readSync(descriptor, chunk, 0, CHUNK_BYTES, null)
    if (length === 0) break
    let block = Buffer.concat([rest, chunk.subarray(0, length)])
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10)) {
      yield { bytes: block.subarray(0, at), whole: true }
      block = block.subarray(at + 1)
    }
    rest = block
  }
  if (rest.length > 0) yield { bytes: rest, whole: false }
}

const parse = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Empty for bytes that are no UTF-8: decoded with replacements they could pass for a text that says so. */
const textOf = (bytes) => {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : ''
}

/** RFC 8785 for the flat objects of header and checkpoint: sorted keys, no spaces. */
const canonical = (fields) =>
  `{${Object.keys(fields)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(fields[key])}`)
    .join(',')}}`

function readHeader(text) {
  const { format, ledgerId, release, publicKey, size, head } = parse(text) ?? {}
  if (format !== FORMAT || !Number.isInteger(size) || size < 1) return undefined
  if (![ledgerId, release, publicKey, head].every((each) => typeof each === 'string')) return undefined
  const header = { format, ledgerId, release, publicKey, size, head }
  return canonical(header) === text ? header : undefined
}

/** `{"hash":"…","salt":"…","entry":ENVELOPE,"payload":PAYLOAD}`, taken apart without parsing: the bytes between are what was hashed. */
function readLine(bytes) {
  const start = bytes.toString('latin1', 0, 130)
  const match = /^\{"hash":"([0-9a-f]{64})","salt":(?:"([0-9a-f]{32})"|(null)),"entry":/.exec(start)
  const from = match ? match[0].length : 0
  const cut = bytes.indexOf(',"payload":', from, 'latin1')
  if (!match || cut < 0 || bytes[bytes.length - 1] !== 125) return undefined
  const payload = bytes.subarray(cut + 11, bytes.length - 1)
  if (match[3] && payload.toString('latin1') !== 'null') return undefined
  return {
    hash: match[1],
    salt: match[3] ? null : Buffer.from(match[2], 'hex'),
    payload: match[3] ? null : payload,
    envelope: bytes.subarray(from, cut),
  }
}

function readEnvelope(bytes) {
  const value = parse(bytes.toString('utf8'))
  if (typeof value !== 'object' || value === null) return undefined
  const { seq, type, payloadDigest, ledgerId } = value
  if (!Number.isInteger(seq) || typeof type !== 'string' || typeof payloadDigest !== 'string') return undefined
  if (ledgerId !== undefined && typeof ledgerId !== 'string') return undefined
  return { seq, type, payloadDigest, ledgerId }
}

const keys = new Map()

/** The key and the hex SHA-256 of its SPKI DER, whose first 16 characters are the key id. */
function readKey(pem) {
  if (!keys.has(pem)) {
    try {
      const key = createPublicKey(pem)
      const fingerprint = sha256(key.export({ type: 'spki', format: 'der' })).toString('hex')
      keys.set(pem, key.asymmetricKeyType === 'ed25519' ? { key, fingerprint } : undefined)
    } catch {
      keys.set(pem, undefined)
    }
  }
  return keys.get(pem)
}

/** What one pass found; it stops at the first wrong entry. */
class Pass {
  constructor(header, anchor, trusted) {
    Object.assign(this, { header, anchor, trusted, seq: 0, hash: Buffer.alloc(32), entries: 0, checkpoints: 0 })
    Object.assign(this, { gaps: [], emptied: new Set(), erasures: [], anchored: false, bad: undefined })
  }

  fail(seq, problem) {
    this.bad = { seq, problem }
  }

  push(line) {
    const expected = this.seq + 1
    if (!line) return this.fail(expected, 'what stands there is not an entry')
    const envelope = readEnvelope(line.envelope)
    const linked = sha256(DOMAIN, this.hash, line.envelope).toString('hex') === line.hash
    if (!linked) {
      const seq = envelope?.seq
      if (seq === undefined || seq === expected) return this.fail(expected, 'it was changed (its hash differs)')
      if (seq < expected || seq > this.header.size)
        return this.fail(this.gaps[0]?.from ?? expected, 'from here on the entries are not in their order')
      this.gaps.push({ from: expected, to: seq - 1 })
      this.seq = seq - 1
      this.hash = null
    }
    const at = this.seq + 1
    if (!envelope) return this.fail(at, 'it was changed: its envelope is not readable')
    if (envelope.seq !== at) return this.fail(at, `what stands there calls itself entry ${envelope.seq}`)
    const problem =
      this.payloadProblem(line, envelope) ?? this.placeProblem(line, envelope) ?? this.meaningProblem(line, envelope)
    if (problem) return this.fail(at, problem)
    this.seq = at
    this.hash = Buffer.from(line.hash, 'hex')
    this.entries++
  }

  payloadProblem({ salt, payload }, { seq, type, payloadDigest }) {
    if (payload === null) {
      this.emptied.add(seq)
      return ['release.created', 'checkpoint.signed', 'payload.erased'].includes(type)
        ? `its payload is missing, and that of ${type} is never erased`
        : undefined
    }
    return sha256(salt, payload).toString('hex') === payloadDigest
      ? undefined
      : 'its payload or salt was changed (the digest in the chain differs)'
  }

  placeProblem({ hash }, { seq, ledgerId }) {
    const { header, anchor } = this
    if (seq > 1 && ledgerId !== undefined) return 'only the first entry may name a ledger'
    if (seq > header.size) return `the header knows only ${header.size} entries`
    if (seq === header.size && hash !== header.head) return 'the header names another head'
    if (seq !== anchor?.size) return undefined
    this.anchored = hash === anchor.head
    return this.anchored ? undefined : 'the anchor names another head, so the history up to it was rewritten'
  }

  meaningProblem({ payload }, envelope) {
    if (envelope.seq === 1) return this.genesisProblem(envelope, parse(String(payload)) ?? {})
    if (envelope.type === 'payload.erased') this.takeErasure(parse(String(payload)) ?? {}, envelope.actor)
    return envelope.type === 'checkpoint.signed' ? this.checkpointProblem(parse(String(payload)) ?? {}) : undefined
  }

  takeErasure({ seq, reason }, actor) {
    if (this.emptied.delete(seq)) this.erasures.push({ seq, by: actor?.name ?? 'the cockpit', reason })
  }

  genesisProblem(envelope, { ledgerId, release, publicKey, keyId }) {
    const { header } = this
    if (envelope.type !== 'release.created' || !envelope.ledgerId) return 'it is not the beginning of a ledger'
    if (ledgerId !== envelope.ledgerId) return 'its payload names another ledger than its envelope'
    if (ledgerId !== header.ledgerId) return 'the ledger id kept beside the chain differs'
    if (release !== header.release) return `it belongs to release ${JSON.stringify(release)}`
    if (publicKey !== header.publicKey) return 'the public key kept beside the chain is not the one of this entry'
    return this.keyProblem(publicKey, keyId)
  }

  keyProblem(publicKey, keyId) {
    const fingerprint = readKey(publicKey)?.fingerprint
    if (!fingerprint || keyId !== fingerprint.slice(0, 16)) return 'its public key and key id do not belong together'
    const differs = this.trusted && this.trusted.fingerprint !== fingerprint
    return differs ? `it carries key ${keyId}, not the key you trust` : undefined
  }

  checkpointProblem({ ledgerId, size, head, time, keyId, publicKey, signature }) {
    if (ledgerId !== this.header.ledgerId) return 'the checkpoint is of another ledger'
    if (size !== this.seq) return 'the checkpoint is for another size of the ledger'
    if (this.hash && head !== this.hash.toString('hex')) return 'the checkpoint is for another head'
    const problem = this.keyProblem(publicKey, keyId)
    if (problem) return problem
    const signed = Buffer.from(canonical({ ledgerId, size, head, time, keyId }))
    const wellFormed = typeof signature === 'string' && /^[0-9a-f]{128}$/.test(signature)
    if (!wellFormed || !verify(null, signed, readKey(publicKey).key, Buffer.from(signature, 'hex')))
      return "the checkpoint's signature is not valid"
    this.checkpoints++
    return undefined
  }

  conclude() {
    const { bad, gaps, emptied, seq, header, anchor } = this
    if (bad) {
      const first = Math.min(bad.seq, gaps[0]?.from ?? bad.seq)
      return this.report('INVALID', first, `Entry ${bad.seq} is not as it was recorded: ${bad.problem}.`)
    }
    if (gaps[0]) return this.report('GAP', gaps[0].from, `Entries ${gaps[0].from} to ${gaps[0].to} are missing.`)
    if (header.size > seq)
      return this.report('GAP', seq + 1, `It ends at entry ${seq}, but the header says ${header.size}.`)
    if (anchor && anchor.size > seq)
      return this.report('GAP', seq + 1, `It ends at entry ${seq}, but the anchor is for ${anchor.size}.`)
    if (emptied.size > 0) {
      const first = Math.min(...emptied)
      return this.report('INVALID', first, `Entry ${first}: its payload is gone, and no erasure of it is on record.`)
    }
    if (this.anchored)
      return this.report('VALID AND ANCHORED', null, 'Every entry is as it was recorded, and the anchor holds.')
    return this.report(
      'VALID, COMPLETENESS UNPROVEN',
      null,
      'Every entry is intact. To prove that none was cut off, pass --anchor with a SIZE:HEAD kept elsewhere.',
    )
  }

  report(verdict, firstBadSeq, reason) {
    const head = this.seq > 0 && this.hash ? { size: this.seq, hash: this.hash.toString('hex') } : null
    const { entries, checkpoints, header, erasures } = this
    const about = { release: header.release, entries, head, checkpoints, erasures }
    return { verdict, code: CODES[verdict], firstBadSeq, reason, ...about }
  }
}

const unreadable = (reason) => ({
  verdict: 'UNREADABLE',
  code: CODES.UNREADABLE,
  firstBadSeq: null,
  reason,
  release: null,
  entries: 0,
  head: null,
  checkpoints: 0,
  erasures: [],
})

const NO_RECORD =
  'It is an excerpt of a record, made to be read: entries between those in it are not there, so that it proves nothing. Verify the whole export or the bundle.'

/** The lines of an export through one pass; `onLine` sees each entry line. */
function verifyLog(file, { anchor, pubkey }, onLine) {
  let descriptor
  try {
    descriptor = openSync(file, 'r')
    const lines = readLines(descriptor)
    const first = lines.next()
    const top = !first.done && first.value.whole ? textOf(first.value.bytes) : ''
    const header = readHeader(top)
    if (!header && parse(top)?.format === EXCERPT) return { report: unreadable(NO_RECORD) }
    if (!header) return { report: unreadable(`${file} does not begin with the header of a Release Cockpit export.`) }
    const pass = new Pass(header, anchor, pubkey === undefined ? undefined : readKey(pubkey))
    for (const { bytes, whole } of lines) {
      if (whole) pass.push(readLine(bytes))
      else if (pass.seq >= header.size) pass.push(undefined)
      if (pass.bad) break
      onLine?.(bytes)
    }
    return { report: pass.conclude(), header }
  } catch (error) {
    return { report: unreadable(`${file} can't be read: ${error.message}.`) }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const BUNDLE_FORMAT = 'release-cockpit-bundle/1'
const BUNDLE_DOMAIN = Buffer.from('release-cockpit-bundle-v1\0', 'latin1')
const PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/
const MARKS = ['output.sealed', 'output.erased', 'samples.sealed', 'checkpoint.signed'].map(
  (type) => `"type":"${type}"`,
)
/** What file managers leave in any folder they show. */
const DUST = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])

const isText = (value) => typeof value === 'string'

function readManifest(text) {
  const manifest = parse(text)
  if (manifest?.format !== BUNDLE_FORMAT || !Array.isArray(manifest.files)) return undefined
  const { release, ledgerId, anchor, writtenAt, writtenBy, files } = manifest
  if (![release, ledgerId, anchor, writtenAt, writtenBy].every(isText)) return undefined
  const sound = files.every((file) => {
    const { path, bytes, sha256: digest, attempt, series } = file ?? {}
    if (!isText(path) || path.length > 200 || !PATH.test(path)) return false
    if (!Number.isSafeInteger(bytes) || bytes < 0 || !/^[0-9a-f]{64}$/.test(digest)) return false
    if (attempt !== undefined && !isText(attempt)) return false
    return series === undefined || (isText(series?.environment) && isText(series?.metric))
  })
  if (!sound) return undefined
  // What is named twice, nobody could say which counts.
  const names = files.flatMap(({ path, attempt, series }) => [
    path,
    ...(attempt === undefined ? [] : [`output\0${attempt}`]),
    ...(series === undefined ? [] : [`samples\0${series.environment}\0${series.metric}`]),
  ])
  return new Set(names).size === names.length ? manifest : undefined
}

/** What the chain vouches for beside itself, by digest, and the keys that signed it. */
class Vouched {
  constructor() {
    Object.assign(this, { output: [], samples: [], keys: new Set(), erased: new Map() })
  }

  push(bytes) {
    if (!MARKS.some((mark) => bytes.includes(mark, 0, 'latin1'))) return
    const line = readLine(bytes)
    const { seq, type } = (line && parse(line.envelope.toString('utf8'))) ?? {}
    const payload = line?.payload && parse(line.payload.toString('utf8'))
    if (!payload) return
    if (type === 'checkpoint.signed') this.keys.add(payload.publicKey)
    if (type === 'output.sealed') this.output.push({ seq, ...payload })
    if (type === 'samples.sealed') this.samples.push({ seq, ...payload })
    if (type !== 'output.erased') return
    for (const { fromByte, toByte, digest } of payload.stretches ?? [])
      this.erased.set(`${payload.attemptId} ${fromByte} ${toByte}`, digest)
  }
}

function* blocksOf(file) {
  const descriptor = openSync(file, 'r')
  try {
    for (;;) {
      const block = Buffer.allocUnsafe(CHUNK_BYTES)
      const length = readSync(descriptor, block, 0, CHUNK_BYTES, null)
      if (length === 0) return
      yield block.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}

function digestOf(file) {
  const hash = createHash('sha256')
  for (const block of blocksOf(file)) hash.update(block)
  return hash.digest('hex')
}

/** Every file below a folder, by its path with `/`. */
function listFiles(folder, under = '') {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = under + entry.name
    if (entry.isDirectory()) return listFiles(folder, `${path}/`)
    return DUST.has(entry.name) ? [] : [{ path, isPlain: entry.isFile() }]
  })
}

const gap = (reason, firstBadSeq = null) => ({ verdict: 'GAP', firstBadSeq, reason })
const invalid = (reason, firstBadSeq = null) => ({ verdict: 'INVALID', firstBadSeq, reason })

class Bundle {
  constructor(folder) {
    this.folder = folder
    this.found = new Map(listFiles(folder).map(({ path, isPlain }) => [path, isPlain]))
  }

  at(path) {
    return this.found.get(path) ? join(this.folder, path) : undefined
  }

  signatureFault(manifest, keys) {
    const file = this.at('manifest.sig')
    if (!file) return gap('manifest.sig is missing: nobody vouches for the files of this bundle.')
    const { keyId, publicKey, signature } = parse(readFileSync(file, 'utf8')) ?? {}
    if (![keyId, publicKey].every(isText) || !/^[0-9a-f]{128}$/.test(signature))
      return invalid('manifest.sig is not a signature.')
    if (!keys.has(publicKey) || readKey(publicKey)?.fingerprint.slice(0, 16) !== keyId)
      return invalid('The manifest is signed by a key the ledger does not know.')
    const signed = Buffer.concat([BUNDLE_DOMAIN, manifest])
    return verify(null, signed, readKey(publicKey).key, Buffer.from(signature, 'hex'))
      ? undefined
      : invalid("The manifest was changed: its signature by the ledger's key does not hold.")
  }

  fileFault({ files }) {
    for (const { path, bytes, sha256: digest } of files) {
      const file = this.at(path)
      if (!file) return gap(`${path} is missing.`)
      const { size } = statSync(file)
      if (size !== bytes)
        return invalid(`${path} is not the file the manifest lists: it has ${size} bytes, not ${bytes}.`)
      if (digestOf(file) !== digest) return invalid(`${path} was changed: its SHA-256 is not the one in the manifest.`)
    }
    const listed = new Set(['manifest.json', 'manifest.sig', ...files.map(({ path }) => path)])
    const stray = [...this.found.keys()].sort().find((path) => !listed.has(path))
    return stray === undefined ? undefined : invalid(`${stray} is not in the manifest: it was put in afterwards.`)
  }

  /** Output and samples against the chain; the first entry they do not fit. */
  stretchFault({ files }, vouched) {
    const faults = []
    const judge = (seq, what, found, wanted) => {
      if (found === null) faults.push(gap(`Entry ${seq} vouches for ${what}, which is not in the bundle.`, seq))
      else if (found !== wanted)
        faults.push(invalid(`Entry ${seq} vouches for ${what}, but what is stored is something else.`, seq))
    }
    const first = () => faults.sort((a, b) => a.firstBadSeq - b.firstBadSeq)[0]
    for (const [attempt, stretches] of groups(vouched.output, ({ attemptId }) => attemptId)) {
      const file = files.find((each) => each.attempt === attempt)
      const found = file && stretchDigests(join(this.folder, file.path), stretches)
      stretches.forEach(({ seq, fromByte, toByte, digest }, index) => {
        const wanted = vouched.erased.get(`${attempt} ${fromByte} ${toByte}`) ?? digest
        const what = `bytes ${fromByte} to ${toByte} of the output of attempt ${attempt}`
        judge(seq, what, found ? found[index] : null, wanted)
      })
    }
    if (faults.length > 0) return first()
    const keyOf = ({ environment, metric }) => JSON.stringify([environment, metric])
    for (const [key, segments] of groups(vouched.samples, keyOf)) {
      const file = files.find(({ series }) => series && keyOf(series) === key)
      const found = file && segmentDigests(join(this.folder, file.path), segments)
      segments.forEach(({ seq, environment, metric, count, digest }, index) => {
        judge(seq, `${count} samples of ${metric} in ${environment}`, found ? found[index] : null, digest)
      })
    }
    return first()
  }
}

function groups(items, keyOf) {
  const found = new Map()
  for (const item of items) {
    const group = found.get(keyOf(item))
    if (group) group.push(item)
    else found.set(keyOf(item), [item])
  }
  return found
}

/** The digests of stretches of a file; undefined for one that reaches beyond its end. */
function stretchDigests(file, stretches) {
  const hashes = stretches.map(() => createHash('sha256'))
  let offset = 0
  for (const block of blocksOf(file)) {
    stretches.forEach(({ fromByte, toByte }, index) => {
      const from = Math.max(fromByte, offset)
      const to = Math.min(toByte, offset + block.length)
      if (from < to) hashes[index].update(block.subarray(from - offset, to - offset))
    })
    offset += block.length
  }
  return stretches.map(({ toByte }, index) => (toByte > offset ? undefined : hashes[index].digest('hex')))
}

/** Segments follow one another, each of so many lines. */
function segmentDigests(file, segments) {
  const digests = []
  const descriptor = openSync(file, 'r')
  try {
    let hash = createHash('sha256')
    let lines = 0
    for (const { bytes, whole } of readLines(descriptor)) {
      if (!whole || digests.length === segments.length) break
      hash.update(bytes).update('\n')
      if (++lines < segments[digests.length].count) continue
      digests.push(hash.digest('hex'))
      hash = createHash('sha256')
      lines = 0
    }
    return digests
  } finally {
    closeSync(descriptor)
  }
}

function judgeBundle(folder, options) {
  const bundle = new Bundle(folder)
  const file = bundle.at('manifest.json')
  const bytes = file && readFileSync(file)
  const manifest = bytes && readManifest(bytes.toString('utf8'))
  if (!manifest) return unreadable(`${folder} has no readable manifest.json: unpack a bundle of Release Cockpit there.`)
  const log = bundle.at('ledger.jsonl')
  if (!log) return { ...unreadable(''), code: CODES.GAP, ...gap('ledger.jsonl is missing: get a complete copy.', 1) }
  const vouched = new Vouched()
  const { report, header } = verifyLog(log, options, (line) => vouched.push(line))
  if (!report.verdict.startsWith('VALID')) return report
  const { release, ledgerId, anchor, files } = manifest
  const isOfChain =
    release === header.release && ledgerId === header.ledgerId && anchor === `${report.head.size}:${report.head.hash}`
  const fault =
    bundle.signatureFault(bytes, new Set([header.publicKey, ...vouched.keys])) ??
    (isOfChain ? undefined : invalid('The manifest is of another ledger, or of another moment of it.')) ??
    bundle.fileFault(manifest) ??
    bundle.stretchFault(manifest, vouched)
  if (fault) return { ...report, ...fault, code: CODES[fault.verdict] }
  return {
    ...report,
    reason: `${report.reason} Each of the ${files.length} files is the one its signed manifest lists.`,
  }
}

/** Verifies the folder a bundle was unpacked into. Never throws for what is in it. */
export function verifyBundle(folder, options = {}) {
  try {
    return judgeBundle(folder, options)
  } catch (error) {
    return unreadable(`${folder} can't be read: ${error.message}.`)
  }
}

/** Verifies an export. `anchor` is `{size, head}`, `pubkey` a PEM; both optional. Never throws for what is in the file. */
export const verifyExport = (file, options = {}) => verifyLog(file, options).report

function verifyAny(path, options) {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? verifyBundle(path, options) : verifyExport(path, options)
}

const USAGE = 'Usage: node verify.mjs FILE-OR-FOLDER [--anchor SIZE:HEAD] [--pubkey FILE] [--json]'

function readArguments(words) {
  const asked = { json: false }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === '--json') asked.json = true
    else if (word === '--anchor' || word === '--pubkey') asked[word.slice(2)] = words[++at] ?? ''
    else if (word.startsWith('-') || asked.file !== undefined) throw new Error(USAGE)
    else asked.file = word
  }
  if (asked.file === undefined) throw new Error(USAGE)
  return asked
}

function readRequest(words) {
  const asked = readArguments(words)
  const request = { file: asked.file, json: asked.json }
  if (asked.anchor !== undefined) {
    const match = /^([1-9]\d{0,9}):([0-9a-f]{64})$/.exec(asked.anchor.trim().toLowerCase())
    if (!match)
      throw new Error(`"${asked.anchor}" is not an anchor: it looks like 1234:HEAD, with HEAD of 64 hex characters.`)
    request.anchor = { size: Number(match[1]), head: match[2] }
  }
  if (asked.pubkey !== undefined) {
    const pem = readFileSync(asked.pubkey, 'utf8')
    if (!readKey(pem)) throw new Error(`${asked.pubkey} is not an Ed25519 public key in PEM format.`)
    request.pubkey = pem
  }
  return request
}

function main(words) {
  let request
  try {
    request = readRequest(words)
  } catch (error) {
    console.error(error.message)
    return 2
  }
  const report = verifyAny(request.file, request)
  if (request.json) console.log(JSON.stringify(report, null, 2))
  else {
    console.log(`${report.verdict}${report.release ? `  ${report.release}  ${report.entries} entries` : ''}`)
    console.log(`  ${report.reason}`)
    if (report.head) console.log(`  head ${report.head.size}:${report.head.hash}`)
  }
  return report.code
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href)
  process.exitCode = main(process.argv.slice(2))
