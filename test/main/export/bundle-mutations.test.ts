/** A bundle that anything was done to: `cockpit verify` of the archive, and both verifiers alone in a folder without this project. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBundle } from '../../../main/export/bundle/bundle-reader.ts'
import { PythonAuditor } from '../../support/python-auditor.ts'
import { OUTPUT, type SmallBundle, smallBundle } from '../../support/small-bundle.ts'
import { zipOf } from '../../support/zip-of.ts'
import { temporaryFolder } from '../event-store/demo-ledger.ts'
import { verdictOf } from './verified.ts'

const UNPROVEN = 'VALID, COMPLETENESS UNPROVEN'
type Verdict = [verdict: string, firstBadSeq: number | null]
type Files = Map<string, Buffer>
type Alone = (
  folder: string,
  options?: { anchor?: SmallBundle['anchor'] },
) => { verdict: string; firstBadSeq: number | null }

let home: ReturnType<typeof temporaryFolder>
let bundle: SmallBundle
let original: Files
let python: PythonAuditor
let javascript: Alone
let round = 0

beforeAll(async () => {
  home = temporaryFolder()
  python = new PythonAuditor()
  bundle = await smallBundle(home.path, 'clean')
  const reader = await openBundle(bundle.file)
  original = new Map()
  for (const path of reader.sizes.keys()) {
    const blocks: Buffer[] = []
    for await (const block of reader.open(path)) blocks.push(block)
    original.set(path, Buffer.concat(blocks))
  }
  reader.close()
  const script = join(home.path, 'verify.mjs')
  copyFileSync(join(import.meta.dirname, '../../../resources/verify.mjs'), script)
  javascript = ((await import(pathToFileURL(script).href)) as { verifyBundle: Alone }).verifyBundle
})
afterAll(async () => {
  await python.close()
  home.remove()
})

const here = (name: string) => join(home.path, name)

function unpacked(files: Files): string {
  const folder = here(`unpacked-${round++}`)
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  return folder
}

async function ofFolder(folder: string, anchor?: SmallBundle['anchor']): Promise<Verdict> {
  const inNode = javascript(folder, anchor ? { anchor } : {})
  const inPython = await python.verify(folder, anchor ?? null)
  expect([inPython.verdict, inPython.firstBadSeq], inPython.reason).toEqual([inNode.verdict, inNode.firstBadSeq])
  return [inNode.verdict, inNode.firstBadSeq]
}

/** The verdict all three agree on. */
async function agreed(files: Files): Promise<Verdict> {
  const zip = here('again.zip')
  await zipOf(files, zip)
  const folder = unpacked(files)
  const alone = await ofFolder(folder)
  rmSync(folder, { recursive: true })
  expect(await verdictOf(zip)).toEqual(alone)
  return alone
}

const changed = (path: string, bytes: Buffer | undefined): Files => {
  const files = new Map(original)
  if (bytes) files.set(path, bytes)
  else files.delete(path)
  return files
}

const withText = (path: string, from: string, to: string) =>
  changed(path, Buffer.from(original.get(path)!.toString('utf8').replace(from, to)))

