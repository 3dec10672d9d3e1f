/** The documents this version writes, in the order of the process, named as its `document:` names them. */
export const REPORT_KINDS = [
  'deployment-plan',
  'rollback-plan',
  'checklist',
  'runbook',
  'known-issues',
  'post-rollback-analysis',
  'post-release-review',
  'closure-report',
] as const

export type ReportKind = (typeof REPORT_KINDS)[number]
