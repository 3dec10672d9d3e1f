import { expect, it } from 'vitest'
import { lineAfter } from '../../renderer/components/list-keys.ts'

it('goes round at the ends of a list with the arrows', () => {
  expect(lineAfter('ArrowDown', 2, 3)).toBe(0)
  expect(lineAfter('ArrowUp', 0, 3)).toBe(2)
  expect(lineAfter('ArrowDown', 0, 3)).toBe(1)
})

it('stops at the ends of a list with the page keys', () => {
  expect(lineAfter('PageDown', 5, 12)).toBe(11)
  expect(lineAfter('PageUp', 5, 12)).toBe(0)
})

it('stays at the first line of a list that is empty', () => {
  for (const key of ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp']) expect(lineAfter(key, 0, 0)).toBe(0)
})

it('moves nothing with any other key', () => {
  expect(lineAfter('Home', 1, 3)).toBeUndefined()
})
