export const CHART_CURSOR = 'chart-cursor'

/** To the cursor of the charts: at once when the deck is shown, else as soon as it is. */
export function focusCharts(): void {
  const find = () => document.getElementById(CHART_CURSOR)
  if (find()) find()!.focus()
  else requestAnimationFrame(() => find()?.focus())
}
