/** The one dialog that is open, if any. */
import { useSend, useSetUi, useUi } from '../../state/context.tsx'
import type { Deck } from '../../state/use-deck.ts'
import { MessageDialog } from '../notices/message-dialog.tsx'
import { NoticeDialog } from '../notices/notice-dialog.tsx'
import { RehearseDialog } from '../rehearsal/rehearse-dialog.tsx'
import { TimingsDialog } from '../rehearsal/timings-dialog.tsx'
import { DriverDialog } from '../room/driver-dialog.tsx'
import { MinuteDialog } from '../room/minute-dialog.tsx'
import { AmendDialog } from './amend-dialog.tsx'
import { ApprovalDialog } from './approval-dialog.tsx'
import { BriefingDialog } from './briefing-dialog.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { DeclareDialog } from './declare-dialog.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { ExecDialog } from './exec-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FeedbackDialog } from './feedback-dialog.tsx'
import { InspectDialog } from './inspect-dialog.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import { ItemDialog } from './item-dialog.tsx'
import { KeyboardDialog } from './keyboard-dialog.tsx'
import { NewReleaseDialog } from './new-release-dialog.tsx'
import { OpenDialog } from './open-dialog.tsx'
import { PostponeDialog } from './postpone-dialog.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { questionOf } from './reason-questions.ts'
import { ReplayBundleDialog } from './replay-bundle-dialog.tsx'
import { ReportIssueDialog } from './report-issue-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RollbackDialog } from './rollback-dialog.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { SignDialog } from './sign-dialog.tsx'
import { SignoffsDialog } from './signoffs-dialog.tsx'
import { StartDialog } from './start-dialog.tsx'
import { VerifyDialog } from './verify-dialog.tsx'
import { VetoDialog } from './veto-dialog.tsx'
import { WhatIfDialog } from './what-if-dialog.tsx'

export function Dialogs({ deck }: { deck: Deck | undefined }) {
  const dialog = useUi((ui) => ui.dialog)
  const setUi = useSetUi()
  const send = useSend()
  const close = () => setUi({ dialog: undefined })
  if (!dialog) return null
  if (dialog.kind === 'open') return <OpenDialog onClose={close} />
  if (dialog.kind === 'new-release') return <NewReleaseDialog deck={deck} onClose={close} />
  if (dialog.kind === 'shortcuts') return <ShortcutsDialog onClose={close} />
  if (dialog.kind === 'verify')
    return (
      <VerifyDialog
        key={dialog.path ?? dialog.file?.name ?? ''}
        file={dialog.file}
        path={dialog.path}
        onClose={close}
      />
    )
  if (dialog.kind === 'replay-bundle') return <ReplayBundleDialog source={dialog.source} onClose={close} />
  if (!deck) return null
  if (dialog.kind === 'export')
    return <ExportDialog deck={deck} onClose={close} {...(dialog.format ? { format: dialog.format } : {})} />
  if (dialog.kind === 'start') return <StartDialog deck={deck} onClose={close} />
  if (dialog.kind === 'rehearse') return <RehearseDialog deck={deck} onClose={close} />
  if (dialog.kind === 'timings') return <TimingsDialog deck={deck} wanted={dialog.runId} onClose={close} />
  if (dialog.kind === 'approve') return <ApprovalDialog deck={deck} dialog={dialog} onClose={close} />
  if (dialog.kind === 'postpone') return <PostponeDialog deck={deck} onClose={close} />
  if (dialog.kind === 'sign') {
    const back = dialog.about.kind === 'poll' ? ({ kind: 'briefing' } as const) : undefined
    return <SignDialog deck={deck} dialog={dialog} onClose={() => setUi({ dialog: back })} />
  }
  if (dialog.kind === 'briefing') return <BriefingDialog deck={deck} onClose={close} />
  if (dialog.kind === 'keyboard') return <KeyboardDialog deck={deck} onClose={close} />
  if (dialog.kind === 'revoke') return <RevokeDialog dialog={dialog} onClose={close} />
  if (dialog.kind === 'signoffs') return <SignoffsDialog deck={deck} onClose={close} />
  if (dialog.kind === 'rollback') return <RollbackDialog deck={deck} onClose={close} />
  if (dialog.kind === 'amend') return <AmendDialog deck={deck} onClose={close} />
  if (dialog.kind === 'item') return <ItemDialog deck={deck} id={dialog.item} onClose={close} />
  if (dialog.kind === 'issue') return <IssueDialog deck={deck} id={dialog.issue} onClose={close} />
  if (dialog.kind === 'report-issue') return <ReportIssueDialog deck={deck} onClose={close} />
  if (dialog.kind === 'notice') return <NoticeDialog deck={deck} stage={dialog.stage} onClose={close} />
  if (dialog.kind === 'message') return <MessageDialog deck={deck} id={dialog.notice} onClose={close} />
  if (dialog.kind === 'feedback') return <FeedbackDialog deck={deck} onClose={close} />
  if (dialog.kind === 'close-release') return <CloseDialog deck={deck} onClose={close} />
  if (dialog.kind === 'veto') return <VetoDialog deck={deck} decisionId={dialog.decisionId} onClose={close} />
  if (dialog.kind === 'what-if') return <WhatIfDialog deck={deck} wanted={dialog.metric} onClose={close} />
  if (dialog.kind === 'declare') return <DeclareDialog deck={deck} onClose={close} />
  if (dialog.kind === 'exec') return <ExecDialog deck={deck} onClose={close} />
  if (dialog.kind === 'inspect') return <InspectDialog {...dialog} deck={deck} onClose={close} />
  if (dialog.kind === 'driver') return <DriverDialog deck={deck} blocked={dialog.blocked} onClose={close} />
  if (dialog.kind === 'minute') return <MinuteDialog deck={deck} dialog={dialog} onClose={close} />
  if (dialog.kind === 'erase' || dialog.kind === 'erase-output')
    return <EraseDialog deck={deck} target={dialog} onClose={close} />
  const { command, ...question } = questionOf(dialog)
  return <ReasonDialog {...question} onClose={close} onSubmit={(reason) => send(command(reason))} />
}
