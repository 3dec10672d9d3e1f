import { expect, test } from 'vitest'
import { benchSecrets } from '../../bench/secrets.ts'

test('no canary is found in any encoding, at any chunk split, in ledger, export, feed or on a command line', async () => {
  const rows = await benchSecrets()
  expect(rows.filter((row) => !row.reached)).toEqual([])
})
