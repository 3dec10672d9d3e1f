import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSigner } from '../../../../main/adapters/keys/ed25519.ts'
import { temporaryFolder } from '../../event-store/demo-ledger.ts'

let folder: ReturnType<typeof temporaryFolder>
let file: string
beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'keys', 'ledger.key')
})
afterEach(() => folder.remove())

describe('the signing key', () => {
  it('is made on first use, for its user alone, and stays the same', () => {
    const first = openSigner(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder.path, 'keys'))).toEqual(['ledger.key'])
    const again = openSigner(file)
    expect([again.keyId, again.publicKeyPem]).toEqual([first.keyId, first.publicKeyPem])
    const message = Buffer.from('head')
    expect(verify(null, message, first.publicKeyPem, again.sign(message))).toBe(true)
    const der = createPublicKey(first.publicKeyPem).export({ type: 'spki', format: 'der' })
    expect(first.keyId).toBe(createHash('sha256').update(der).digest('hex').slice(0, 16))
  })

  it('is never replaced: a file that is no such key is refused with what to do', () => {
    openSigner(file)
    writeFileSync(file, 'garbage')
    expect(() => openSigner(file)).toThrow('move it away')
    expect(readFileSync(file, 'utf8')).toBe('garbage')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(() => openSigner(file)).toThrow('not an Ed25519 key')
  })
})
