import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { badWords } from '../../shared/documents/verdict-words.ts'
import { digest } from '../../shared/ids.ts'
import { formatAnchor } from '../../shared/ledger/anchor.ts'
import type { ChainReport } from '../../shared/ledger/verdict.ts'
import { type FileReport, VERDICTS, VerifyRequestError, verifyFile } from '../app/verify.ts'
import { readAnchor, readTrustedKey } from '../app/verify-request.ts'
import { type CliIo, EXIT } from './io.ts'

type VerifyIo = Pick<CliIo, 'stdout' | 'stderr' | 'cwd'>

export type VerifyCommandOptions = { anchor?: string; pubkey?: string; release?: string; json?: boolean }

function readKeyFile(file: string, io: VerifyIo): string {
  const path = resolve(io.cwd, file)
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (error) {
    throw new VerifyRequestError(`The public key ${path} can't be read: ${(error as Error).message}.`)
  }
  return readTrustedKey(pem, path)
}

const grouped = (number: number) => number.toLocaleString('en-US')

/** Nothing in a file that is examined may speak to the terminal. */
const shown = (text: string) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')

function badLines(chain: ChainReport): string[] {
  const bad = badWords(chain)
  if (!bad) return []
  return [
    ...bad.entry.map(({ name, words }) => `    ${name.padEnd(14)}${shown(words)}`),
    ...bad.compare.flatMap(({ what, expected, found }) => [
      `    ${shown(what)}`,
      `      should be     ${shown(expected)}`,
      `      is            ${shown(found)}`,
    ]),
  ]
}

function chainLines(chain: ChainReport): string[] {
  const name = chain.release ?? chain.ledgerId
  const size = chain.entries > 0 ? `  ${grouped(chain.entries)} ${chain.entries === 1 ? 'entry' : 'entries'}` : ''
  const lines = [`${chain.verdict}${name ? `  ${name}` : ''}${size}`, `  ${chain.reason}`]
  lines.push(...badLines(chain))
  const end = chain.head && formatAnchor({ size: chain.head.size, head: digest(chain.head.hash) })
  if (end && chain.verdict.startsWith('VALID')) lines.push(`  head ${end}`)
  if (chain.lastCheckpoint) {
    const { size: signed, time, keyId } = chain.lastCheckpoint
    lines.push(`  last checkpoint over ${grouped(signed)} entries, signed ${time} by key ${keyId}`)
  }
  for (const { seq, by, reason } of chain.erasures)
    lines.push(`  the payload of entry ${seq} was erased on the record by ${by}: ${reason}`)
  return lines
}

const summaryLine = (report: FileReport) =>
  report.chains.length > 1 ? [`${report.verdict}  ${report.chains.length} chains in all`] : []

/**
 * `cockpit verify FILE`: verifies a ledger or a JSONL export. Returns 0 VALID AND ANCHORED, 10 VALID with completeness unproven, 11 GAP,
 * 12 INVALID, 13 UNREADABLE, and 2 for a request that does not fit.
 */
export async function verifyCommand(file: string, options: VerifyCommandOptions, io: VerifyIo): Promise<number> {
  try {
    const anchor = options.anchor === undefined ? undefined : readAnchor(options.anchor)
    const trustedKey = options.pubkey === undefined ? undefined : readKeyFile(options.pubkey, io)
    const report = await verifyFile(resolve(io.cwd, file), {
      ...(anchor ? { anchor } : {}),
      ...(trustedKey === undefined ? {} : { trustedKey }),
      ...(options.release === undefined ? {} : { release: options.release }),
    })
    const code = VERDICTS[report.verdict]
    if (options.json) io.stdout(`${JSON.stringify({ file, code, ...report }, null, 2)}\n`)
    else io.stdout(`${[...report.chains.flatMap(chainLines), ...summaryLine(report)].join('\n')}\n`)
    return code
  } catch (error) {
    if (!(error instanceof VerifyRequestError)) throw error
    io.stderr(`${error.message}\n`)
    return EXIT.unusable
  }
}
