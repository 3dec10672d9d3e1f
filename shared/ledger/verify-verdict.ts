import { formatAnchor } from './anchor.ts'
import { toHex } from './bytes.ts'
import type { ChainReport, Verdict } from './verdict.ts'
import type { ChainFindings, VerifyOptions } from './verify-chain.ts'

type Conclusion = { verdict: Verdict; firstBadSeq: number | null; reason: string }

const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? '' : 's'}`

function incomplete(found: ChainFindings, options: VerifyOptions): Conclusion | undefined {
  const { last, gaps, missing } = found
  const first = gaps[0]
  if (first) {
    const range = first.from === first.to ? `entry ${first.from}` : `entries ${first.from} to ${first.to}`
    const rest = gaps.length > 1 ? ` and ${gaps.length - 1} more gaps, ${missing} entries in all,` : ''
    return { verdict: 'GAP', firstBadSeq: first.from, reason: `${range}${rest} missing: get a complete copy.` }
  }
  const { claimed, anchor } = options
  if (claimed && claimed.size > last.seq)
    return {
      verdict: 'GAP',
      firstBadSeq: last.seq + 1,
      reason: `It ends at entry ${last.seq}, but ${claimed.by} says ${claimed.size}: the end was cut off.`,
    }
  if (anchor && anchor.size > last.seq)
    return {
      verdict: 'GAP',
      firstBadSeq: last.seq + 1,
      reason: `It ends at entry ${last.seq}, but the anchor is for ${anchor.size}: the end was cut off.`,
    }
  return undefined
}

function wrong(found: ChainFindings): Conclusion | undefined {
  const missing = found.gaps[0]?.from
  if (found.bad) {
    const { seq, problem } = found.bad
    const also = missing !== undefined && missing < seq ? ` Entry ${missing} is missing, too.` : ''
    const reason = `Entry ${seq} is not as it was recorded: ${problem}.${also}`
    return { verdict: 'INVALID', firstBadSeq: Math.min(seq, missing ?? seq), reason }
  }
  return undefined
}

/** Only a complete chain can say that an erasure is not on record: it may be among what is missing. */
function unexplained(found: ChainFindings): Conclusion | undefined {
  if (found.emptied.size === 0) return undefined
  const first = [...found.emptied].reduce((least, each) => Math.min(least, each))
  return {
    verdict: 'INVALID',
    firstBadSeq: first,
    reason: `Entry ${first} is not as it was recorded: its payload is gone, and no erasure of it is on record.`,
  }
}

function sound(found: ChainFindings, options: VerifyOptions): Conclusion {
  const { anchored, checkpoints, keyIds } = found
  if (anchored && options.anchor)
    return {
      verdict: 'VALID AND ANCHORED',
      firstBadSeq: null,
      reason: `Every entry is as it was recorded, and the anchor ${formatAnchor(options.anchor)} holds.`,
    }
  const signed = checkpoints > 0 ? ` (${count(checkpoints, 'checkpoint')} signed by ${[...keyIds].join(', ')})` : ''
  const unsigned = checkpoints === 0 ? ' No checkpoint is signed yet.' : ''
  return {
    verdict: 'VALID, COMPLETENESS UNPROVEN',
    firstBadSeq: null,
    reason: `Every entry is intact${signed}.${unsigned} To prove that none was cut off, pass --anchor with a SIZE:HEAD kept elsewhere (a notification, an earlier export).`,
  }
}

const empty: Conclusion = {
  verdict: 'UNREADABLE',
  firstBadSeq: null,
  reason: 'There is no entry in it: choose the ledger of a release, or an export of it.',
}

/** The verdict over what one pass found. A wrong entry outweighs a missing one. */
export function concludeChain(found: ChainFindings, options: VerifyOptions): ChainReport {
  const nothing = found.last.seq === 0 && !options.claimed && !options.anchor
  const conclusion =
    wrong(found) ?? incomplete(found, options) ?? unexplained(found) ?? (nothing ? empty : sound(found, options))
  const { last } = found
  return {
    ...conclusion,
    release: options.release ?? null,
    ledgerId: found.ledgerId,
    entries: found.entries,
    head: last.seq > 0 && last.hash ? { size: last.seq, hash: toHex(last.hash) } : null,
    gaps: found.gaps,
    checkpoints: found.checkpoints,
    lastCheckpoint: found.lastCheckpoint,
    keyIds: [...found.keyIds],
    erased: found.erased,
    erasures: found.erasures,
    ...(conclusion.verdict === 'INVALID' && found.bad ? { firstBad: found.bad.first } : {}),
  }
}
