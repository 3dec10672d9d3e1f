/** One of a few ways, side by side. */
type Props<T extends string> = {
  label: string
  options: readonly (readonly [T, string])[]
  value: T
  onChange: (value: T) => void
}

export function Segments<T extends string>({ label, options, value, onChange }: Props<T>) {
  return (
    <div className="segments" role="tablist" aria-label={label}>
      {options.map(([each, word]) => (
        <button
          key={each}
          type="button"
          role="tab"
          aria-selected={value === each}
          className="segment"
          onClick={() => onChange(each)}
        >
          {word}
        </button>
      ))}
    </div>
  )
}
