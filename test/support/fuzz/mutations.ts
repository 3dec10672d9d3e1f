/** What goes wrong with a message: its values, its frame, its text. */
import type { Random } from '../../chaos/random.ts'
import { MARK, pick } from './values.ts'

type Json = Record<string, unknown>
export type Message = { id: unknown; method: unknown; params: unknown }

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const DEEP = JSON.parse(nested(500)) as unknown

const WRONG = [null, [], {}, 0, -1, 1.5, 1e308, '', true, 'x'.repeat(20_000), DEEP, [null], { type: null }, '\ud800']

/** A copy, because what was put somewhere may itself be spoiled later. */
const wrong = (random: Random): unknown => structuredClone(pick(WRONG, random))

const KEYS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'isFromWindow', 'environmentVariables', 'file', 'argv'],
  ...['command', 'confirm', 'shownDigest', 'arm', 'place', 'then', 'toJSON', MARK],
]

/** Every object and array inside, the outermost first. */
function holders(value: unknown): (Json | unknown[])[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Json, ...Object.values(value).flatMap(holders)]
}

/** As own properties, whatever they are called: what `JSON.parse` makes of them. */
const put = (holder: Json | unknown[], key: string, value: unknown) =>
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })

const VALUES: ((holder: Json | unknown[], random: Random) => void)[] = [
  (holder, random) => {
    const keys = Object.keys(holder)
    if (keys.length > 0) put(holder, pick(keys, random), wrong(random))
  },
  (holder, random) => {
    const keys = Object.keys(holder)
    if (keys.length > 0 && !Array.isArray(holder)) delete holder[pick(keys, random)]
  },
  (holder, random) =>
    put(holder, pick(KEYS, random), pick([wrong(random), { polluted: true }, { PATH: '/tmp' }], random)),
]

/** One to three values of a message become wrong. */
export function spoilValues(message: Message, random: Random): Message {
  const spoiled = structuredClone(message)
  for (let times = 1 + Math.floor(random() * 3); times > 0; times--) {
    const inside = holders(spoiled.params)
    if (inside.length > 0) pick(VALUES, random)(pick(inside, random), random)
    else spoiled.params = wrong(random)
  }
  return spoiled
}

const METHODS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'Hello',
  'hello ',
  'x'.repeat(101),
  null,
  7,
]

const FRAMES: ((message: Message, random: Random) => unknown)[] = [
  (message, random) => ({ ...message, id: pick([-1, 1.5, '1', null, 2 ** 60, [1]], random) }),
  (message, random) => ({ ...message, method: pick(METHODS, random) }),
  ({ id, method }) => ({ id, method }),
  (message) => [message],
  (message) => ({ ...message, params: [message.params] }),
  (message) => ({
    feed: { kind: 'owner', epoch: 9 },
    result: true,
    error: { code: 'x', message: 'y' },
    method: message.method,
  }),
  (_, random) => wrong(random),
]

export const spoilFrame = (message: Message, random: Random): unknown => pick(FRAMES, random)(message, random)

const at = (text: string, random: Random) => Math.floor(random() * (text.length + 1))

const TEXTS: ((text: string, random: Random) => string | Buffer)[] = [
  (text, random) => text.slice(0, at(text, random)),
  (text, random) => text.replace(/[{[":,]/, pick(['', '::', '{', ',,', "'"], random)),
  (text, random) => {
    const place = at(text, random)
    return `${text.slice(0, place)}${pick(['\u0000', '\ufeff', '//', ',', 'NaN'], random)}${text.slice(place)}`
  },
  (text) => text.replace('"params":{', '"params":{"__proto__":{"polluted":true},'),
  (text) => text.replace('"id":', '"id":1e400,"id":'),
  (text) => `${text}${text}`,
  (_, random) => nested(pick([10, 5000, 100_000], random)),
  () => '',
  (text, random) => {
    const bytes = Buffer.from(text)
    bytes[Math.floor(random() * bytes.length)] = pick([0xff, 0xc0, 0x80, 0xed], random)
    return bytes
  },
  (_, random) =>
    Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256)).filter((byte) => byte !== 10)),
]

/** Of a WebSocket only text can be sent; the raw socket takes any bytes. A newline would be a second message. */
export const spoilText = (text: string, random: Random): string | Buffer => pick(TEXTS, random)(text, random)
