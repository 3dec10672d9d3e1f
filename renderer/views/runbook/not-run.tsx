import { Mark } from '../../components/mark.tsx'

/** Why something that stands in the runbook is not executed. */
export const NotRun = ({ reason }: { reason: string }) => (
  <p className="review-not-run small t2">
    <Mark name="skipped" className="t3" /> <b>Not run.</b> {reason}
  </p>
)
