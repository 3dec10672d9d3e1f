import type { Target, Unit } from '../runbook/model.ts'

const SUFFIX: Record<Unit, string> = {
  percent: ' %',
  ms: ' ms',
  s: ' s',
  count: '',
  'per-second': '/s',
  bytes: ' B',
  ratio: '',
}

/** Four significant digits, more when the text would otherwise read as one of `apart`. */
const digits = (value: number, apart: readonly number[]): string => {
  if (value === 0 || Number.isInteger(value)) return String(value)
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))))
  for (let more = decimals; more < 20; more++) {
    const rounded = Number(value.toFixed(more))
    if (!apart.includes(rounded) || rounded === value) return String(rounded)
  }
  return String(value)
}

/** A value for people, e.g. `0.05 %`, `182.4 ms`, `12/s`. Rounded, but never onto a limit of the `target` it stands beside. */
export const describeValue = (value: number, unit: Unit, target: Target = {}): string =>
  digits(value, Object.values(target)) + SUFFIX[unit]

/** A target for people, e.g. `< 0.1 %`, `> 99.9 %`, `> 1 and < 5`; empty when there is none. */
export const describeTarget = (target: Target, unit: Unit): string =>
  [
    target.above === undefined ? [] : [`> ${describeValue(target.above, unit)}`],
    target.below === undefined ? [] : [`< ${describeValue(target.below, unit)}`],
  ]
    .flat()
    .join(' and ')

const UNITS: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

/** A duration as its two largest parts, e.g. `1 min 30 s`, `2 h`, `250 ms`. */
export const describeDuration = (durationMs: number): string => {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`
  let rest = Math.floor(durationMs / 1000) * 1000
  const parts: string[] = []
  for (const [size, name] of UNITS) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${name}`)
    else if (parts.length > 0) break
  }
  return parts.slice(0, 2).join(' ')
}
