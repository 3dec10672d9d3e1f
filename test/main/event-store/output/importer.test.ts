import { createHash } from 'node:crypto'
import { openSync, rmSync, truncateSync, writeSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../../main/event-store/database.ts'
import type { OutputHead, SealedOutput } from '../../../../main/ports/output-store.ts'
import { attemptId } from '../../../../shared/ids.ts'
import { attempt, type Bench, createBench, until } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
})
afterEach(() => bench.dispose())

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Stretches follow each other without a hole, and their digests and lines are those of the stored bytes. */
function expectSealed(stretches: SealedOutput[], from: number, stored: Buffer): void {
  let at = from
  for (const { fromByte, toByte, lines, digest } of stretches) {
    expect(fromByte).toBe(at)
    const bytes = stored.subarray(fromByte, toByte)
    expect(digest).toBe(sha256(bytes))
    expect(lines).toBe(bytes.toString('latin1').split('\n').length - 1)
    at = toByte
  }
  expect(at).toBe(stored.length)
}

describe('output', () => {
  test('can be read while the command still writes it', async () => {
    const heads: OutputHead[] = []
    bench.importer.onHead((head) => heads.push(head))
    bench.follow()
    bench.write('one\ntw')
    await until(() => heads.at(-1)?.bytes === 6)
    bench.write('o\nthree')
    await until(() => heads.at(-1)?.bytes === 13)
    expect(heads.at(-1)).toEqual({ attempt, bytes: 13, lines: 2 })
    expect(bench.stored().toString()).toBe('one\ntwo\nthree')
  })

  test('that trickles is kept in few chunks', async () => {
    bench.follow()
    for (let i = 1; i <= 20; i++) {
      bench.write(`line ${i}\n`)
      await until(() => bench.store.head(attempt).lines === i)
    }
    expect([...bench.store.chunks(attempt)]).toHaveLength(1)
  })

  test('is sealed without a hole, to the last byte', async () => {
    const line = `${'a line of ordinary output '.repeat(4)}\n`
    bench.write(line.repeat(150_000))
    bench.follow()
    await until(() => bench.sealed.length >= 2)
    const { head, rawBytes, sealed } = await bench.importer.finish(attempt)
    expect(head).toEqual({ attempt, bytes: line.length * 150_000, lines: 150_000 })
    expect(rawBytes).toBe(head.bytes)
    expectSealed([...bench.sealed, ...sealed], 0, bench.stored())
  })

  test('of several commands at once is kept apart', async () => {
    const names = ['a', 'b', 'c']
    for (const name of names) {
      bench.write(`${name}\n`.repeat(700_000), name)
      bench.follow({ attempt: attemptId(name), spoolFile: bench.spool(name) })
    }
    await Promise.all(names.map((name) => bench.importer.finish(attemptId(name))))
    for (const name of names) expect(bench.stored(attemptId(name)).toString()).toBe(`${name}\n`.repeat(700_000))
  })

  test('that is one line of 20 MB, or no text at all, is kept byte for byte', async () => {
    const long = Buffer.alloc(20 * 1024 * 1024, 'x')
    const noise = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255))
    bench.write(long)
    bench.write(noise)
    bench.follow()
    const { head } = await bench.importer.finish(attempt)
    expect(head.bytes).toBe(long.length + noise.length)
    expect(bench.stored().equals(Buffer.concat([long, noise]))).toBe(true)
  })

  test('that is empty ends empty', async () => {
    bench.follow()
    expect(await bench.importer.finish(attempt)).toEqual({
      head: { attempt, bytes: 0, lines: 0 },
      rawBytes: 0,
      sealed: [],
    })
  })

  test('that comes after the end is added when it is followed again', async () => {
    bench.write('early\n')
    bench.follow()
    const first = await bench.importer.finish(attempt)
    bench.write('late\n')
    bench.follow({ sealedToByte: first.head.bytes })
    const second = await bench.importer.finish(attempt)
    expect(bench.stored().toString()).toBe('early\nlate\n')
    expectSealed([...first.sealed, ...second.sealed], 0, bench.stored())
  })
})

