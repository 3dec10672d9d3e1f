/** The verifier: one pass over stored bytes, at constant memory. It never re-canonicalises; it hashes what is there. */
import type { Anchor } from './anchor.ts'
import { isHexOf, toHex } from './bytes.ts'
import { CHAIN_START, createHasher, type StoredEntry } from './chain.ts'
import { CHECKPOINT_TYPE, type CheckpointStatement } from './checkpoint.ts'
import { ERASURE_TYPE, erasedSeq, type ToldErasure } from './erasure.ts'
import type { ChainReport, Comparison, FirstBad } from './verdict.ts'
import {
  checkpointProblem,
  type EntryContext,
  type EnvelopeFields,
  genesisProblem,
  type LedgerPlatform,
  payloadProblem,
  readEnvelope,
  readPayload,
  toldErasure,
} from './verify-entry.ts'
import { concludeChain } from './verify-verdict.ts'

export type VerifyOptions = {
  release?: string
  ledgerId?: string
  /** Public key (PEM) named beside the chain, e.g. in an export's header. */
  publicKey?: string
  /** Size and head (hex) the file itself claims to have; `by` names where, e.g. "the header". */
  claimed?: { size: number; head: string; by: string }
  anchor?: Anchor
  /** Public key (PEM) every signature must be made with. */
  trustedKey?: string
}

/** What the pass has learned so far. */
export type ChainFindings = {
  bad: { seq: number; problem: string; first: FirstBad } | null
  gaps: { from: number; to: number }[]
  missing: number
  last: { seq: number; hash: Uint8Array | null }
  entries: number
  ledgerId: string | null
  checkpoints: number
  lastCheckpoint: CheckpointStatement | null
  keyIds: Set<string>
  /** Emptied payloads no erasure entry was seen for yet, and those with one. */
  emptied: Set<number>
  erased: number[]
  erasures: ToldErasure[]
  anchored: boolean
}

const GAPS_LISTED = 100
/** Of an entry that is wrong. */
const SHOWN_BYTES = 4000

const places = (expected: number | undefined, found: number | undefined): Comparison[] =>
  expected === undefined || found === undefined
    ? []
    : [{ what: 'Number', expected: String(expected), found: String(found) }]

/** Feed it every stored entry in stored order, then `finish`. After the first wrong entry it takes no more: `done` is true. */
export class ChainVerifier {
  private readonly options: VerifyOptions
  private readonly platform: LedgerPlatform
  private readonly hasher: ReturnType<typeof createHasher>
  private readonly context: EntryContext
  private readonly found: ChainFindings = {
    bad: null,
    gaps: [],
    missing: 0,
    last: { seq: 0, hash: CHAIN_START },
    entries: 0,
    ledgerId: null,
    checkpoints: 0,
    lastCheckpoint: null,
    keyIds: new Set(),
    emptied: new Set(),
    erased: [],
    erasures: [],
    anchored: false,
  }

  constructor(options: VerifyOptions, platform: LedgerPlatform) {
    this.options = options
    this.platform = platform
    this.hasher = createHasher(platform.sha256)
    this.found.ledgerId = options.ledgerId ?? null
    const { release, publicKey, trustedKey } = options
    this.context = {
      ledgerId: this.found.ledgerId,
      ...(release === undefined ? {} : { release }),
      ...(publicKey === undefined ? {} : { publicKey }),
      ...(trustedKey === undefined ? {} : { trustedKey }),
    }
  }

  get done(): boolean {
    return this.found.bad !== null
  }

  /** `seq` of the last entry accepted so far. */
  get size(): number {
    return this.found.last.seq
  }

  /** One stored entry; undefined for a line that is no entry at all. */
  push(line: StoredEntry | undefined) {
    if (this.done) return
    const expected = this.found.last.seq + 1
    if (!line) return this.fail(expected, 'what stands there is not an entry')
    const { hash } = this.found.last
    const envelope = readEnvelope(line.envelope, this.platform)
    const link = hash === null ? undefined : this.hasher.link(hash, line.envelope)
    const linked = link !== undefined && isHexOf(link, line.hash)
    const seq = line.seq ?? envelope?.seq
    if (!linked && !this.skipTo(seq, expected, line, link)) return
    const at = this.found.last.seq + 1
    if (!envelope) return this.fail(at, 'it was changed: its envelope is not readable', line)
    if (envelope.seq !== at)
      return this.fail(at, `what stands there calls itself entry ${envelope.seq}`, line, places(at, envelope.seq))
    if (seq !== at) return this.fail(at, `entry ${at} stands in the place of ${seq}`, line, places(seq, at))
    this.check(line, envelope)
  }

  finish(): ChainReport {
    return concludeChain(this.found, this.options)
  }

  private fail(seq: number, problem: string, line?: StoredEntry, compare: Comparison[] = []) {
    const entry = line && this.readable(line)
    this.found.bad = { seq, problem, first: { seq, compare, ...(entry ? { entry } : {}) } }
  }

