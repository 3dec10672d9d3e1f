/** Who signs, and the PIN they sign with where they have one. Never kept: it is gone when the dialog closes. */
import { useSetUi } from '../../state/context.tsx'
import { useSigner } from '../../state/use-pins.ts'

type Props = { value: string; onChange: (pin: string) => void; isSpoken: boolean }

export function PinField({ value, onChange, isSpoken }: Props) {
  const { name, hasPin } = useSigner()
  const setUi = useSetUi()
  return (
    <>
      <p className="small t2 signer">
        {isSpoken ? 'Recorded by' : 'Signed by'} <b className="t1">{name || 'nobody yet'}</b>.{' '}
        <button type="button" className="link" onClick={() => setUi({ dialog: { kind: 'keyboard' } })}>
          Somebody else is at the keyboard
        </button>
      </p>
      {hasPin && (
        <label className="labelled">
          <span className="label">PIN of {name}</span>
          <input
            className="field"
            type="password"
            autoComplete="off"
            value={value}
            maxLength={256}
            onChange={(event) => onChange(event.target.value)}
          />
        </label>
      )}
    </>
  )
}
