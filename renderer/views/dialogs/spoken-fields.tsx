/** The word of somebody who is not here: whose it is and how it was given. */
export type Spoken = { by: string; how: string }

type Props = {
  people: string[]
  value: Spoken | undefined
  onChange: (spoken: Spoken | undefined) => void
}

export const isWhole = (spoken: Spoken | undefined) =>
  spoken === undefined || (spoken.by.trim() !== '' && spoken.how.trim() !== '')

function WhoseWord({ people, value, onChange }: Props & { value: Spoken }) {
  const change = (by: string) => onChange({ ...value, by })
  const label = <span className="label">Whose word it is</span>
  if (people.length === 0)
    return (
      <label className="labelled">
        {label}
        <input
          className="field"
          value={value.by}
          maxLength={200}
          placeholder="Full name"
          onChange={(event) => change(event.target.value)}
        />
      </label>
    )
  return (
    <label className="labelled">
      {label}
      <select className="field" value={value.by} onChange={(event) => change(event.target.value)}>
        {people.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}

export function SpokenFields({ people, value, onChange }: Props) {
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={value !== undefined}
          onChange={(event) => onChange(event.target.checked ? { by: people[0] ?? '', how: '' } : undefined)}
        />
        <span>Somebody who is not here says so</span>
      </label>
      {value && (
        <>
          <WhoseWord people={people} value={value} onChange={onChange} />
          <label className="labelled">
            <span className="label">How it was given</span>
            <input
              className="field"
              value={value.how}
              maxLength={500}
              placeholder="by phone, 22:04"
              onChange={(event) => onChange({ ...value, how: event.target.value })}
            />
          </label>
        </>
      )}
    </>
  )
}
