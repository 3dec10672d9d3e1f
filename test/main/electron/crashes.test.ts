import { expect, it } from 'vitest'
import { afterCrash } from '../../../main/electron/crashes.ts'

it('a page that crashes is loaded again by itself, until it does so over and over', () => {
  let crashes: number[] = []
  const answers = [0, 1_000, 2_000, 3_000].map((atMs) => {
    const next = afterCrash(crashes, atMs)
    crashes = next.crashes
    return next.reloads
  })
  expect(answers).toEqual([true, true, true, false])
  expect(afterCrash(crashes, 70_000).reloads).toBe(true)
})
