/** Planned as an outline, actual as a fill, late as a solid end; the longest step of the list is 52 px wide. */
type Props = { plannedMs?: number; actualMs?: number; longestMs: number; isRunning: boolean }

const WIDTH = 52

export function PlanBar({ plannedMs, actualMs, longestMs, isRunning }: Props) {
  const px = (ms: number) => Math.max(4, (ms / Math.max(1, longestMs)) * WIDTH)
  if (plannedMs === undefined) return <span className="plan-bar" />
  const planned = px(plannedMs)
  const actual = actualMs === undefined ? 0 : Math.min(WIDTH + 10, px(actualMs))
  return (
    <svg className="plan-bar" viewBox={`0 0 ${WIDTH + 12} 10`} width={WIDTH + 12} height="10" aria-hidden="true">
      <rect x="0.5" y="1.5" width={planned - 1} height="7" fill="none" stroke="var(--l3)" />
      {actual > 0 && (
        <rect
          x="2"
          y="3"
          width={Math.max(0, Math.min(actual, planned) - 4)}
          height="4"
          fill={isRunning ? 'var(--accent)' : 'var(--t2)'}
        />
      )}
      {actual > planned + 1 && <rect x={planned} y="1" width={actual - planned} height="8" fill="var(--t1)" />}
    </svg>
  )
}
