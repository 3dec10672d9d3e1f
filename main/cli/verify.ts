import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { digest } from '../../shared/ids.ts'
import { type Anchor, formatAnchor, parseAnchor } from '../../shared/ledger/anchor.ts'
import type { ChainReport } from '../../shared/ledger/verdict.ts'
import { type FileReport, isPublicKey, VERDICTS, VerifyRequestError, verifyFile } from '../app/verify.ts'
import { type CliIo, EXIT } from './io.ts'

type VerifyIo = Pick<CliIo, 'stdout' | 'stderr' | 'cwd'>

export type VerifyCommandOptions = { anchor?: string; pubkey?: string; release?: string; json?: boolean }

function readAnchor(text: string | undefined): Anchor | undefined {
  if (text === undefined) return undefined
  const anchor = parseAnchor(text)
  if (!anchor)
    throw new VerifyRequestError(`"${text}" is not an anchor: it looks like 1234:HEAD, with HEAD of 64 hex characters.`)
  return anchor
}

function readTrustedKey(file: string | undefined, io: VerifyIo): string | undefined {
  if (file === undefined) return undefined
  const path = resolve(io.cwd, file)
  let pem: string
  try {
    pem = readFileSync(path, 'utf8')
  } catch (error) {
    throw new VerifyRequestError(`The public key ${path} can't be read: ${(error as Error).message}.`)
  }
  if (pem.includes('PRIVATE KEY'))
    throw new VerifyRequestError(`${path} is a private key: pass the public one, and keep this to yourself.`)
  if (!isPublicKey(pem)) throw new VerifyRequestError(`${path} is not an Ed25519 public key in PEM format.`)
  return pem
}

const grouped = (number: number) => number.toLocaleString('en-US')

function chainLines(chain: ChainReport): string[] {
  const name = chain.release ?? chain.ledgerId
  const size = chain.entries > 0 ? `  ${grouped(chain.entries)} ${chain.entries === 1 ? 'entry' : 'entries'}` : ''
  const lines = [`${chain.verdict}${name ? `  ${name}` : ''}${size}`, `  ${chain.reason}`]
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
    const anchor = readAnchor(options.anchor)
    const trustedKey = readTrustedKey(options.pubkey, io)
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
