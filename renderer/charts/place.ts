/** Where instants and stretches are on an axis, in percent. */
import type { Stretch } from '../../shared/analysis/what-if.ts'

export const shareOf = ({ fromMs, toMs }: Stretch, ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * 100

/** Left and width of a stretch on the axis, cut at its ends; undefined outside. */
export function place(axis: Stretch, stretch: Stretch): { left: string; width: string; share: number } | undefined {
  const left = Math.max(0, shareOf(axis, stretch.fromMs))
  const right = Math.min(100, shareOf(axis, stretch.toMs))
  return right < 0 || left > 100 || right < left
    ? undefined
    : { left: `${left}%`, width: `max(1px, ${right - left}%)`, share: right - left }
}
