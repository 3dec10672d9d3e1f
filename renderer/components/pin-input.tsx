/** A PIN as it is typed: hidden, and kept nowhere by the browser. */
type Props = { label: string; value: string; onChange: (pin: string) => void }

export function PinInput({ label, value, onChange }: Props) {
  return (
    <label className="labelled">
      <span className="label">{label}</span>
      <input
        className="field"
        type="password"
        autoComplete="off"
        value={value}
        maxLength={256}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}
