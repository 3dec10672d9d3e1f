/** How much the canary differs, beside how surely: what a threshold on the size of an effect is held against. */

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean of the canary over mean of the baseline; undefined where one of them is zero (a ratio says nothing there). */
export function meanRatio(canary: readonly number[], baseline: readonly number[]): number | undefined {
  const [above, below] = [mean(canary), mean(baseline)]
  return above === 0 || below === 0 ? undefined : above / below
}

/**
 * Common language effect size (McGraw & Wong 1992): the chance that a value of the canary is above one of the baseline, ties counting half.
 * `u` is the Mann-Whitney U of the canary.
 */
export const commonLanguage = (u: number, canaryCount: number, baselineCount: number): number =>
  u / (canaryCount * baselineCount)
