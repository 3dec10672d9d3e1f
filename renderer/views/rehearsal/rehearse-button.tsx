import { useSetUi } from '../../state/context.tsx'

export function RehearseButton() {
  const setUi = useSetUi()
  return (
    <button type="button" className="btn" title="Shift R" onClick={() => setUi({ dialog: { kind: 'rehearse' } })}>
      Rehearse…
    </button>
  )
}
