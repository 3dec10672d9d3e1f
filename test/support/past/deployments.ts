/** Releases of the past with deployments into production, as a test needs them told. */
import type { Deployment } from '../../../shared/domain/history/deployments.ts'
import type { ReleaseHistory } from '../../../shared/domain/history/release-history.ts'

export const HOUR_MS = 3_600_000

/** It succeeded and took an hour. */
export const deploymentAt = (endedAtMs: number, more: Partial<Deployment> = {}): Deployment => ({
  environment: 'production',
  outcome: 'succeeded',
  startedAtMs: endedAtMs - HOUR_MS,
  endedAtMs,
  deployMs: HOUR_MS,
  plannedSteps: 0,
  steps: 3,
  hasFailed: false,
  critical: 0,
  high: 0,
  ...more,
})

export const releaseOf = (deployments: Deployment[], more: Partial<ReleaseHistory> = {}): ReleaseHistory => ({
  name: 'Parcel Tracker',
  version: '2.4.0',
  createdAtMs: 0,
  deployments,
  rollbacks: [],
  drills: [],
  approvals: 0,
  deviations: 0,
  ...more,
})
