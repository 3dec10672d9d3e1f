/** The documents this version writes, in the order of the process, named as its `document:` names them. */
export const REPORT_KINDS = [
  'strategy-document',
  'deployment-schedule',
  'communication-plan',
  'deployment-plan',
  'rollback-plan',
  'checklist',
  'runbook',
  'staging-report',
  'release-notes',
  'feature-documentation',
  'upgrade-guide',
  'configuration-guide',
  'api-changes',
  'known-issues',
  'post-rollback-analysis',
  'test-results',
  'health-report',
  'performance-report',
  'security-report',
  'feedback-summary',
  'issue-log',
  'post-release-review',
  'lessons-learned',
  'closure-report',
] as const

export type ReportKind = (typeof REPORT_KINDS)[number]
