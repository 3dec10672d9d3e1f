import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRemoteRunner } from '../../../../main/adapters/remote/remote-runner.ts'
import type { CommandSpec } from '../../../../main/ports/process-runner.ts'
import { keyPair, type Sshd, startSshd } from '../../../support/sshd.ts'
import { createRemoteBench, type RemoteBench } from './support.ts'

let sshd: Sshd
let bench: RemoteBench
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.close())
beforeEach(() => {
  bench = createRemoteBench(sshd)
})
afterEach(() => bench.dispose())

describe('a host that cannot be used says why, and nothing started', { timeout: 300_000 }, () => {
  const refusal = async (spec: CommandSpec) => {
    const error = await bench.runner.start(spec).then(
      () => undefined,
      (thrown: Error) => thrown,
    )
    expect(bench.runner.forbid(spec.attempt)).toBe(true)
    return error?.message
  }
  const withConfig = (text: string) => {
    const config = join(bench.root, 'ssh_config')
    writeFileSync(config, `${text}\n${readFileSync(sshd.clientConfig, 'utf8')}`, { mode: 0o600 })
    return bench.spec('true', { on: { host: 'deploy-01', config } })
  }

  test('when its key is not known', async () => {
    writeFileSync(join(bench.root, 'none'), '')
    expect(await refusal(withConfig(`Host deploy-01\n  UserKnownHostsFile ${bench.root}/none`))).toMatch(
      /^The command was not started on deploy-01: deploy-01 is not known to this machine yet\. Connect once by hand \(ssh deploy-01\)/,
    )
  })

  test('when its key is another one than the known', async () => {
    keyPair(join(bench.root, 'other'))
    const known = `[127.0.0.1]:${sshd.port} ${readFileSync(join(bench.root, 'other.pub'), 'utf8')}`
    writeFileSync(join(bench.root, 'known'), known)
    expect(await refusal(withConfig(`Host deploy-01\n  UserKnownHostsFile ${bench.root}/known`))).toContain(
      'the host key of deploy-01 is not the one this machine knows',
    )
  })

  test('when it refuses the login', async () => {
    keyPair(join(bench.root, 'stranger'))
    const config = join(bench.root, 'ssh_config')
    const text = readFileSync(sshd.clientConfig, 'utf8').replace(
      /IdentityFile .*/,
      `IdentityFile ${bench.root}/stranger`,
    )
    writeFileSync(config, text, { mode: 0o600 })
    expect(await refusal(bench.spec('true', { on: { host: 'deploy-01', config } }))).toContain(
      'deploy-01 refused the login',
    )
  })

  test('when nobody answers there', async () => {
    expect(await refusal(withConfig('Host deploy-01\n  Port 1'))).toContain('deploy-01 refused the connection')
    expect(await refusal(withConfig('Host deploy-01\n  HostName no-such-host.invalid'))).toContain(
      'the name deploy-01 is not known',
    )
  })

  test('when it has no POSIX shell', async () => {
    const restricted = await startSshd({
      config: ['ForceCommand echo "This account is currently not available."; exit 1'],
    })
    try {
      const spec = bench.spec('true', { on: { host: restricted.host, config: restricted.clientConfig } })
      expect(await refusal(spec)).toBe(
        'The command was not started on deploy-01: deploy-01 let the login in but did not run a POSIX shell (sh) with its usual programs; it said: This account is currently not available..',
      )
    } finally {
      await restricted.close()
    }
  })

  test('when this machine has no ssh', async () => {
    const runner = createRemoteRunner({ directory: bench.directory, ssh: { env: { PATH: '/nowhere' } } })
    await expect(runner.start(bench.spec('true'))).rejects.toThrow('There is no ssh on this machine')
  })
})
