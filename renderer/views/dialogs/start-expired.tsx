import { Refusal } from '../../components/refusal.tsx'

/** A protected start is armed by what was just read, not by what stood on the screen over a coffee break. */
export function Expired({ onLook }: { onLook: () => void }) {
  return (
    <div className="export-row">
      <Refusal sentence="Shown more than 15 minutes ago: look at it again first." />
      <button type="button" className="btn end" onClick={onLook}>
        Look again
      </button>
    </div>
  )
}
