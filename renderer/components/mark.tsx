/** Every state has a shape of its own, drawn here: no font glyphs, no emoji. */
import type { ReactNode } from 'react'

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 } as const
const dashed = { ...line, strokeDasharray: '2.6 1.8' } as const
const cut = { fill: 'none', stroke: 'var(--mark-cut, var(--s1))', strokeWidth: 1.8 } as const

const ring = <circle cx="8" cy="8" r="5.2" {...line} />
const dashedRing = <circle cx="8" cy="8" r="5.2" {...dashed} />
const square = <rect x="2" y="2" width="12" height="12" fill="currentColor" />
const cross = <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" {...cut} />
const posts = <path d="M3 3v10M13 3v10" {...line} />
const bang = (
  <>
    <path d="M8 5.4v3.6" {...cut} />
    <path d="M8 10.6v1.6" {...cut} />
  </>
)

const SHAPES = {
  ring,
  'ring-dot': (
    <>
      {ring}
      <circle cx="8" cy="8" r="2.1" fill="currentColor" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5" r="2.8" fill="currentColor" />
      <path d="M2.6 13.6c0-3 2.2-4.6 5.4-4.6s5.4 1.6 5.4 4.6z" fill="currentColor" />
    </>
  ),
  rehearsal: (
    <>
      <path d="M3 3h10v10H3z" {...dashed} />
      <path d="M6.4 5.2v5.6L11 8z" fill="currentColor" />
    </>
  ),
  play: <path d="M3.6 2.8v10.4L12.8 8z" fill="currentColor" />,
  pie: (
    <>
      {ring}
      <path d="M8 8V4.4A3.6 3.6 0 0 1 11.2 9.6z" fill="currentColor" />
    </>
  ),
  bars: <path d="M4 3h2.6v10H4zM9.4 3H12v10H9.4z" fill="currentColor" />,
  tick: <path d="M2.8 8.6l3.4 3.4 7-7.6" {...line} strokeWidth={1.9} />,
  skipped: (
    <>
      {ring}
      <path d="M4.4 11.6l7.2-7.2" {...line} />
    </>
  ),
  square: <rect x="2.8" y="2.8" width="10.4" height="10.4" {...line} />,
  failed: (
    <>
      {square}
      {cross}
    </>
  ),
  'timed-out': (
    <>
      {square}
      <path d="M8 4.6V8.2l2.6 1.6" {...cut} />
    </>
  ),
  unknown: (
    <>
      <path d="M8 1.6L14.4 8 8 14.4 1.6 8z" {...dashed} strokeWidth={1.3} />
      <path d="M6.4 6.6c.2-2 3.2-1.8 3.1.1 0 1.1-1.5 1.2-1.5 2.3M8 10.6v.9" {...line} strokeWidth={1.2} />
    </>
  ),
  back: <path d="M6.4 3L3 6.2l3.4 3.2M3.2 6.2h6.2a3.4 3.4 0 0 1 0 6.8H6.6" {...line} strokeWidth={1.8} />,
  go: (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" />
      <path d="M4.9 8.3l2.2 2.2 4-4.4" {...cut} />
    </>
  ),
  'no-go': (
    <>
      {square}
      <path d="M4.6 8h6.8" {...cut} strokeWidth={2.4} />
    </>
  ),
  standby: (
    <>
      <circle cx="8" cy="8" r="5.8" {...line} />
      <path d="M8 2.2a5.8 5.8 0 0 0 0 11.6z" fill="currentColor" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" {...line} />
      <path d="M8 4.6V8.3l2.4 1.5" {...line} />
    </>
  ),
  void: (
    <>
      {dashedRing}
      <path d="M4.2 11.8l7.6-7.6" {...line} />
    </>
  ),
  dot: <circle cx="8" cy="8" r="3" fill="currentColor" />,
  near: <path d="M2.6 2.8h10.8v1.8H2.6zM3.4 6.4h9.2L8 13.4z" fill="currentColor" />,
  warning: (
    <>
      <path d="M8 1.6L15 14H1z" fill="currentColor" />
      {bang}
    </>
  ),
  'warning-line': (
    <>
      <path d="M8 2.4L14.2 13.4H1.8z" {...line} strokeWidth={1.3} />
      <path d="M8 6.4v3.2M8 10.8v1.2" {...line} strokeWidth={1.3} />
    </>
  ),
  critical: (
    <>
      <path d="M5.2 1.4h5.6l3.8 3.8v5.6l-3.8 3.8H5.2l-3.8-3.8V5.2z" fill="currentColor" />
      <path d="M8 4.2v4.6" {...cut} />
      <path d="M8 10.6v1.6" {...cut} />
    </>
  ),
  'no-data': dashedRing,
  thin: (
    <>
      {dashedRing}
      <circle cx="8" cy="8" r="1.8" fill="currentColor" />
    </>
  ),
  'source-error': (
    <>
      {ring}
      <path d="M6 6l4 4M10 6l-4 4" {...line} />
    </>
  ),
  'gate-passed': (
    <>
      {posts}
      <path d="M4.8 8.4l2.2 2 4.2-4.6" {...line} />
    </>
  ),
  'gate-shut': (
    <>
      {posts}
      <path d="M3 8h10" {...line} />
    </>
  ),
  wheel: (
    <>
      <circle cx="8" cy="8" r="6" {...line} />
      <circle cx="8" cy="8" r="1.8" fill="currentColor" />
      <path d="M8 9.8V14M2.2 7.2l4.1.5M13.8 7.2l-4.1.5" {...line} />
    </>
  ),
  screen: <path d="M1.8 3h12.4v8.2H1.8zM5.4 13.6h5.2M8 11.2v2.4" {...line} strokeWidth={1.4} />,
  action: (
    <>
      <rect x="2.8" y="2.8" width="10.4" height="10.4" {...line} strokeWidth={1.4} />
      <path d="M5.4 8.2l1.9 1.9 3.4-4" {...line} strokeWidth={1.4} />
    </>
  ),
  note: <path d="M2.4 3.2h11.2v7.6H7.4L5 13.4v-2.6H2.4z" {...line} strokeWidth={1.4} />,
  decision: <path d="M8 2.2L13.8 8 8 13.8 2.2 8z" {...line} strokeWidth={1.4} />,
  ledger: <path d="M2 5h4.4v6H2zM9.6 5H14v6H9.6zM6.4 8h3.2" {...line} strokeWidth={1.3} />,
  flag: <path d="M3.6 14V2.6h8.6L10 5.6l2.2 3H3.6" {...line} strokeWidth={1.3} />,
  folder: <path d="M1.8 12.8V3.6h4.4l1.4 1.8h6.6v7.4z" {...line} strokeWidth={1.4} />,
  search: (
    <>
      <circle cx="6.8" cy="6.8" r="4.2" {...line} />
      <path d="M10 10l4 4" {...line} strokeWidth={2} />
    </>
  ),
  lock: (
    <>
      <rect x="3" y="7" width="10" height="7" fill="currentColor" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" {...line} />
    </>
  ),
  down: <path d="M3.6 6l4.4 4.4L12.4 6" {...line} />,
  right: <path d="M6 3.6L10.4 8 6 12.4" {...line} />,
  copy: <path d="M5.4 5.4V2.4h8.2v8.2h-3M2.4 5.4h8.2v8.2H2.4z" {...line} strokeWidth={1.3} />,
  offline: (
    <path
      d="M1.6 5.6C5.4 2.2 10.6 2.2 14.4 5.6M4 8.6c2.4-2 5.6-2 8 0M6.6 11.4c.9-.7 1.9-.7 2.8 0M2 14L14 2"
      {...line}
      strokeWidth={1.3}
    />
  ),
} satisfies Record<string, ReactNode>

export type MarkName = keyof typeof SHAPES

/** Decorative unless `label` is given: the word beside it says the same. */
export function Mark({ name, label, className }: { name: MarkName; label?: string; className?: string }) {
  const classes = className ? `mark ${className}` : 'mark'
  return label ? (
    <svg className={classes} viewBox="0 0 16 16" role="img" aria-label={label}>
      {SHAPES[name]}
    </svg>
  ) : (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  )
}