  /** The entry as text, cut to what a person reads. */
  private readable({ envelope, payload }: StoredEntry): NonNullable<FirstBad['entry']> {
    const text = (bytes: Uint8Array) => this.platform.decode(bytes.subarray(0, SHOWN_BYTES))
    return { envelope: text(envelope), payload: payload && text(payload) }
  }

  /** An entry that does not continue the chain: missing entries before it are a gap, anything else is wrong. */
  private skipTo(seq: number | undefined, expected: number, line: StoredEntry, link: string | undefined): boolean {
    const limit = this.options.claimed?.size ?? Number.POSITIVE_INFINITY
    if (seq !== undefined && seq > expected && seq <= limit) {
      if (this.found.gaps.length < GAPS_LISTED) this.found.gaps.push({ from: expected, to: seq - 1 })
      this.found.missing += seq - expected
      this.found.last = { seq: seq - 1, hash: null }
      return true
    }
    const stands = toHex(line.hash)
    const hashes =
      link === undefined
        ? []
        : [{ what: 'Hash, from its bytes and the entry before it', expected: link, found: stands }]
    if (seq === expected || seq === undefined) this.fail(expected, 'it was changed (its hash differs)', line, hashes)
    else
      this.fail(
        this.found.gaps[0]?.from ?? expected,
        'from here on the entries are not in their order',
        line,
        places(expected, seq),
      )
    return false
  }

  private check(line: StoredEntry, envelope: EnvelopeFields) {
    const { found } = this
    const { seq } = envelope
    const changed = payloadProblem(line, envelope, this.hasher)
    if (changed) return this.fail(seq, changed, line, this.payloadDigests(line, envelope))
    const problem = this.placeProblem(envelope, line.hash)
    if (problem) return this.fail(seq, problem, line, this.heads(seq, line.hash))
    if (line.payload === null) found.emptied.add(seq)
    if (seq === 1 || envelope.type === CHECKPOINT_TYPE || envelope.type === ERASURE_TYPE) {
      const told = this.checkSpecial(line, envelope)
      if (told) return this.fail(seq, told, line)
    }
    found.last = { seq, hash: line.hash }
    found.entries++
  }

  private payloadDigests({ salt, payload }: StoredEntry, { payloadDigest }: EnvelopeFields): Comparison[] {
    if (salt === null || payload === null) return []
    const found = this.hasher.payloadDigest(salt, payload)
    return [{ what: 'Digest of salt and payload', expected: payloadDigest, found }]
  }

  /** What the file itself and the anchor name as the head at this place. */
  private heads(seq: number, hash: Uint8Array): Comparison[] {
    const { claimed, anchor } = this.options
    return [
      ...(claimed?.size === seq ? [{ what: `Head, by ${claimed.by}`, expected: claimed.head }] : []),
      ...(anchor?.size === seq ? [{ what: 'Head, by the anchor', expected: anchor.head as string }] : []),
    ]
      .filter(({ expected }) => expected !== toHex(hash))
      .map((each) => ({ ...each, found: toHex(hash) }))
  }

  /** The entry against what the file and the anchor say about the chain's size and heads. */
  private placeProblem({ seq, ledgerId }: EnvelopeFields, hash: Uint8Array): string | undefined {
    const { claimed, anchor } = this.options
    if (seq > 1 && ledgerId !== undefined) return 'only the first entry may name a ledger'
    if (claimed && seq > claimed.size) return `${claimed.by} knows only ${claimed.size} entries`
    if (claimed && seq === claimed.size && toHex(hash) !== claimed.head) return `${claimed.by} names another head`
    if (anchor?.size !== seq) return undefined
    if (toHex(hash) !== anchor.head) return 'the anchor names another head, so the history up to it was rewritten'
    this.found.anchored = true
    return undefined
  }

  private checkSpecial(line: StoredEntry, envelope: EnvelopeFields): string | undefined {
    const { found, context, platform } = this
    const payload = readPayload(line, platform)
    if (envelope.seq === 1) {
      const problem = genesisProblem(envelope, payload, context, platform)
      if (problem) return problem
      found.ledgerId = envelope.ledgerId ?? null
      context.ledgerId = found.ledgerId
    } else if (envelope.type === ERASURE_TYPE) {
      const seq = erasedSeq(payload)
      if (seq !== undefined && found.emptied.delete(seq)) {
        found.erased.push(seq)
        found.erasures.push({ seq, ...toldErasure(line, platform) })
      }
    } else {
      const before = { size: found.last.seq, hash: found.last.hash }
      const result = checkpointProblem(payload, before, context, platform)
      if ('problem' in result) return result.problem
      const { ledgerId, size, head, time, keyId } = result.checkpoint
      found.checkpoints++
      found.lastCheckpoint = { ledgerId, size, head, time, keyId }
      found.keyIds.add(keyId)
    }
    return undefined
  }
}

/** Verifies a whole chain from an iterator. */
export function verifyChain(
  lines: Iterable<StoredEntry | undefined>,
  options: VerifyOptions,
  platform: LedgerPlatform,
): ChainReport {
  const verifier = new ChainVerifier(options, platform)
  for (const line of lines) {
    verifier.push(line)
    if (verifier.done) break
  }
  return verifier.finish()
}
