import { useSetUi } from '../../../state/context.tsx'

export function StartButton() {
  const setUi = useSetUi()
  return (
    <button type="button" className="btn btn-primary" onClick={() => setUi({ dialog: { kind: 'start' } })}>
      Start a run… <kbd>R</kbd>
    </button>
  )
}
