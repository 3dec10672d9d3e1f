/** One thing done to a bundle, the same for the same number: a byte, a stretch, a line, a digit, or a file that is not where or what it was. */
export type Files = Map<string, Buffer>
export type Mutation = { kind: string; where: string; mutated: Files }

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof randomFrom>
type Change = (bytes: Buffer, random: Random) => Buffer

const splice = (bytes: Buffer, from: number, to: number, piece: Buffer) =>
  Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(to)])

const lines = (bytes: Buffer) => bytes.toString('latin1').split(/(?<=\n)/)
const joined = (all: string[]) => Buffer.from(all.join(''), 'latin1')

/** Where a JSON text says a hex digit or a number. */
const figures = (bytes: Buffer) => [...bytes.toString('latin1').matchAll(/[0-9a-f]/g)].map(({ index }) => index)

const CHANGES: Record<string, Change> = {
  flip: (bytes, random) => {
    const at = random(bytes.length)
    return splice(bytes, at, at + 1, Buffer.from([bytes[at]! ^ (1 + random(255))]))
  },
  drop: (bytes, random) => {
    const at = random(bytes.length)
    return splice(bytes, at, at + 1, Buffer.alloc(0))
  },
  add: (bytes, random) => {
    const at = random(bytes.length + 1)
    return splice(bytes, at, at, Buffer.from([random(256)]))
  },
  cut: (bytes, random) => bytes.subarray(0, random(bytes.length)),
  overwrite: (bytes, random) => {
    const at = random(bytes.length)
    const piece = Buffer.from(Array.from({ length: 1 + random(16) }, () => random(256)))
    return splice(bytes, at, at + piece.length, piece)
  },
  figure: (bytes, random) => {
    const places = figures(bytes)
    const at = places[random(places.length)] ?? 0
    const next = String.fromCharCode(bytes[at]!) === '7' ? '8' : '7'
    return splice(bytes, at, at + 1, Buffer.from(next))
  },
  'line out': (bytes, random) => {
    const all = lines(bytes)
    return joined(all.toSpliced(random(all.length), 1))
  },
  'line twice': (bytes, random) => {
    const all = lines(bytes)
    const at = random(all.length)
    return joined(all.toSpliced(at, 0, all[at]!))
  },
  'lines swapped': (bytes, random) => {
    const all = lines(bytes)
    const at = random(all.length)
    return joined(all.toSpliced(at, 2, ...all.slice(at, at + 2).toReversed()))
  },
}

type Move = (files: Files, path: string, random: Random) => Files

const others = (files: Files, path: string) => [...files.keys()].filter((each) => each !== path)

const MOVES: Record<string, Move> = {
  'file out': (files, path) => new Map([...files].filter(([each]) => each !== path)),
  'file in': (files, _, random) => new Map(files).set(`documents/extra-${random(1000)}.md`, Buffer.from('Approved.\n')),
  'file renamed': (files, path) =>
    new Map([...files].map(([each, bytes]) => [each === path ? `${each}x` : each, bytes])),
  'files swapped': (files, path, random) => {
    const rest = others(files, path)
    const other = rest[random(rest.length)]!
    return new Map(files).set(path, files.get(other)!).set(other, files.get(path)!)
  },
}

const isSame = (a: Files, b: Files) =>
  a.size === b.size && [...a].every(([path, bytes]) => b.get(path)?.equals(bytes) ?? false)

/** White space around the JSON of the signature proves nothing and is no part of it (docs/bundle.md). */
function isSameSignature(before: Files, after: Files): boolean {
  const [a, b] = [before.get('manifest.sig'), after.get('manifest.sig')]
  const isElsewhere = !isSame(new Map(after).set('manifest.sig', a!), before)
  if (!a || !b || isElsewhere) return false
  try {
    return JSON.stringify(JSON.parse(a.toString('utf8'))) === JSON.stringify(JSON.parse(b.toString('utf8')))
  } catch {
    return false
  }
}

const KINDS = [...Object.keys(CHANGES), ...Object.keys(MOVES)]

/** Something is different afterwards for sure: what changes nothing is tried again with the next number. */
export function mutate(files: Files, index: number): Mutation {
  const kind = KINDS[index % KINDS.length]!
  for (let attempt = 0; ; attempt++) {
    const random = randomFrom(index * 1000 + attempt + 1)
    const path = [...files.keys()][random(files.size)]!
    const change = CHANGES[kind]
    const mutated = change
      ? new Map(files).set(path, change(files.get(path)!, random))
      : MOVES[kind]!(files, path, random)
    if (!isSame(files, mutated) && !isSameSignature(files, mutated)) return { kind, where: path, mutated }
  }
}
