import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADA, fill, openDemo, RELEASE, temporaryFolder } from '../event-store/demo-ledger.ts'
import { agreedVerdict, exported, writeLines } from './verified.ts'

const SIZE = 30
const UNPROVEN = 'VALID, COMPLETENESS UNPROVEN'

let folder: ReturnType<typeof temporaryFolder>
let ledger: string
let original: Buffer
let lines: string[]
let mutated: string

beforeAll(async () => {
  folder = temporaryFolder()
  ledger = join(folder.path, 'ledger.db')
  const store = openDemo(ledger)
  fill(store, SIZE - 1)
  store.erase(RELEASE, 9, '2026-11-28T22:00:00.000Z', ADA, 'a token was printed')
  store.close()
  const file = join(folder.path, 'clean.jsonl')
  await exported(ledger, file)
  original = readFileSync(file)
  lines = original.toString('utf8').split('\n').slice(0, -1)
  mutated = join(folder.path, 'mutated.jsonl')
})
afterAll(() => folder.remove())

/** The entry a byte of the export belongs to: the newline belongs to its line, the header is 0. */
const seqAt = (offset: number) => original.subarray(0, offset).filter((byte) => byte === 10).length

/** Where two texts part: a newline put in before a newline first shows behind it, in the next line. */
function firstDifference(a: Buffer, b: Buffer): number {
  const shorter = Math.min(a.length, b.length)
  for (let offset = 0; offset < shorter; offset++) if (a[offset] !== b[offset]) return offset
  return shorter
}

async function verdictOfBytes(bytes: Buffer) {
  writeFileSync(mutated, bytes)
  return await agreedVerdict(mutated)
}

async function verdictOfLines(changed: string[]) {
  writeLines(mutated, changed)
  return await agreedVerdict(mutated)
}

const seqs = (from = 1) => fc.integer({ min: from, max: SIZE })
const runs = { numRuns: 400 }

