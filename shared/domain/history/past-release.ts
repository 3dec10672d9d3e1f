import type { ReleaseId } from '../../ids.ts'
import type { ReleaseHistory } from './release-history.ts'

/** A row of the list of past releases. `history` is absent while its entries are being read, or when they cannot be. */
export type PastRelease = {
  release: ReleaseId
  name: string
  version: string
  status: string
  environment?: string
  updatedAtMs: number
  size: number
  history?: ReleaseHistory
}
