import { isUtf8 } from 'node:buffer'
import { closeSync, openSync } from 'node:fs'
import {
  type ExportHeader,
  excerptProblem,
  parseExportHeader,
  parseExportLine,
} from '../../shared/ledger/export-format.ts'
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

/** One pass over the lines of an export, fed one by one; after the first wrong line it needs no more. */
export class ExportPass {
  private readonly options: VerifyFileOptions
  private verifier: ChainVerifier | undefined
  private problem: string | undefined
  /** Of the first line. */
  header: ExportHeader | undefined

  constructor(options: VerifyFileOptions) {
    this.options = options
  }

  get done(): boolean {
    return this.problem !== undefined || (this.verifier?.done ?? false)
  }

  push({ bytes, whole }: Line): void {
    if (!this.verifier) this.begin(bytes, whole)
    // A line without its newline is the end of a file that was cut inside it: a missing entry, unless none is missing.
    else if (whole) this.verifier.push(parseExportLine(bytes))
    else if (this.verifier.size >= this.header!.size) this.verifier.push(undefined)
  }

  finish(): ChainReport {
    return this.verifier?.finish() ?? unreadable(this.problem ?? NOT_AN_EXPORT)
  }

  private begin(bytes: Buffer, whole: boolean): void {
    // Decoded with replacements, other bytes could pass for a text that says so.
    const line = whole && isUtf8(bytes) ? bytes.toString('utf8') : ''
    this.header = parseExportHeader(line)
    if (!this.header) this.problem = excerptProblem(line) ?? NOT_AN_EXPORT
    this.verifier = this.header && verifierFor(this.header, this.options)
  }
}

/** Verifies a JSONL export. Throws the file system's errors and the signal's reason. */
export async function verifyExportFile(file: string, options: VerifyFileOptions = {}): Promise<ChainReport> {
  const descriptor = openSync(file, 'r')
  try {
    const pass = new ExportPass(options)
    let lines = 0
    for (const line of readLines(descriptor)) {
      pass.push(line)
      if (pass.done) break
      if (lines++ > 0 && (lines - 1) % PACE_ENTRIES === 0) await pause(lines - 1, options)
    }
    return pass.finish()
  } finally {
    closeSync(descriptor)
  }
}