describe('a bundle', () => {
  it('that nobody touched is valid for all three, and anchored by its own head', async () => {
    expect(await agreed(original)).toEqual([UNPROVEN, null])
    expect(await verdictOf(bundle.file)).toEqual([UNPROVEN, null])
    const folder = unpacked(original)
    for (const verdict of [
      await ofFolder(folder, bundle.anchor),
      await verdictOf(bundle.file, { anchor: bundle.anchor as never }),
    ])
      expect(verdict).toEqual(['VALID AND ANCHORED', null])
    expect(await ofFolder(folder, { size: 8, head: bundle.anchor.head })).toEqual(['GAP', 8])
  })

  it('with any byte of any file changed, taken out or put in is caught by all three', async () => {
    const place = fc.tuple(
      fc.nat(1e6),
      fc.nat(1e6),
      fc.constantFrom('flip', 'drop', 'add'),
      fc.integer({ min: 1, max: 255 }),
    )
    const paths = [...original.keys()]
    const check = async ([which, at, how, byte]: [number, number, string, number]) => {
      const path = paths[which % paths.length]!
      const bytes = original.get(path)!
      const offset = at % bytes.length
      const middle = how === 'flip' ? [bytes[offset]! ^ byte] : how === 'add' ? [byte] : []
      const rest = bytes.subarray(how === 'add' ? offset : offset + 1)
      const mutated = Buffer.concat([bytes.subarray(0, offset), Buffer.from(middle), rest])
      fc.pre(!mutated.equals(bytes))
      const [verdict] = await agreed(changed(path, mutated))
      // White space after the signature's own JSON means nothing, and is all that may be there.
      if (path === 'manifest.sig' && verdict === UNPROVEN)
        expect(JSON.parse(mutated.toString('utf8'))).toEqual(JSON.parse(bytes.toString('utf8')))
      else expect(verdict, `${path} at ${offset}`).toMatch(/^(GAP|INVALID|UNREADABLE)$/)
    }
    await fc.assert(fc.asyncProperty(place, check), { numRuns: 120 })
  }, 120_000)

  it('whose first line is no UTF-8 is unreadable for all three', async () => {
    const bytes = Buffer.from(original.get('ledger.jsonl')!)
    const at = bytes.indexOf('"release":"') + '"release":"'.length
    bytes[at] = bytes[at]! | 0x80
    expect(await agreed(changed('ledger.jsonl', bytes))).toEqual(['UNREADABLE', null])
  })

  it('whose manifest names the output of an attempt twice is unreadable for all three', async () => {
    const manifest = JSON.parse(original.get('manifest.json')!.toString('utf8')) as { files: { attempt?: string }[] }
    const { attempt } = manifest.files.find((file) => file.attempt !== undefined)!
    manifest.files.find((file) => file.attempt === undefined)!.attempt = attempt!
    expect(await agreed(changed('manifest.json', Buffer.from(JSON.stringify(manifest))))).toEqual(['UNREADABLE', null])
  })

  it('with a file missing is a gap, with one more is invalid, and what the chain vouches for is named by its entry', async () => {
    for (const path of original.keys()) {
      const [verdict, seq] = await agreed(changed(path, undefined))
      const expected = path === 'manifest.json' ? ['UNREADABLE', null] : ['GAP', path === 'ledger.jsonl' ? 1 : null]
      expect([verdict, seq], path).toEqual(expected)
    }
    expect(await agreed(changed('documents/extra.md', Buffer.from('Approved.')))).toEqual(['INVALID', null])
    expect(await agreed(withText('ledger.jsonl', 'last', 'lost'))).toEqual(['INVALID', 7])
  })

  it('whose maker held the key is still caught where its output or samples are not what the chain vouches for', async () => {
    const lie = async (path: string, text: string | undefined) => {
      const { file } = await smallBundle(home.path, `lie-${round++}`, 'None.', (parts) =>
        parts.flatMap((part) =>
          part.path !== path ? [part] : text === undefined ? [] : [{ ...part, content: () => [text] }],
        ),
      )
      const folder = here(`lie-${round++}`)
      await python.unpack(file, folder)
      const alone = await ofFolder(folder)
      expect(await verdictOf(file)).toEqual(alone)
      return alone
    }
    const log = 'outputs/0001-deploy-1.log'
    expect(await lie(log, OUTPUT.replace('switching', 'sleeping!'))).toEqual(['INVALID', 5])
    expect(await lie(log, OUTPUT.slice(0, -1))).toEqual(['INVALID', 5])
    expect(await lie(log, OUTPUT.replace('2.4.0', '9.9.9'))).toEqual(['INVALID', 3])
    expect(await lie(log, undefined)).toEqual(['GAP', 3])
    expect(await lie('samples/0001-p-error-rate.tsv', '1000\t0.02\t120\n')).toEqual(['INVALID', 6])
    expect(await lie('samples/0001-p-error-rate.tsv', undefined)).toEqual(['GAP', 6])
  })

  it('whose manifest is of another bundle, or signed by a stranger, is invalid', async () => {
    const { file } = await smallBundle(home.path, 'other', 'Others.')
    const folder = here('other')
    await python.unpack(file, folder)
    const foreign = (path: string) => readFileSync(join(folder, path))
    const both = changed('manifest.json', foreign('manifest.json')).set('manifest.sig', foreign('manifest.sig'))
    expect(await agreed(both)).toEqual(['INVALID', null])
    expect(await agreed(changed('manifest.sig', foreign('manifest.sig')))).toEqual(['INVALID', null])
  })

  it('with a link in the place of a file is not followed, and what file managers leave is no alarm', async () => {
    const folder = unpacked(original)
    writeFileSync(join(folder, '.DS_Store'), 'dust')
    expect(await ofFolder(folder)).toEqual([UNPROVEN, null])
    rmSync(join(folder, 'README.txt'))
    symlinkSync('/etc/hostname', join(folder, 'README.txt'))
    expect(await ofFolder(folder)).toEqual(['GAP', null])
  })
})

