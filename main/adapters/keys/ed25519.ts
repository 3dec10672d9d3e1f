import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CheckpointSigner } from '../../../shared/ledger/checkpoint.ts'

/** Hex SHA-256 of the key's SPKI DER. Its first 16 characters are the key id. */
export const keyFingerprint = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')

/** Writes a new key unless another process was faster: a link, unlike a rename, never replaces one. */
function createKey(file: string) {
  const { privateKey } = generateKeyPairSync('ed25519')
  const draft = `${file}.${process.pid}`
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function readKey(file: string): KeyObject | undefined {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`The signing key ${file} can't be read: ${(error as Error).message}.`, { cause: error })
  }
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (cause) {
    throw new Error(`${file} is not a signing key: restore it, or move it away to have a new one made.`, { cause })
  }
  throw new Error(`${file} is not an Ed25519 key: restore it, or move it away to have a new one made.`)
}

/** Where the key of a ledger stands unless it is told otherwise. */
export const defaultKeyFile = (ledgerFile: string) => `${ledgerFile}.key`

/** The Ed25519 signer of a PKCS #8 PEM file (0600), which is created on first use. Throws a sentence when it is no such key. */
export function openSigner(file: string): CheckpointSigner {
  let privateKey = readKey(file)
  if (!privateKey) {
    createKey(file)
    privateKey = readKey(file)
  }
  if (!privateKey) throw new Error(`The signing key ${file} could not be created.`)
  const key = privateKey
  const publicKey = createPublicKey(key)
  return {
    keyId: keyFingerprint(publicKey).slice(0, 16),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (bytes) => sign(null, bytes, key),
  }
}
