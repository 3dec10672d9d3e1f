import { type KeyboardEvent, type ReactNode, useId } from 'react'
import type { Hold } from './use-hold.ts'

type Props = {
  hold: Hold
  holdMs: number
  tone: 'outline' | 'solid'
  /** Enter and Space do not hold: they ask for a second press. */
  onAsk: () => void
  onPeek: (isPeeking: boolean) => void
  /** What will happen, for a screen reader. */
  description: string
  children: ReactNode
}

export function HoldButton({ hold, holdMs, tone, onAsk, onPeek, description, children }: Props) {
  const id = useId()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    if (!event.repeat) onAsk()
  }
  const share = hold.heldMs / holdMs
  return (
    <>
      <button
        type="button"
        className={`hold hold-${tone}${hold.isHolding ? ' is-holding' : ''}`}
        aria-describedby={id}
        onPointerDown={(event) => event.button === 0 && hold.begin()}
        onPointerUp={hold.end}
        onPointerCancel={hold.end}
        onPointerLeave={() => {
          hold.end()
          onPeek(false)
        }}
        onPointerEnter={() => onPeek(true)}
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && onPeek(true)}
        onBlur={() => onPeek(false)}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => event.preventDefault()}
      >
        <i className="hold-fill" style={{ transform: `scaleX(${share})` }} />
        <span className="hold-words">{children}</span>
      </button>
      <span id={id} className="sr-only">
        {description} Hold the pointer or F9 for {holdMs / 1000} seconds, or press Enter and confirm.
      </span>
    </>
  )
}