describe('an archive', () => {
  const UNREADABLE: Verdict = ['UNREADABLE', null]

  it('with any byte changed is caught, unless every file in it is still the same', async () => {
    const bytes = readFileSync(bundle.file)
    const mutated = here('mutated.zip')
    const check = async ([at, byte]: [number, number]) => {
      const copy = Buffer.from(bytes)
      copy[at] = copy[at]! ^ byte
      writeFileSync(mutated, copy)
      const [verdict] = await verdictOf(mutated)
      if (!verdict.startsWith('VALID')) return
      const reader = await openBundle(mutated)
      for (const [path, content] of original) {
        const blocks: Buffer[] = []
        for await (const block of reader.open(path)) blocks.push(block)
        expect(Buffer.concat(blocks).equals(content), `${path} at ${at}`).toBe(true)
      }
      reader.close()
    }
    const place = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(fc.asyncProperty(place, check), { numRuns: 200 })
  })

  it('that is cut off anywhere is unreadable', async () => {
    const bytes = readFileSync(bundle.file)
    const cut = here('cut.zip')
    for (let length = 0; length < bytes.length; length += 97) {
      writeFileSync(cut, bytes.subarray(0, length))
      expect(await verdictOf(cut)).toEqual(UNREADABLE)
    }
  })

  it('that reaches outside its folder, holds a name twice, or claims more than can be in it is refused without unpacking', async () => {
    const hostile = here('hostile.zip')
    const packed = async (name: string, put: (bytes: Buffer) => Buffer) => {
      await zipOf([...original, [name, Buffer.from('x')]], hostile)
      writeFileSync(hostile, put(readFileSync(hostile)))
      return verdictOf(hostile)
    }
    const renamed = (from: string, to: string) => (bytes: Buffer) =>
      Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
    expect(await packed('AA/AA/evil.txt', renamed('AA/AA/evil.txt', '../../evil.txt'))).toEqual(UNREADABLE)
    expect(await packed('Aetc/evil.txt', renamed('Aetc/evil.txt', '/etc/evil.txt'))).toEqual(UNREADABLE)
    expect(await packed('READMEx.txt', renamed('READMEx.txt', 'README.txt\0'))).toEqual(UNREADABLE)
    expect(await packed('READMY.txt', renamed('READMY.txt', 'README.txt'))).toEqual(UNREADABLE)
    const bomb = (bytes: Buffer) => {
      const at = bytes.lastIndexOf('bomb.txt') - 46
      bytes.writeUInt32LE(0xfffffff0, at + 24)
      return bytes
    }
    expect(await packed('bomb.txt', bomb)).toEqual(UNREADABLE)
  })
})

it('thirty clean bundles, whatever is written in them, are never an alarm', async () => {
  const texts = fc.sample(
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\0', 'ä', '😀', '\ud800', '}', 'x') }),
    30,
  )
  for (const [index, text] of texts.entries()) {
    const { file } = await smallBundle(home.path, `many-${index}`, text)
    expect(await verdictOf(file)).toEqual([UNPROVEN, null])
    if (index % 10 > 0) continue
    const folder = here(`many-${index}`)
    await python.unpack(file, folder)
    expect(await ofFolder(folder)).toEqual([UNPROVEN, null])
  }
})
