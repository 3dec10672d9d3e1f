/** `<ledger>.pins.json`: scrypt with a salt of its own for each person, readable for this user only, replaced as a whole. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { z } from 'zod'
import { normalName } from '../../../shared/domain/same-name.ts'
import { pinWaitMs, waitWords } from '../../../shared/domain/signoffs/pin-rules.ts'
import type { PinCheck, PinStore } from '../../ports/pins.ts'

/** RFC 7914: 128·N·r bytes of memory, 64 MiB here, a tenth of a second for each attempt. */
const COST = { N: 65_536, r: 8, p: 1 }
const MAX_MEMORY = 128 * 1024 * 1024
const KEY_BYTES = 32

const personSchema = z.object({
  name: z.string(),
  salt: z.base64(),
  key: z.base64(),
  cost: z.object({ N: z.number(), r: z.number(), p: z.number() }),
  failures: z.number().int().min(0),
  lastMs: z.number(),
})
const fileSchema = z.object({ version: z.literal(1), people: z.record(z.string(), personSchema) })
type Person = z.output<typeof personSchema>
type People = Record<string, Person>

const derive = (pin: string, salt: Buffer, cost: Person['cost']): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key))
    scrypt(pin.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: MAX_MEMORY }, done)
  })

function readPeople(file: string): People {
  if (!existsSync(file)) return {}
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).people
  } catch (cause) {
    throw new Error(`The PINs in ${file} cannot be read: put it back from a backup, or remove it and reset each PIN.`, {
      cause,
    })
  }
}

function writePeople(file: string, people: People): void {
  const draft = `${file}.new`
  rmSync(draft, { force: true })
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, JSON.stringify({ version: 1, people }))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}

export function createPinFile(file: string, nowMs: () => number): PinStore {
  /** One after the other: two windows at once are two attempts. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }

  const change = (key: string, to: (person: Person) => Person) => {
    const people = readPeople(file)
    const person = people[key]
    if (person) writePeople(file, { ...people, [key]: to(person) })
  }

  const checkNow = async (name: string, pin: string): Promise<PinCheck> => {
    const key = normalName(name)
    const person = readPeople(file)[key]
    if (!person)
      return { ok: false, problem: `${name} has no PIN here: set one with cockpit pin, or by the name in the window.` }
    const leftMs = pinWaitMs(person, nowMs())
    if (leftMs > 0) return { ok: false, problem: waitWords(person.name, person.failures, leftMs) }
    change(key, (each) => ({ ...each, failures: each.failures + 1, lastMs: nowMs() }))
    const found = await derive(pin, Buffer.from(person.salt, 'base64'), person.cost)
    if (!timingSafeEqual(found, Buffer.from(person.key, 'base64'))) return { ok: false, problem: wrong(key) }
    change(key, (each) => ({ ...each, failures: 0 }))
    return { ok: true }
  }

  const wrong = (key: string): string => {
    const { name, failures, lastMs } = readPeople(file)[key]!
    const leftMs = pinWaitMs({ failures, lastMs }, lastMs)
    return leftMs > 0 ? waitWords(name, failures, leftMs) : `That is not the PIN of ${name}.`
  }

  return {
    names: () => Object.values(readPeople(file)).map(({ name }) => name),
    has: (name) => normalName(name) in readPeople(file),
    check: (name, pin) => inTurn(() => checkNow(name, pin)),
    set: (name, pin) =>
      inTurn(async () => {
        const salt = randomBytes(16)
        const key = (await derive(pin, salt, COST)).toString('base64')
        const person = { name, salt: salt.toString('base64'), key, cost: COST, failures: 0, lastMs: 0 }
        writePeople(file, { ...readPeople(file), [normalName(name)]: person })
      }),
    forget(name) {
      const { [normalName(name)]: known, ...rest } = readPeople(file)
      if (known) writePeople(file, rest)
      return known !== undefined
    },
  }
}
