/** Keys, signatures and `allowed_signers`, made with the real ssh-keygen. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyPair } from './sshd.ts'

export type SshKeys = {
  /** A new ed25519 key; its line for `allowed_signers` under a principal, with options. */
  add(name: string): void
  line(name: string, principal: string, options?: string): string
  /** The content of the `.sig` of these bytes. */
  sign(name: string, text: string, namespace?: string): Buffer
  close(): void
}

export function sshKeys(): SshKeys {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-keys-'))
  const at = (name: string) => join(folder, name)
  return {
    add: (name) => keyPair(at(name)),
    line: (name, principal, options = '') =>
      `${principal} ${options ? `${options} ` : ''}${readFileSync(at(`${name}.pub`), 'utf8').trim()}\n`,
    sign(name, text, namespace = 'release-cockpit') {
      writeFileSync(at('text'), text)
      rmSync(at('text.sig'), { force: true })
      execFileSync('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', at(name), at('text')], { stdio: 'ignore' })
      return readFileSync(at('text.sig'))
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
