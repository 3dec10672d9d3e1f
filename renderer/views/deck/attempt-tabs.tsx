import type { AttemptState } from '../../../shared/domain/state.ts'

const MOST_SHOWN = 5

type Props = {
  attempts: readonly AttemptState[]
  shown: AttemptState | undefined
  onChoose: (number: number) => void
}

/** The last tries of a step; nothing for a single one. */
export function AttemptTabs({ attempts, shown, onChoose }: Props) {
  if (attempts.length < 2) return null
  return (
    <div className="end segments" role="tablist" aria-label="Attempts">
      {attempts.slice(-MOST_SHOWN).map(({ id, number }) => (
        <button
          key={id}
          type="button"
          role="tab"
          className="segment"
          aria-selected={id === shown?.id}
          onClick={() => onChoose(number)}
        >
          {number}
        </button>
      ))}
    </div>
  )
}
