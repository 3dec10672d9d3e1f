/** A refused command: a stable code for programs and a sentence a person can act on. */
export type Rejection = {
  code: RejectionCode
  message: string
}

export type RejectionCode =
  | 'unknown-run'
  | 'unknown-step'
  | 'unknown-stage'
  | 'unknown-environment'
  | 'no-definition'
  | 'run-open'
  | 'run-not-open'
  | 'wrong-state'
  | 'missing-reason'
  | 'missing-input'
  | 'missing-approval'
  | 'outside-window'
  | 'frozen'
  | 'changed-since-shown'
  | 'not-armed'
  | 'no-rollback'
  | 'unknown-service'
  | 'unknown-decision'
  | 'unknown-role'
  | 'unknown-item'
  | 'unknown-issue'
  | 'unknown-notice'
  | 'no-channel'
  | 'notices-off'
  | 'sent-already'
  | 'gate-shut'
  | 'postponed'
  | 'cancelled'
  | 'closed'
  | 'unresolvable'
  | 'ledger-unwritable'
  | 'disk-full'
  | 'not-supported'
  | 'not-interactive'
  | 'input-unread'
  | 'bad-command'
  | 'needs-confirmation'
  | 'needs-second-person'
  | 'not-driving'
  | 'pin-needed'
  | 'wrong-pin'
  | 'unreadable-folder'
  | 'replay'

export const reject = (code: RejectionCode, message: string): { rejection: Rejection } => ({
  rejection: { code, message },
})
