/** The five measures in words: what DORA asks, and how it is measured from this ledger. Shown beside each value. */
import type { Cluster } from './clusters.ts'

export type DoraMeasure = 'frequency' | 'lead-time' | 'fail-rate' | 'recovery' | 'rework'

export const DORA_TITLES: Record<DoraMeasure, string> = {
  frequency: 'Deployment frequency',
  'lead-time': 'Change lead time',
  'fail-rate': 'Change fail rate',
  recovery: 'Failed deployment recovery',
  rework: 'Rework rate',
}

export const WHAT_COUNTS =
  'A deployment is what a release brought to a protected environment: its runs there, up to their success or their rollback. Staging, drills and rehearsals never count, nor does what ended failed or stopped and was neither finished nor rolled back.'

export const DORA_DEFINITIONS: Record<DoraMeasure, string> = {
  frequency:
    'Deployments by the days of the range, or by those since the first release in this ledger when that is later.',
  'lead-time':
    'From the commit to the end of the deployment that brought it: of each release the middle one of its commits as git gave them (merges left out), of those the median. Deployments that were rolled back are left out. A release whose history was never read (Documents, release notes) has none.',
  'fail-rate':
    'Deployments that were rolled back, wholly or in part, or had a critical or high issue, among all. What turned out to be no issue does not count.',
  recovery:
    'From the first critical or high issue (where a rollback came without one: from the end of the deployment, or the start of the rollback when that was earlier) to the end of the rollback, or until the last of those issues was resolved. The median; what is not over yet is left out.',
  rework:
    'Deployments that came right after one of the same product and environment that had failed, among all. DORA asks for unplanned deployments that mend what users see; the ledger cannot know why one was made, so this is the nearest it can say. The report has no clusters for it.',
}

/** As the report of 2024 describes them; rework rate has none. */
export const DORA_CLUSTERS: Partial<Record<DoraMeasure, Record<Cluster, string>>> = {
  frequency: {
    elite: 'on demand, many a day',
    high: 'daily to weekly',
    medium: 'weekly to monthly',
    low: 'monthly to half-yearly',
  },
  'lead-time': { elite: '< 1 day', high: '1 day to 1 week', medium: '1 week to 1 month', low: '1 to 6 months' },
  'fail-rate': { elite: '5 %', high: '20 %', medium: '10 %', low: '40 %' },
  recovery: { elite: '< 1 hour', high: '< 1 day', medium: '< 1 day', low: '1 week to 1 month' },
}

export const ABOUT_CLUSTERS =
  'Clusters of “Accelerate State of DevOps 2024” (DORA, Google Cloud). They describe groups of answers to a survey and are no goals.'
