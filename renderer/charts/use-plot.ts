import { usePlotArea } from 'recharts'

export type Domain = { fromMs: number; toMs: number; low: number; high: number }

export type Plot = { left: number; right: number; x(ms: number): number; y(value: number): number }

/** Where instants and values are within a chart of recharts, in its pixels; undefined until it knows its size. */
export function usePlot({ fromMs, toMs, low, high }: Domain): Plot | undefined {
  const area = usePlotArea()
  if (!area) return undefined
  return {
    left: area.x,
    right: area.x + area.width,
    x: (ms) => area.x + ((ms - fromMs) / Math.max(1, toMs - fromMs)) * area.width,
    y: (value) => area.y + (1 - (value - low) / (high - low)) * area.height,
  }
}