describe('an export', () => {
  it('that nobody touched is valid, and anchored by the head it was written with', async () => {
    expect(await verdictOfBytes(original)).toEqual([UNPROVEN, null])
    const { anchor } = await exported(ledger, mutated)
    const [size, head] = anchor.split(':')
    expect(await agreedVerdict(mutated, { anchor: { size: Number(size), head: head as never } })).toEqual([
      'VALID AND ANCHORED',
      null,
    ])
  })

  it('with one changed byte is caught at its entry', async () => {
    const change = fc.tuple(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }))
    const check = async ([offset, flip]: [number, number]) => {
      const bytes = Buffer.from(original)
      bytes[offset] = (bytes[offset] ?? 0) ^ flip
      const [verdict, seq] = await verdictOfBytes(bytes)
      expect(verdict).not.toMatch(/^VALID/)
      const changed = seqAt(offset)
      // The header is checked against the first entry, the last one, or not readable as a header at all.
      if (changed === 0) expect(['INVALID', 'GAP', 'UNREADABLE']).toContain(verdict)
      else
        expect([verdict, seq]).toEqual([
          changed === SIZE && offset === original.length - 1 ? 'GAP' : 'INVALID',
          changed,
        ])
    }
    await fc.assert(fc.asyncProperty(change, check), { numRuns: 1500 })
  })

  it('with a byte taken out or put in is caught at its entry', async () => {
    const place = fc.tuple(
      fc.integer({ min: (lines[0]?.length ?? 0) + 2, max: original.length - 1 }),
      fc.boolean(),
      fc.nat(255),
    )
    const check = async ([offset, takeOut, byte]: [number, boolean, number]) => {
      const rest = original.subarray(takeOut ? offset + 1 : offset)
      const put = takeOut ? [] : [byte]
      const bytes = Buffer.concat([original.subarray(0, offset), Buffer.from(put), rest])
      fc.pre(!bytes.equals(original))
      const [verdict, seq] = await verdictOfBytes(bytes)
      const last = takeOut && offset === original.length - 1
      expect([verdict, seq]).toEqual([last ? 'GAP' : 'INVALID', seqAt(firstDifference(original, bytes))])
    }
    const endOfLine = original.indexOf(10, original.length / 2)
    await fc.assert(fc.asyncProperty(place, check), {
      ...runs,
      examples: [
        [[endOfLine, false, 10]],
        [[endOfLine + 1, false, 10]],
        [[original.length - 1, false, 10]],
        [[original.length - 1, true, 0]],
      ],
    })
  })

  it('with entries missing is a gap at the first of them', async () => {
    const check = async (missing: number[]) => {
      const left = lines.filter((_, index) => !missing.includes(index))
      expect(await verdictOfLines(left)).toEqual(['GAP', Math.min(...missing)])
    }
    const some = fc.uniqueArray(seqs(), { minLength: 1, maxLength: 5 })
    await fc.assert(fc.asyncProperty(some, check), runs)
  })

  it('with its end cut off, at a line or inside one, is a gap', async () => {
    const check = async (length: number) => {
      const verdict = await verdictOfBytes(original.subarray(0, length))
      expect(verdict).toEqual(['GAP', seqAt(length)])
    }
    const from = (lines[0]?.length ?? 0) + 2
    await fc.assert(fc.asyncProperty(fc.integer({ min: from, max: original.length - 1 }), check), runs)
  })

  it('with two entries in each other’s place is caught at the first', async () => {
    const check = async ([a, b]: [number, number]) => {
      fc.pre(a !== b)
      const changed = [...lines]
      changed[a] = lines[b] ?? ''
      changed[b] = lines[a] ?? ''
      expect(await verdictOfLines(changed)).toEqual(['INVALID', Math.min(a, b)])
    }
    await fc.assert(fc.asyncProperty(fc.tuple(seqs(), seqs()), check), runs)
  })

  it('with an entry twice, or one of another place put in, is caught where it stands', async () => {
    const check = async ([which, at]: [number, number]) => {
      const changed = [...lines.slice(0, at), lines[which] ?? '', ...lines.slice(at)]
      const [verdict, seq] = await verdictOfLines(changed)
      expect(verdict).toBe('INVALID')
      expect(seq).toBe(which === at ? at + 1 : at)
    }
    await fc.assert(fc.asyncProperty(fc.tuple(seqs(), seqs(2)), check), runs)
  })

  it('with a payload taken out is caught unless its erasure is on record', async () => {
    const { parseExportLine } = await import('../../../shared/ledger/export-format.ts')
    const check = async (seq: number) => {
      const changed = [...lines]
      const line = lines[seq] ?? ''
      changed[seq] = `${line.slice(0, line.indexOf(',"payload":'))},"payload":null}`.replace(
        /"salt":"\w+"/,
        '"salt":null',
      )
      expect(parseExportLine(Buffer.from(changed[seq]))?.payload).toBeNull()
      expect(await verdictOfLines(changed)).toEqual(seq === 9 ? [UNPROVEN, null] : ['INVALID', seq])
    }
    for (let seq = 1; seq <= SIZE; seq++) await check(seq)
  })

  it('with an entry of another ledger in its place is caught', async () => {
    const other = join(folder.path, 'other.db')
    const store = openDemo(other)
    fill(store, SIZE, RELEASE, 'another-ledger')
    store.close()
    const file = join(folder.path, 'other.jsonl')
    await exported(other, file)
    const foreign = readFileSync(file, 'utf8').split('\n')
    for (let seq = 1; seq <= SIZE; seq++) {
      const changed = [...lines]
      changed[seq] = foreign[seq] ?? ''
      expect(await verdictOfLines(changed)).toEqual(['INVALID', seq])
    }
    const spliced = [...lines.slice(0, 12), ...foreign.slice(12, SIZE + 1)]
    expect(await verdictOfLines(spliced)).toEqual(['INVALID', 12])
  })

  it('that is empty, binary or something else is unreadable', async () => {
    for (const bytes of ['', '\n', '{}', '{}\n', '\0\0\0', 'hello', `${lines[0]}`, `${lines[1]}\n`])
      expect((await verdictOfBytes(Buffer.from(bytes)))[0]).toBe('UNREADABLE')
  })
})

describe('many clean ledgers', () => {
  it('never alarm, whatever their entries contain', async () => {
    const { add, genesis, note } = await import('../event-store/demo-ledger.ts')
    let round = 0
    const check = async (texts: string[]) => {
      const file = join(folder.path, `clean-${round++}.db`)
      const store = openDemo(file)
      add(store, [genesis(store), ...texts.map(note)])
      store.close()
      const target = `${file}.jsonl`
      await exported(file, target)
      expect(await agreedVerdict(target)).toEqual([UNPROVEN, null])
    }
    const text = fc.string({
      unit: fc.constantFrom('"', '\\', '\n', '\0', 'ä', '😀', '\ud800', ',"payload":', '}', 'x'),
    })
    await fc.assert(fc.asyncProperty(fc.array(text, { maxLength: 20 }), check), { numRuns: 40 })
  })
})
