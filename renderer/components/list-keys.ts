/** Keys of a field that has a list of what it finds: arrows go round at the ends, Page Up and Page Down stop there. */

const PAGE = 10

const MOVES: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at >= last ? 0 : at + 1),
  ArrowUp: (at, last) => (at === 0 ? last : at - 1),
  PageDown: (at, last) => Math.min(last, at + PAGE),
  PageUp: (at) => Math.max(0, at - PAGE),
}

/** The line a key leads to in a list of so many; undefined for a key that moves nothing. */
export const lineAfter = (key: string, at: number, count: number): number | undefined =>
  MOVES[key]?.(at, Math.max(0, count - 1))