describe('secrets', () => {
  const secret = 'hunter2hunter2'

  test('never reach the ledger file, whatever the command prints around them', async () => {
    bench.follow({ secrets: [secret] })
    bench.write('token: hunter2')
    await until(() => bench.store.head(attempt).bytes === 'token: '.length)
    bench.write(`hunter2\n${Buffer.from(secret).toString('base64')}\n`)
    const { head, rawBytes } = await bench.importer.finish(attempt)
    expect(bench.stored().toString()).toMatch(/^token: \*\*\*\n\*\*\*.{0,3}\n$/)
    expect(rawBytes).toBeGreaterThan(head.bytes)
  })

  test('cut in two by a restart of the cockpit stay masked', async () => {
    for (const cut of [1, 7, 13]) {
      const each = { attempt: attemptId(`cut-${cut}`), spoolFile: bench.spool(`cut-${cut}`), secrets: [secret] }
      bench.write(`before ${secret}${secret.slice(0, cut)}`, `cut-${cut}`)
      bench.follow(each)
      await until(() => bench.store.head(each.attempt).bytes >= 'before ***'.length)
      await bench.restart()
      bench.follow(each)
      bench.write(`${secret.slice(cut)}${secret} after\n`, `cut-${cut}`)
      await bench.importer.finish(each.attempt)
      expect(bench.stored(each.attempt).toString()).toBe('before *** after\n')
    }
  })

  test('too short to be masked are refused before anything is read', () => {
    expect(() => bench.follow({ secrets: ['short'] })).toThrow('fewer than 8 characters')
  })
})

describe('after a restart', () => {
  test('the import goes on where it stopped, and seals on where the chain stopped', async () => {
    const line = 'some output\n'
    bench.write(line.repeat(500_000))
    bench.follow()
    await until(() => bench.sealed.length > 0)
    const known = bench.sealed[0]?.toByte ?? 0
    await bench.restart()
    bench.sealed.length = 0
    bench.write('the end')
    bench.follow({ sealedToByte: known })
    const { sealed } = await bench.importer.finish(attempt)
    expect(bench.stored().toString()).toBe(`${line.repeat(500_000)}the end`)
    expectSealed([...bench.sealed, ...sealed], known, bench.stored())
  })

  test('at any moment nothing is lost or doubled', async () => {
    const content = Array.from({ length: 60_000 }, (_, i) => `line ${i}\n`).join('')
    const pieces = content.match(/[\s\S]{1,90000}/g) ?? []
    bench.follow()
    for (const [index, piece] of pieces.entries()) {
      bench.write(piece)
      if (index % 2 === 0) continue
      await bench.restart()
      bench.follow()
    }
    await bench.importer.finish(attempt)
    expect(bench.stored().toString()).toBe(content)
  })
})

describe('trouble is told in a sentence', () => {
  test('when the output file was cut: what is stored is kept and sealed', async () => {
    bench.write('twelve bytes')
    bench.follow()
    await until(() => bench.store.head(attempt).bytes === 12)
    truncateSync(bench.spool(), 5)
    await until(() => bench.errors.length > 0)
    expect(bench.errors[0]).toMatch(/was cut from 12 to 5 bytes: its output is incomplete from byte 12\.$/)
    const { sealed } = await bench.importer.finish(attempt)
    expectSealed(sealed, 0, Buffer.from('twelve bytes'))
  })

  test('when the output file is gone', async () => {
    rmSync(bench.spool())
    bench.follow()
    await until(() => bench.errors.length > 0)
    expect(bench.errors[0]).toMatch(/is gone: what was not stored before is lost\.$/)
    expect((await bench.importer.finish(attempt)).head.bytes).toBe(0)
  })

  test('when the output file is deleted while it is read: the rest is stored all the same', async () => {
    const fd = openSync(bench.spool(), 'a')
    writeSync(fd, 'before\n')
    bench.follow()
    await until(() => bench.store.head(attempt).lines === 1)
    rmSync(bench.spool())
    writeSync(fd, 'after\n')
    await until(() => bench.errors.length > 0)
    await bench.importer.finish(attempt)
    expect(bench.stored().toString()).toBe('before\nafter\n')
    expect(bench.errors[0]).toMatch(/was deleted while it was being read/)
  })

  test('when the ledger misses output that the chain vouches for', async () => {
    bench.write('short')
    bench.follow({ sealedToByte: 100 })
    await expect(bench.importer.finish(attempt)).rejects.toThrow('ends at byte 0, but the ledger vouches for 100 bytes')
  })

  test('when the database is locked for long: the import waits and loses nothing', async () => {
    const other = openDatabase(bench.db.name)
    other.exec('BEGIN IMMEDIATE')
    bench.write('patience\n')
    bench.follow()
    await until(() => bench.errors.length > 0)
    expect(bench.errors[0]).toMatch(/is locked by another program/)
    other.exec('ROLLBACK')
    other.close()
    expect((await bench.importer.finish(attempt)).head.bytes).toBe(9)
  })

  test('when nothing is known of the attempt', async () => {
    await expect(bench.importer.finish(attemptId('nobody'))).rejects.toThrow('is not being imported')
  })

  test('when the importer was closed', async () => {
    await bench.importer.close()
    await expect(bench.importer.finish(attempt)).rejects.toThrow(/read again at the next start/)
    expect(() => bench.follow()).toThrow(/read again at the next start/)
  })
})
