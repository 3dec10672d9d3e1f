import type { Point } from './scale.ts'
import type { Plot } from './use-plot.ts'

/** An SVG path through all values; where one is missing the line is broken. */
export function linePath(points: readonly Point[], { x, y }: Pick<Plot, 'x' | 'y'>): string {
  let path = ''
  let isDrawing = false
  for (const { t, v } of points) {
    if (v !== null) path += `${isDrawing ? 'L' : 'M'}${x(t).toFixed(1)},${y(v).toFixed(1)}`
    isDrawing = v !== null
  }
  return path
}
