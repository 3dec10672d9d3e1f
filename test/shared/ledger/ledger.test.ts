import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { digest, type Sha256 } from '../../../shared/ids.ts'
import { parseAnchor } from '../../../shared/ledger/anchor.ts'
import { ascii, fromHex, toHex } from '../../../shared/ledger/bytes.ts'
import { canonicalText } from '../../../shared/ledger/canonical.ts'
import { CHAIN_START, createHasher, envelopeText } from '../../../shared/ledger/chain.ts'
import { checkpointBytes, readCheckpoint } from '../../../shared/ledger/checkpoint.ts'
import { exportHeaderText, parseExportHeader, parseExportLine } from '../../../shared/ledger/export-format.ts'
import { worstVerdict } from '../../../shared/ledger/verdict.ts'

const sha256: Sha256 = (data) => digest(hash('sha256', data, 'hex'))
const head = sha256('head')

describe('the bytes of an entry', () => {
  it('are RFC 8785 canonical JSON (its own examples)', () => {
    expect(canonicalText({ numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27], literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    )
    expect(
      canonicalText({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
    expect(() => canonicalText(undefined)).toThrow('no canonical JSON')
    expect(() => canonicalText([Number.POSITIVE_INFINITY])).toThrow()
  })

  it('are chained as docs/ledger-format.md says', () => {
    const hasher = createHasher(sha256)
    const envelope = ascii('{"seq":1}')
    const byHand = hash('sha256', Buffer.concat([Buffer.from('release-cockpit-v1\0'), CHAIN_START, envelope]), 'hex')
    expect(hasher.link(CHAIN_START, envelope)).toBe(byHand)
    const payload = new Uint8Array(100_000).fill(7)
    const salt = new Uint8Array(16).fill(9)
    expect(hasher.payloadDigest(salt, payload)).toBe(hash('sha256', Buffer.concat([salt, payload]), 'hex'))
    expect(hasher.link(CHAIN_START, envelope), 'a grown buffer hashes the same').toBe(byHand)
  })

  it('keep the order of the format document', () => {
    const envelope = {
      seq: 1,
      type: 'release.created',
      schemaVersion: 1,
      recordedAt: '2026-11-28T21:00:00.000Z',
      actor: { kind: 'cockpit' as const },
      causationId: null,
      correlationId: null,
      payloadDigest: head,
      ledgerId: 'L',
    }
    expect(Object.keys(JSON.parse(envelopeText(envelope)))).toEqual([
      'actor',
      'causationId',
      'correlationId',
      'ledgerId',
      'payloadDigest',
      'recordedAt',
      'schemaVersion',
      'seq',
      'type',
    ])
  })
})

describe('a checkpoint', () => {
  it('signs exactly five fields', () => {
    const statement = { ledgerId: 'L', size: 7, head, time: '2026-11-28T21:00:00.000Z', keyId: 'k', publicKey: 'p' }
    expect(Buffer.from(checkpointBytes(statement)).toString()).toBe(
      `{"head":"${head}","keyId":"k","ledgerId":"L","size":7,"time":"2026-11-28T21:00:00.000Z"}`,
    )
  })

  it.each([null, 'text', {}, { ledgerId: 'L', size: '7' }])('is not read from %j', (payload) => {
    expect(readCheckpoint(payload)).toBeUndefined()
  })
})

describe('the written forms', () => {
  it('reads an anchor, and nothing that only looks like one', () => {
    expect(parseAnchor(` 12:${head.toUpperCase()}\n`)).toEqual({ size: 12, head })
    for (const text of ['', `0:${head}`, `-1:${head}`, `12:${head}0`, '12:abc', head, `1e3:${head}`])
      expect(parseAnchor(text), text).toBeUndefined()
  })

  it('takes an export line apart only when it is exactly one', () => {
    const salt = 'ab'.repeat(16)
    const line = `{"hash":"${head}","salt":"${salt}","entry":{"x":",\\"payload\\":"},"payload":{"y":1}}`
    const text = (bytes?: Uint8Array | null) => bytes && Buffer.from(bytes).toString()
    const parsed = parseExportLine(ascii(line))
    expect([text(parsed?.envelope), text(parsed?.payload)]).toEqual(['{"x":",\\"payload\\":"}', '{"y":1}'])
    expect(parsed && toHex(parsed.hash)).toBe(head)
    const erased = line.replace(`"${salt}"`, 'null')
    expect(parseExportLine(ascii(erased)), 'no salt, yet a payload').toBeUndefined()
    expect(parseExportLine(ascii(erased.replace('{"y":1}', 'null')))).toMatchObject({ salt: null, payload: null })
    for (const bad of ['', line.slice(1), `${line} `, line.toUpperCase(), line.replace('"entry"', '"Entry"')])
      expect(parseExportLine(ascii(bad)), bad).toBeUndefined()
  })

  it('accepts a header only as it is written', () => {
    const header = {
      format: 'release-cockpit-ledger/1',
      ledgerId: 'L',
      release: 'r',
      publicKey: 'p',
      size: 2,
      head,
    } as const
    const text = exportHeaderText(header)
    expect(parseExportHeader(text)).toEqual(header)
    for (const bad of ['', '{}', 'null', `${text} `, text.replace('/1', '/2'), text.replace('"size":2', '"size":2.5')])
      expect(parseExportHeader(bad), bad).toBeUndefined()
  })

  it('reads lower-case hex only', () => {
    expect(fromHex('00ff')).toEqual(new Uint8Array([0, 255]))
    for (const text of ['0', '0g', 'FF']) expect(fromHex(text)).toBeUndefined()
  })

  it('takes the worst of several verdicts', () => {
    expect(worstVerdict(['VALID AND ANCHORED', 'GAP', 'VALID, COMPLETENESS UNPROVEN'])).toBe('GAP')
    expect(worstVerdict(['INVALID', 'UNREADABLE'])).toBe('UNREADABLE')
  })
})
