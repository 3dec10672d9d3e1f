/** Pairs of windows of a burn rate as people write them on one line: `14.4x1h/5m, 6x6h/30m`. */
import { STANDARD_WINDOWS } from '../analysis/burn-rate.ts'
import { formatDuration, parseDuration } from './duration.ts'
import type { BurnWindows } from './model.ts'

export const BURN_WINDOWS_WORDS = 'factor x long window / short window, such as 14.4x1h/5m, 6x6h/30m, or standard'

const PAIR = /^(\d+(?:\.\d+)?)\s*[x×]\s*([^\s/]+)\s*\/\s*([^\s/]+)$/

function parsePair(text: string): BurnWindows[] | undefined {
  if (text === 'standard') return [...STANDARD_WINDOWS]
  const [, factor, long, short] = PAIR.exec(text) ?? []
  const longMs = parseDuration(long ?? '')
  const shortMs = parseDuration(short ?? '')
  if (!longMs || !shortMs || shortMs >= longMs || Number(factor) <= 0) return undefined
  return [{ longMs, shortMs, factor: Number(factor) }]
}

/** Undefined when one of them is none, or its short window is not the shorter one. */
export function parseBurnWindows(text: string): BurnWindows[] | undefined {
  const pairs = text.split(',').map((each) => parsePair(each.trim()))
  return pairs.every((pair) => pair !== undefined) ? pairs.flat() : undefined
}

/** `14.4x1h/5m`. */
export const formatBurnPair = ({ longMs, shortMs, factor }: BurnWindows): string =>
  `${factor}x${formatDuration(longMs)}/${formatDuration(shortMs)}`

export const formatBurnWindows = (windows: readonly BurnWindows[]): string => windows.map(formatBurnPair).join(', ')
