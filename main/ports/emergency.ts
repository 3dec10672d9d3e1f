/** Where the way back is kept for the night the cockpit itself is gone. */
import type { ReleaseId } from '../../shared/ids.ts'

export type EmergencyPaths = { script: string; page: string; pdf: string }

export interface EmergencyFiles {
  paths(release: ReleaseId, environment: string): EmergencyPaths
  /** Replaces both in one motion each; throws when the disk does not take them, and then the former ones are still there. */
  write(release: ReleaseId, environment: string, texts: { script: string; page: string }): EmergencyPaths
  /** Replaces the printed page likewise. */
  writePdf(release: ReleaseId, environment: string, bytes: Uint8Array): void
}
