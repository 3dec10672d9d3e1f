import type { Finding } from '../../runbook/model.ts'

/** Why a runbook is not signed as reviewed: it has errors that were found already. Undefined when it has none. */
export function objectToReview(findings: readonly Finding[]): string | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const first = errors[0]
  if (!first) return undefined
  const many = errors.length === 1 ? '1 error' : `${errors.length} errors`
  return `The runbook has ${many}, first ${first.file}:${first.line}: ${first.message} Mend that, or say NO-GO.`
}
