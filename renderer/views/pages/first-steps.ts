/** How far a newcomer has come, as the ledger itself says. */
import type { ReleaseListItem } from '../../../shared/contract/results.ts'

/** Where samples are copied to, beside the ledger. */
const isSample = ({ folder }: Pick<ReleaseListItem, 'folder'>): boolean =>
  /[\\/]samples[\\/][^\\/]+[\\/]?$/.test(folder)

export type FirstSteps = { hasDeployed: boolean; hasOwn: boolean }

/** A sample that ran, and a release that is none. */
export const firstSteps = (releases: readonly Pick<ReleaseListItem, 'folder' | 'status'>[]): FirstSteps => ({
  hasDeployed: releases.some((each) => isSample(each) && each.status !== 'never run'),
  hasOwn: releases.some((each) => !isSample(each)),
})
