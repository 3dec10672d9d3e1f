/** What the entries of a chain vouch for beside themselves: stretches of output and of samples, by digest. */
import { parseExportLine } from '../../../shared/ledger/export-format.ts'

export type VouchedOutput = { seq: number; attempt: string; fromByte: number; toByte: number; digest: string }
export type VouchedSamples = { seq: number; environment: string; metric: string; count: number; digest: string }

const TYPES = ['output.sealed', 'output.erased', 'samples.sealed', 'checkpoint.signed'] as const
const MARKS = TYPES.map((type) => `"type":"${type}"`)

type Fields = Record<string, unknown>
const text = (value: unknown) => String(value ?? '')
const placeOf = (attempt: unknown, { fromByte, toByte }: Fields) => `${text(attempt)} ${fromByte} ${toByte}`

/** Fed every entry line of an export that is verified elsewhere. */
export class Vouched {
  private readonly sealed: VouchedOutput[] = []
  private readonly afterErasure = new Map<string, string>()
  readonly samples: VouchedSamples[] = []
  /** PEM of every key that signed a checkpoint. */
  readonly keys = new Set<string>()

  push(line: Buffer): void {
    if (!MARKS.some((mark) => line.includes(mark, 0, 'latin1'))) return
    const entry = parseExportLine(line)
    if (!entry || entry.payload === null) return
    try {
      const { seq, type } = JSON.parse(Buffer.from(entry.envelope).toString('utf8')) as Fields
      this.take(Number(seq), text(type), JSON.parse(Buffer.from(entry.payload).toString('utf8')) as Fields)
    } catch {
      // The pass over the chain says what is wrong with it.
    }
  }

  /** In the order of the chain, with the digests that erasures left. */
  get output(): VouchedOutput[] {
    return this.sealed.map((each) => ({
      ...each,
      digest: this.afterErasure.get(placeOf(each.attempt, each)) ?? each.digest,
    }))
  }

  private take(seq: number, type: string, payload: Fields): void {
    const { attemptId, digest, environment, metric, count, fromByte, toByte } = payload
    if (type === 'checkpoint.signed') this.keys.add(text(payload.publicKey))
    else if (type === 'samples.sealed')
      this.samples.push({
        seq,
        environment: text(environment),
        metric: text(metric),
        count: Number(count),
        digest: text(digest),
      })
    else if (type === 'output.sealed')
      this.sealed.push({
        seq,
        attempt: text(attemptId),
        fromByte: Number(fromByte),
        toByte: Number(toByte),
        digest: text(digest),
      })
    else if (type === 'output.erased')
      for (const each of (payload.stretches ?? []) as Fields[])
        this.afterErasure.set(placeOf(attemptId, each), text(each.digest))
  }
}
