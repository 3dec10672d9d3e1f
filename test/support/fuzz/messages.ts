/** Messages for a cockpit, by seed: made from the schemas of the contract and spoiled, with what each must be answered with. */
import { isUtf8 } from 'node:buffer'
import { checkRequest, type Peer } from '../../../shared/contract/serve.ts'
import { decodeRequest } from '../../../shared/contract/wire.ts'
import { type Random, seeded } from '../../chaos/random.ts'
import { contractMethods, type Schema, schemaOf } from '../contract-schemas.ts'
import { type Message, spoilFrame, spoilText, spoilValues } from './mutations.ts'
import { pick, valueFor, type World } from './values.ts'

/** `fits`: by the schemas it may be done; otherwise it must be answered with an error, and have no effect. */
export type Attack = { bytes: Buffer; fits: boolean; method: string }

const schemas = new Map(contractMethods.map((method) => [method, schemaOf(method)]))

/** Words after which little else is left to try; they come, but seldom. */
const FINAL = ['release.close', 'release.cancel', 'run.stop']
const FINAL_METHODS = ['ledger.erase', 'sample.open']

const isFinal = ({ method, params }: Message): boolean =>
  FINAL_METHODS.includes(method as string) ||
  FINAL.includes((params as { command?: { type: string } } | undefined)?.command?.type ?? '')

function fitting(id: number, world: World, random: Random): Message {
  for (;;) {
    // Half of all that matters are commands.
    const method = random() < 0.4 ? 'command.send' : pick(contractMethods, random)
    const message = { id, method, params: valueFor(schemas.get(method) as Schema, '', world, random) }
    if (!isFinal(message) || random() < 0.02) return message
  }
}

function judged(bytes: Buffer, peer: Peer): Attack {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : ''
  const decoded = decodeRequest(text)
  if ('error' in decoded) return { bytes, fits: false, method: '' }
  const { method, params } = decoded.request
  return { bytes, fits: !('error' in checkRequest(method, params, peer)), method }
}

const written = (value: unknown): string => JSON.stringify(value) ?? ''

function bytesOf(id: number, world: World, random: Random): Buffer {
  const message = fitting(id, world, random)
  const kind = random()
  if (kind < 0.12) return Buffer.from(written(message))
  if (kind < 0.72) return Buffer.from(written(spoilValues(message, random)))
  if (kind < 0.85) return Buffer.from(written(spoilFrame(message, random)))
  return Buffer.from(spoilText(written(message), random) as string)
}

/** Endless; the same seed makes the same messages. */
export function* attacks(seed: number, peer: Peer, world: World): Generator<Attack> {
  const random = seeded(seed)
  for (let id = 1; ; id++) yield judged(bytesOf(id, world, random), peer)
}
