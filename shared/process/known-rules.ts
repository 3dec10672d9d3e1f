/** Names a process may use for what the ledger knows; `shared/domain/process/known-facts.ts` says what each means. */

export const KNOWN_RULES = [
  'strategy-set',
  'window-set',
  'triggers-set',
  'rollback-strategy-set',
  'communication-set',
  'runbook-written',
  'rollback-written',
  'rollback-tested',
  'monitoring-configured',
  'monitoring-active',
  'staging-deployed',
  'production-ran',
  'production-deployed',
  'production-watched',
  'rolled-back',
  'no-open-issues',
  'go-poll',
  'rollback-ready',
  'feedback-collected',
  'release-closed',
  'validation-covered',
  'checklist-complete',
] as const

export const CONDITIONS = ['rolled-back', 'issues-found', 'issues-found-before'] as const

/** Of a process, what `production-requires` may name beside known rules and items. */
export const REQUIRED_LISTS = ['entry-criteria', 'checklist'] as const

/** What a process may have approved beside its steps. */
export const APPROVED_SUBJECTS = ['schedule', 'plan', 'review'] as const
