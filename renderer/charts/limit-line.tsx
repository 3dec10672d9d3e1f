import type { Plot } from './use-plot.ts'

/** A value across the whole plot. */
export const LimitLine = ({ plot, at, color, dashes }: { plot: Plot; at: number; color: string; dashes?: string }) => (
  <line x1={plot.left} x2={plot.right} y1={plot.y(at)} y2={plot.y(at)} stroke={color} strokeDasharray={dashes} />
)
