/** The window over all that is recorded, moved or stretched by a pointer. */
import type { Stretch } from '../../../shared/analysis/what-if.ts'

export type Grip = 'move' | 'from' | 'to' | 'new'
export type Drag = { grip: Grip; atMs: number; from: Stretch; to: Stretch }

export function dragged(
  { grip, atMs, from }: Pick<Drag, 'grip' | 'atMs' | 'from'>,
  toMs: number,
  all: Stretch,
): Stretch {
  const by = toMs - atMs
  const clamp = (ms: number) => Math.min(all.toMs, Math.max(all.fromMs, ms))
  if (grip === 'move') {
    const free = Math.min(Math.max(by, all.fromMs - from.fromMs), Math.max(0, all.toMs - from.toMs))
    return { fromMs: from.fromMs + free, toMs: from.toMs + free }
  }
  const [a, b] = grip === 'new' ? [atMs, toMs] : grip === 'from' ? [toMs, from.toMs] : [from.fromMs, toMs]
  return { fromMs: clamp(Math.min(a, b)), toMs: clamp(Math.max(a, b)) }
}
