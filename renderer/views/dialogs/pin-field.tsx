/** Who signs, and the PIN they sign with where they have one. Never kept: it is gone when the dialog closes. */
import { PinInput } from '../../components/pin-input.tsx'
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
      {hasPin && <PinInput label={`PIN of ${name}`} value={value} onChange={onChange} />}
    </>
  )
}
