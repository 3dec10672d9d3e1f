import { closeSync, openSync } from 'node:fs'
import { type ExportHeader, parseExportHeader, parseExportLine } from '../../shared/ledger/export-format.ts'
import { type ChainReport, unreadable } from '../../shared/ledger/verdict.ts'
import { ChainVerifier } from '../../shared/ledger/verify-chain.ts'
import { nodePlatform } from './node-platform.ts'
import { type Line, readLines } from './read-lines.ts'
import { PACE_ENTRIES, pause, type VerifyFileOptions } from './verify-options.ts'

const NOT_AN_EXPORT =
  'Its first line is not the header of an export: choose a ledger or a JSONL export of Release Cockpit.'

function verifierFor(header: ExportHeader, options: VerifyFileOptions): ChainVerifier {
  const { release, ledgerId, publicKey, size, head } = header
  const { anchor, trustedKey } = options
  return new ChainVerifier(
    {
      release,
      ledgerId,
      publicKey,
      claimed: { size, head, by: 'the header' },
      ...(anchor ? { anchor } : {}),
      ...(trustedKey === undefined ? {} : { trustedKey }),
    },
    nodePlatform,
  )
}

async function verifyLines(lines: Generator<Line, void>, options: VerifyFileOptions): Promise<ChainReport> {
  const first = lines.next()
  const found = !first.done && first.value.whole ? parseExportHeader(first.value.bytes.toString('utf8')) : undefined
  if (!found) return unreadable(NOT_AN_EXPORT)
  const verifier = verifierFor(found, options)
  let entries = 0
  for (const line of lines) {
    // A line without its newline is the end of a file that was cut inside it: a missing entry, unless none is missing.
    if (line.whole) verifier.push(parseExportLine(line.bytes))
    else if (verifier.size >= found.size) verifier.push(undefined)
    if (verifier.done) break
    if (++entries % PACE_ENTRIES === 0) await pause(entries, options)
  }
  return verifier.finish()
}

/** Verifies a JSONL export. Throws the file system's errors and the signal's reason. */
export async function verifyExportFile(file: string, options: VerifyFileOptions = {}): Promise<ChainReport> {
  const descriptor = openSync(file, 'r')
  try {
    return await verifyLines(readLines(descriptor), options)
  } finally {
    closeSync(descriptor)
  }
}
