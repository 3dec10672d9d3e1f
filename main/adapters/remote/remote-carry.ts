import { writeFileSync } from 'node:fs'
import type { CarriedState } from '../../ports/process-runner.ts'
import type { AttemptFiles } from '../processes/attempt-files.ts'
import { environmentDigests, readCarried } from '../processes/carry.ts'
import type { RemoteFacts } from './remote-files.ts'

/** The environment the host gave the login, as `env -0` prints it. */
function parseBase(bytes: Buffer): Record<string, string> {
  const pairs = bytes
    .toString('utf8')
    .split('\0')
    .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)] as const)
  return Object.fromEntries(pairs.filter(([name]) => name !== ''))
}

/**
 * What a block left behind on its host: what differs from the host's own environment and from what was handed over. The host's own variables are
 * compared by digest and not kept.
 */
export function readRemoteCarried(
  files: AttemptFiles,
  { nonce, env }: RemoteFacts,
  base: Buffer,
  carry: Buffer,
): CarriedState | undefined {
  const environment = { ...environmentDigests(nonce, parseBase(base)), ...env }
  writeFileSync(files.carry, carry, { mode: 0o600 })
  return readCarried(files, { attempt: '' as never, nonce, bootId: '', carry: true, environment })
}
