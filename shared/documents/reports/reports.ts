/** The documents of a release: what each is, what it needs, and what it is made of. */
import { checklist } from './checklist.ts'
import { closureReport } from './closure-report.ts'
import { deploymentPlan } from './deployment-plan.ts'
import type { Parts } from './document-parts.ts'
import { apiChanges, configurationGuide, featureDocumentation } from './guides.ts'
import { feedbackSummary, issueLog, lessonsLearned } from './issue-documents.ts'
import type { ReportKind } from './kinds.ts'
import { knownIssues } from './known-issues.ts'
import { communicationPlan, deploymentSchedule, strategyDocument } from './planning-documents.ts'
import { postReleaseReview } from './post-release-review.ts'
import { postRollbackAnalysis } from './post-rollback-analysis.ts'
import { releaseNotes } from './release-notes.ts'
import { rollbackPlan } from './rollback-plan.ts'
import { runbook } from './runbook.ts'
import {
  afterAnyRun,
  afterProduction,
  afterProductionEnded,
  afterRollback,
  always,
  ofChecklist,
  ofDecisions,
  ofGates,
  ofIssues,
  ofPlan,
  ofStrategy,
  provedBefore,
  type Stands,
  withFeedback,
  withHistory,
  withSteps,
  withWayBack,
  withWindow,
} from './stands.ts'
import { upgradeGuide } from './upgrade-guide.ts'
import { healthReport, performanceReport, securityReport, stagingReport, testResults } from './validation-documents.ts'

export type Report = {
  title: string
  about: string
  stands: Stands
  parts: Parts
  /** It tells of single entries, or of what git said. */
  reads?: readonly ('events' | 'history')[]
}

export const REPORTS: Record<ReportKind, Report> = {
  'strategy-document': {
    title: 'Deployment strategy',
    about: 'Which strategy and why, its settings, the way back',
    stands: ofStrategy,
    parts: strategyDocument,
  },
  'deployment-schedule': {
    title: 'Deployment schedule',
    about: 'Windows, stages laid into them, due dates of every step',
    stands: withWindow,
    parts: deploymentSchedule,
  },
  'communication-plan': {
    title: 'Communication plan',
    about: 'Notices with their due dates, what each says, who gets it',
    stands: withWindow,
    parts: communicationPlan,
  },
  'deployment-plan': {
    title: 'Deployment plan',
    about: 'Team, windows, strategy, steps, checks, targets, triggers, sign-off',
    stands: ofPlan,
    parts: deploymentPlan,
  },
  'rollback-plan': {
    title: 'Rollback plan',
    about: 'Triggers, order of the undos, what stays, drills, times',
    stands: withWayBack,
    parts: rollbackPlan,
  },
  checklist: {
    title: 'Pre-deployment checklist',
    about: 'Entry criteria and checklist with their evidence',
    stands: ofChecklist,
    parts: checklist,
  },
  runbook: {
    title: 'Deployment runbook',
    about: 'The steps as executed, else as planned, with their commands',
    stands: withSteps,
    parts: runbook,
  },
  'staging-report': {
    title: 'Staging validation report',
    about: 'Runs, tests, issues and sign-off of staging',
    stands: provedBefore,
    parts: stagingReport,
  },
  'release-notes': {
    title: 'Release notes',
    about: 'What is new, mended, broken and known, from git',
    stands: withHistory,
    parts: releaseNotes,
    reads: ['history'],
  },
  'feature-documentation': {
    title: 'Feature documentation',
    about: 'Each feature with what its commit says of it',
    stands: withHistory,
    parts: featureDocumentation,
    reads: ['history'],
  },
  'upgrade-guide': {
    title: 'Upgrade guide',
    about: 'What to do before, each step, what changes, the way back',
    stands: withHistory,
    parts: upgradeGuide,
    reads: ['history'],
  },
  'configuration-guide': {
    title: 'Configuration guide',
    about: 'Variables and secrets per environment, and what changed',
    stands: always,
    parts: configurationGuide,
    reads: ['history'],
  },
  'api-changes': {
    title: 'API changes',
    about: 'What changes for whoever calls the services',
    stands: withHistory,
    parts: apiChanges,
    reads: ['history'],
  },
  'known-issues': {
    title: 'Known issues',
    about: 'What triggers found and people declared, and what came of it',
    stands: ofDecisions,
    parts: knownIssues,
  },
  'post-rollback-analysis': {
    title: 'Post-rollback analysis',
    about: 'Times, evidence, decisions and timeline of a rollback',
    stands: afterRollback,
    parts: postRollbackAnalysis,
    reads: ['events'],
  },
  'test-results': {
    title: 'Post-deployment test results',
    about: 'Checks, gates and tests of every production run',
    stands: afterProduction,
    parts: testResults,
  },
  'health-report': {
    title: 'System health report',
    about: 'Scorecard, what answers, targets missed, issues',
    stands: afterProduction,
    parts: healthReport,
  },
  'performance-report': {
    title: 'Performance validation report',
    about: 'Response times and rates against their targets',
    stands: afterProduction,
    parts: performanceReport,
  },
  'security-report': {
    title: 'Security validation report',
    about: 'Security items, commits, issues, and who signs',
    stands: afterProduction,
    parts: securityReport,
    reads: ['history'],
  },
  'feedback-summary': {
    title: 'User feedback summary',
    about: 'What users said, with its mood',
    stands: withFeedback,
    parts: feedbackSummary,
  },
  'issue-log': {
    title: 'Issue log',
    about: 'Every issue, open and settled, with how it stands',
    stands: ofIssues,
    parts: issueLog,
  },
  'post-release-review': {
    title: 'Post-release review',
    about: 'Planned and actual, scorecard, deviations, issues, notes',
    stands: afterProductionEnded,
    parts: postReleaseReview,
    reads: ['events'],
  },
  'lessons-learned': {
    title: 'Lessons learned',
    about: 'What went wrong and deviated, and room for what is learned',
    stands: afterAnyRun,
    parts: lessonsLearned,
    reads: ['events'],
  },
  'closure-report': {
    title: 'Closure report',
    about: 'Gates, deliverables, approvals, and the head of the record',
    stands: ofGates,
    parts: closureReport,
  },
}
