import { Mark } from './mark.tsx'

/** What went wrong, where the action was: a sentence, inverse, never red. */
export function Refusal({ sentence }: { sentence: string | undefined }) {
  if (!sentence) return null
  return (
    <p className="refusal" role="alert">
      <Mark name="warning-line" />
      <span>{sentence}</span>
    </p>
  )
}
