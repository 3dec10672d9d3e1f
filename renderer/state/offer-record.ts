import type { UiState } from './ui-store.ts'
import type { VerifySource } from './use-verify.ts'

/** In these nobody has typed anything that is still needed. */
const HOLDS_NOTHING: readonly string[] = ['verify', 'shortcuts']

/** A record that comes from outside is verified at once, or when the dialog that is open is closed: what somebody types there is not lost. */
export const offerRecord =
  (source: VerifySource) =>
  ({ dialog }: UiState): Partial<UiState> =>
    dialog === undefined || HOLDS_NOTHING.includes(dialog.kind)
      ? { dialog: { kind: 'verify', ...source }, waiting: undefined }
      : { waiting: source }

/** Undefined as long as something is open, or nothing waits. */
export const takeWaiting = ({ dialog, waiting }: UiState): Partial<UiState> | undefined =>
  waiting && dialog === undefined ? { dialog: { kind: 'verify', ...waiting }, waiting: undefined } : undefined
