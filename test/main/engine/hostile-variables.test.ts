import { expect, test } from 'vitest'
import { REFUSED } from '../../bench/hostile-values.ts'
import { measureVariables } from '../../bench/variables.ts'

// `npm run bench -- variables` does the same with 5,000 values.
test('hostile values reach the process byte for byte or are refused with a sentence, and none of them is executed', async () => {
  const count = 100
  expect(await measureVariables(count)).toEqual({
    values: count,
    identical: count,
    refused: REFUSED.length,
    wrongly: 0,
    planted: 0,
  })
})
