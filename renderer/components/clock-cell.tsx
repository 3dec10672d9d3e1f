import type { ReactNode } from 'react'

type Props = { label: ReactNode; value: string; isRunning: boolean; isOver?: boolean; children?: ReactNode }

/** One of the room's clocks: amber while it runs, plain when it stands. */
export function ClockCell({ label, value, isRunning, isOver, children }: Props) {
  const isDays = value.includes(' d ')
  return (
    <div className="clock-cell">
      <div className="label">{label}</div>
      <div
        className={`clock ${isRunning ? 'clock-running' : ''} ${/\d/.test(value) ? '' : 'is-word'} ${isDays ? 'is-days' : ''}`}
      >
        {isOver ? '+' : ''}
        {value}
      </div>
      <div className="clock-foot">{children}</div>
    </div>
  )
}
