import { expect, test } from 'vitest'
import { longestSecretBytes, secretProblem } from '../../../shared/output/secret-rules.ts'

test('a usable secret has no problem', () => {
  expect(secretProblem('TOKEN', '12345678')).toBeUndefined()
  expect(secretProblem('TOKEN', 'a\nb\nc\nd\ne')).toBeUndefined()
})

test('a secret that cannot be masked or carried is refused by name, without showing it', () => {
  expect(secretProblem('TOKEN', '1234567')).toMatch(/^The secret TOKEN has fewer than 8 characters/)
  expect(secretProblem('TOKEN', '  1234567 \n')).toMatch(/fewer than 8/)
  expect(secretProblem('TOKEN', 'é'.repeat(longestSecretBytes / 2 + 1))).toMatch(/longer than 128 KiB/)
  expect(secretProblem('TOKEN', 'abcdefgh\0')).toMatch(/is not text/)
  expect(secretProblem('TOKEN', 'abcdefgh\ud800')).toMatch(/is not text/)
})
