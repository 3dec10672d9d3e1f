/** A field for words that go on the record. */
type Props = {
  label: string
  value: string
  onChange: (words: string) => void
  /** It has the keyboard when its dialog opens. */
  isFirst?: boolean
}

const LONGEST = 2000

export function WordsField({ label, value, onChange, isFirst }: Props) {
  return (
    <label className="labelled">
      <span className="label">{label}</span>
      <textarea
        className="field"
        data-autofocus={isFirst}
        value={value}
        maxLength={LONGEST}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
