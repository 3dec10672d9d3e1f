/** A record that comes from outside is verified at once, or when the dialog that is open is closed: what somebody types there is not lost. */
import type { UiState } from './ui-store.ts'
import type { VerifySource } from './use-verify.ts'

export const offerRecord =
  (source: VerifySource) =>
  ({ dialog }: UiState): Partial<UiState> =>
    dialog === undefined || dialog.kind === 'verify'
      ? { dialog: { kind: 'verify', ...source }, waiting: undefined }
      : { waiting: source }

/** Undefined as long as something is open, or nothing waits. */
export const takeWaiting = ({ dialog, waiting }: UiState): Partial<UiState> | undefined =>
  waiting && dialog === undefined ? { dialog: { kind: 'verify', ...waiting }, waiting: undefined } : undefined
