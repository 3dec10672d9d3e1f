import { useId } from 'react'

type Props = {
  label: string
  value: string
  placeholder?: string
  most: number
  /** Why it is not taken, as a sentence. */
  problem: string | undefined
  isMono?: boolean
  onChange: (value: string) => void
}

/** A field that says beside it why what was written is not taken. */
export function CheckedField({ label, value, placeholder, most, problem, isMono, onChange }: Props) {
  const id = useId()
  return (
    <div className="labelled">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={isMono ? 'field mono' : 'field'}
        value={value}
        placeholder={placeholder}
        maxLength={most}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <p id={`${id}-problem`} className="small bold" role="alert">
          {problem} It is not kept.
        </p>
      )}
    </div>
  )
}
