import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifySignature } from '../../../../main/adapters/signatures/verify-signature.ts'
import { type SshKeys, sshKeys } from '../../../support/ssh-keys.ts'

let keys: SshKeys
beforeAll(() => {
  keys = sshKeys()
  keys.add('ada')
  keys.add('mallory')
})
afterAll(() => keys.close())

const TEXT = '{"decision":"go"}'
const check = (statement: string, signature: Buffer | string, allowed: string) =>
  verifySignature({
    statement: Buffer.from(statement),
    signature: Buffer.from(signature),
    allowedSigners: Buffer.from(allowed),
    namespace: 'release-cockpit',
  })
const problemOf = async (...args: Parameters<typeof check>) => {
  const answer = await check(...args)
  return answer.ok ? 'it holds' : answer.problem
}

describe('A signature', () => {
  test('that holds says whose key it is', async () => {
    const allowed = keys.line('ada', 'ada@example.org,ada-obi')
    expect(await check(TEXT, keys.sign('ada', TEXT), allowed)).toEqual({
      ok: true,
      principals: ['ada@example.org', 'ada-obi'],
      keyId: expect.stringMatching(/^SHA256:\S{43}$/),
    })
  })

  test('of other words, for another purpose, by a key nobody knows, or none at all is refused, each with its sentence', async () => {
    const allowed = keys.line('ada', 'ada@example.org')
    const sign = keys.sign('ada', TEXT)
    expect(await problemOf('{"decision":"no-go"}', sign, allowed)).toMatch(/^The signature is not of this statement/)
    expect(await problemOf(TEXT, keys.sign('ada', TEXT, 'git'), allowed)).toMatch(/^It was signed for another purpose/)
    expect(await problemOf(TEXT, keys.sign('mallory', TEXT), allowed)).toMatch(
      /^Nobody in allowed_signers has the key SHA256:/,
    )
    expect(await problemOf(TEXT, 'GO, Ada', allowed)).toMatch(/^The \.sig file is no SSH signature/)
  })

  test('of a key that is not for this purpose any more, or never was, is refused', async () => {
    const sign = keys.sign('ada', TEXT)
    const forGit = keys.line('ada', 'ada@example.org', 'namespaces="git"')
    const over = keys.line('ada', 'ada@example.org', 'valid-before="20200101"')
    expect(await problemOf(TEXT, sign, forGit)).toMatch(/allowed_signers/)
    expect(await problemOf(TEXT, sign, over)).toMatch(/allowed_signers/)
  })
})
