import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Keychain } from '../app/index.ts'

/** What is used of Electron's `safeStorage`. */
export type SafeStorage = {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(encrypted: Buffer): string
  getSelectedStorageBackend?(): string
}

type Kept = Record<string, string>

/** Electron encrypts with a fixed password where Linux has no keyring: that keeps nothing from anybody. */
function refusalOf(safe: SafeStorage): string | undefined {
  if (safe.isEncryptionAvailable() && safe.getSelectedStorageBackend?.() !== 'basic_text') return undefined
  return 'This machine has no keyring that is unlocked (GNOME Keyring, KWallet): refer to the secret by env, file or command.'
}

/** Values encrypted by the operating system's keyring, in a 0600 file beside the ledger. */
export function createKeychain(file: string, safe: SafeStorage): Keychain {
  const readAll = (): Kept => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : {})
  const writeAll = (kept: Kept) => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
  return {
    get refusal() {
      return refusalOf(safe)
    },
    read(name) {
      const refusal = refusalOf(safe)
      if (refusal) return { problem: 'this machine has no keyring that is unlocked' }
      try {
        const kept = readAll()[name]
        if (kept === undefined) return { problem: `nothing is kept under “${name}”: enter it in Settings` }
        return { value: safe.decryptString(Buffer.from(kept, 'base64')) }
      } catch {
        return { problem: `what is kept under “${name}” cannot be decrypted here: enter it again in Settings` }
      }
    },
    keep(name, value) {
      const refusal = refusalOf(safe)
      if (refusal) return refusal
      writeAll({ ...readAll(), [name]: safe.encryptString(value).toString('base64') })
      return undefined
    },
    forget(name) {
      const { [name]: found, ...rest } = readAll()
      if (found !== undefined) writeAll(rest)
      return found !== undefined
    },
    names: () => Object.keys(readAll()).sort(),
  }
}
