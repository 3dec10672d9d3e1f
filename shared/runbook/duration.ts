/** Durations as people write them: `30s`, `5m`, `1h30m`, `2d`, `500ms`, `1.5h`. */
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** One or more amounts, each with its unit. Also the pattern of the published JSON Schema. */
export const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/

export const DURATION_WORDS = 'a duration such as 500ms, 30s, 5m, 1h30m or 2d'

/** Milliseconds, or undefined when it is not a duration or longer than ten years. */
export function parseDuration(text: string): number | undefined {
  const written = text.trim()
  if (written.length > 40 || !DURATION.test(written)) return undefined
  let totalMs = 0
  for (const [, amount, unit] of written.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    totalMs += Number(amount) * UNIT_MS[unit!]!
  return totalMs <= 3650 * 86_400_000 ? Math.round(totalMs) : undefined
}

/** The shortest exact spelling: `1h30m`, `90s` becomes `1m30s`, 0 becomes `0s`. */
export function formatDuration(ms: number): string {
  let restMs = Math.max(0, Math.round(ms))
  const parts = ['d', 'h', 'm', 's', 'ms'].map((unit) => {
    const amount = Math.floor(restMs / UNIT_MS[unit]!)
    restMs -= amount * UNIT_MS[unit]!
    return amount > 0 ? `${amount}${unit}` : ''
  })
  return parts.join('') || '0s'
}
