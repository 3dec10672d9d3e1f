type Props = { share: number; tone?: 'accent' | 'amber' | 'red'; markAt?: number; label: string }

const percent = (share: number) => `${Math.min(1, Math.max(0, share)) * 100}%`

/** A flat bar; `markAt` is the limit on it, as a share of the whole. */
export function ProgressBar({ share, tone = 'accent', markAt, label }: Props) {
  return (
    <div
      className={`bar ${tone}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(Math.min(1, Math.max(0, share)) * 100)}
    >
      <i style={{ width: percent(share) }} />
      {markAt !== undefined && <b style={{ left: percent(markAt) }} />}
    </div>
  )
}
