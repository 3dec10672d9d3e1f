/** What a person can ask of a release. A command names steps by id and never carries command text. */
import { z } from 'zod'
import { severity } from '../events/decision-events.ts'
import { brand } from '../events/define.ts'
import { rehearsalSpeed } from '../events/rehearsal-events.ts'
import type { AttemptId, Digest, RunId, StageId, StepId } from '../ids.ts'
import { NOTICE_MODES } from '../runbook/notices/model.ts'
import { noticeCommands } from './notice-commands.ts'
import { driverCommands, noteCommands } from './room-commands.ts'
import { words } from './words.ts'

const run = { runId: brand<RunId>() }
const step = { ...run, stepId: brand<StepId>() }
const attempt = { attemptId: brand<AttemptId>() }
const decision = { decisionId: z.string() }
const issue = { issue: z.string().trim().min(1).max(200) }
const item = { item: z.string().min(1).max(200) }
const reason = words(2000, 'Give a reason: it goes on the record.')

/** What is approved beside what runs. */
export const subject = z.object({
  kind: z.enum(['schedule', 'plan', 'process-step', 'poll', 'document', 'review']),
  subjectId: z.string().min(1).max(200).optional(),
})

/** Evidence as brought: the digest of a file in the release folder is taken by the cockpit. */
const givenEvidence = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string().trim().min(1).max(1000) }),
  z.object({
    kind: z.literal('link'),
    url: z.url({ protocol: /^https?$/, error: 'A link begins with http:// or https://.' }).max(2000),
  }),
  z.object({ kind: z.literal('run'), runId: brand<RunId>() }),
  z.object({ kind: z.literal('note'), text: z.string().trim().min(1).max(4000) }),
])

export const commandSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.start'),
    stageId: brand<StageId>(),
    environment: z.string(),
    /** The resolved digest the person was shown; refused when the folder changed since. */
    shownDigest: brand<Digest>().optional(),
    inputs: z.record(z.string(), z.string()).default({}),
    confirmAll: z.boolean().default(false),
    pace: z.enum(['manual', 'auto']).optional(),
    fromStep: brand<StepId>().optional(),
    /** Overrides window, freeze and missing conditions with a reason, loudly. */
    override: reason.optional(),
    /** The role that overrides missing conditions of the process. */
    overrideRole: z.string().min(1).optional(),
    /** How far the notices of this run go; what release.yaml says when left out. */
    notices: z.enum(NOTICE_MODES).optional(),
  }),
  z.object({
    type: z.literal('rollback.start'),
    environment: z.string(),
    reason: reason.default('A person asked for the rollback.'),
    /** A rehearsed rollback in an unprotected environment. */
    drill: z.boolean().default(false),
    /** Only this service, with what depends on it. */
    service: z.string().min(1).optional(),
  }),
  z.object({
    type: z.literal('rehearsal.start'),
    /** Every forward stage of the environment when left out. */
    stageId: brand<StageId>().optional(),
    environment: z.string(),
    speed: rehearsalSpeed.default(1),
    /** `safe`: those marked `rehearse=run` run for real. */
    commands: z.enum(['stub', 'safe']).default('stub'),
    shownDigest: brand<Digest>().optional(),
    inputs: z.record(z.string(), z.string()).default({}),
    confirmAll: z.boolean().default(false),
    pace: z.enum(['manual', 'auto']).optional(),
    notices: z.enum(['off', 'test']).optional(),
  }),
  z.object({
    type: z.literal('release.postpone'),
    reason,
    /** The agreed new start, ISO 8601 with an offset. */
    until: z.iso.datetime({ offset: true, error: 'Write the new date as 2026-12-04T22:00:00+01:00.' }).optional(),
  }),
  z.object({ type: z.literal('release.cancel'), reason }),
  z.object({ type: z.literal('release.reopen'), reason }),
  /** `override`: why it is closed although something is missing, by `role`. */
  z.object({
    type: z.literal('release.close'),
    words: reason,
    override: reason.optional(),
    role: z.string().min(1).optional(),
  }),
  z.object({ type: z.literal('run.pause'), ...run, reason: z.string().default('') }),
  z.object({ type: z.literal('run.resume'), ...run }),
  /** After a gap: the run goes on, or is paused. `throughSeq` is the entry of the last gap the person was shown. */
  z.object({
    type: z.literal('gap.acknowledge'),
    ...run,
    throughSeq: z.number().int().optional(),
    decision: z.enum(['continue', 'hold']),
    reason: z.string().max(2000).default(''),
  }),
  /** Ends an open run; what is running is stopped first. */
  z.object({ type: z.literal('run.stop'), ...run, reason }),
  /** Starts the next step of a run at manual pace. */
  z.object({ type: z.literal('step.start'), ...step }),
  z.object({ type: z.literal('step.confirm'), ...attempt, note: z.string().max(2000).optional() }),
  /** A manual step that could not be done. */
  z.object({ type: z.literal('step.fail'), ...attempt, reason }),
  z.object({ type: z.literal('step.skip'), ...step, reason }),
  z.object({ type: z.literal('step.retry'), ...step }),
  /** Ends the automatic retries of a failed step. */
  z.object({ type: z.literal('step.stop-retries'), ...step, reason }),
  /** TERM to the process group; asked a second time, KILL. */
  z.object({ type: z.literal('step.stop'), ...attempt, reason }),
  z.object({ type: z.literal('step.resolve'), ...attempt, outcome: z.enum(['succeeded', 'failed']), reason }),
  /** A deviation: the run goes on although the gate has not passed. */
  z.object({ type: z.literal('gate.override'), ...attempt, reason }),
  /** The answer to a gate that asks: it goes on holding. */
  z.object({ type: z.literal('gate.keep-waiting'), ...attempt, reason: z.string().trim().max(2000).default('') }),
  /** A deviation: the canary gets more traffic although no verdict says so. */
  z.object({ type: z.literal('judge.promote'), ...attempt, reason }),
  /** The answer to a judge that asks: it goes on measuring. */
  z.object({ type: z.literal('judge.keep-waiting'), ...attempt, reason: z.string().trim().max(2000).default('') }),
  /** A deviation: a batch begins although more instances fail than may. */
  z.object({ type: z.literal('batch.override'), ...step, reason }),
  /** The run takes up what the folder says now; in a protected environment this only asks, and another person approves. */
  z.object({
    type: z.literal('amend.request'),
    ...run,
    shownDigest: brand<Digest>(),
    reason,
    inputs: z.record(z.string(), z.string()).default({}),
  }),
  z.object({ type: z.literal('amend.approve'), ...run, shownDigest: brand<Digest>() }),
  z.object({ type: z.literal('amend.withdraw'), ...run, reason: z.string().trim().max(2000).default('') }),
  /** A command typed in a terminal joins an open run, or opens a small run of the environment. Refused from a window. */
  z.object({
    type: z.literal('step.exec'),
    argv: z.array(z.string().max(100_000)).min(1).max(1000),
    runId: brand<RunId>().optional(),
    environment: z.string().optional(),
    reason,
    undo: brand<StepId>().optional(),
    timeoutMs: z.number().int().positive().optional(),
    /** What `exec.preview` gave for this command, for a protected environment. */
    confirm: z.string().optional(),
    /** Overrides window and freeze with a reason where no run is open. */
    override: reason.optional(),
  }),
  z.object({
    type: z.literal('approval.give'),
    role: z.string(),
    decision: z.enum(['go', 'no-go', 'standby']),
    /** What is run there; left out where it is about the whole release. */
    environment: z.string().optional(),
    about: subject.optional(),
    ...{ runId: brand<RunId>().optional(), stepId: brand<StepId>().optional() },
    /** The digest that was on the screen when the person decided. */
    digest: brand<Digest>(),
    words: z.string().max(2000).optional(),
    /** The word of somebody who is not at the keyboard, and how it was given. */
    spoken: z
      .object({
        by: z.string().trim().min(1, 'Say whose word it is.').max(200),
        how: z.string().trim().min(1, 'Say how it was given: by phone, in the room, at what time.').max(500),
      })
      .optional(),
  }),
  /** Asks the room: each role answers with an approval that is about the poll. */
  z.object({ type: z.literal('poll.open'), environment: z.string().min(1) }),
  /** What came of it. `until`: with `postpone`, the agreed new start. */
  z.object({
    type: z.literal('poll.close'),
    pollId: z.string().min(1).max(100),
    outcome: z.enum(['go', 'no-go', 'withdrawn', 'postpone', 'cancel']),
    reason: z.string().trim().max(2000).optional(),
    until: z.iso.datetime({ offset: true, error: 'Write the new date as 2026-12-04T22:00:00+01:00.' }).optional(),
  }),
  /** Takes a word back; `seq` is the entry that gave it. */
  z.object({ type: z.literal('approval.revoke'), seq: z.number().int().positive(), reason }),
  /** An issue a person saw: the same effect as a trigger of that severity. */
  z.object({
    type: z.literal('issue.declare'),
    environment: z.string(),
    severity,
    service: z.string().min(1).optional(),
    words: reason,
  }),
  z.object({ type: z.literal('decision.acknowledge'), ...decision }),
  /** Stops a countdown: a role's word, with its reason. */
  z.object({ type: z.literal('decision.veto'), ...decision, role: z.string().min(1), reason }),
  z.object({
    type: z.literal('decision.answer'),
    ...decision,
    choice: z.enum(['roll-back', 'hold', 'fix-forward']),
    service: z.string().min(1).optional(),
    reason,
  }),
  /** Items of the process. `person`: who sees to it, when it is somebody else. */
  z.object({ type: z.literal('item.take'), ...item, person: z.string().trim().min(1).max(200).optional() }),
  z.object({
    type: z.literal('item.done'),
    ...item,
    role: z.string().min(1).optional(),
    evidence: z.array(givenEvidence).min(1, 'Say what shows it: a file, a link, a run or a note.').max(50),
  }),
  z.object({ type: z.literal('item.reopen'), ...item, reason }),
  /** A deviation: a role goes on without it. */
  z.object({ type: z.literal('item.waive'), ...item, role: z.string().min(1), reason }),
  /** The issue log: what somebody found outside a decision of the release night. */
  z.object({
    type: z.literal('issue.report'),
    title: words(2000, 'Say what is wrong.').overwrite((text) => text.replace(/\s+/g, ' ')),
    severity,
    environment: z.string().min(1).optional(),
    service: z.string().min(1).optional(),
  }),
  z.object({ type: z.literal('issue.take'), ...issue, person: z.string().trim().min(1).max(200).optional() }),
  z.object({
    type: z.literal('issue.resolve'),
    ...issue,
    outcome: z.enum(['fixed', 'worked-around', 'rolled-back', 'no-issue']),
    words: reason,
  }),
  /** A role lets it go out with the release: a known issue. */
  z.object({ type: z.literal('issue.accept'), ...issue, role: z.string().min(1), words: reason }),
  z.object({ type: z.literal('issue.close'), ...issue, words: reason }),
  z.object({ type: z.literal('issue.reopen'), ...issue, reason }),
  z.object({
    type: z.literal('feedback.record'),
    from: words(200, 'Say who said it, or where it comes from.'),
    channel: z.string().trim().min(1).max(200).optional(),
    mood: z.enum(['good', 'mixed', 'bad']),
    text: words(4000, 'Say what was said.'),
    issue: z.string().min(1).max(200).optional(),
  }),
  /** On a step of the runbook; `line` is one of its own. `replyTo`: the comment it answers. */
  z.object({
    type: z.literal('comment.add'),
    stepId: brand<StepId>(),
    line: z.number().int().min(1).optional(),
    text: words(2000, 'Write the comment.'),
    replyTo: z.string().min(1).max(100).optional(),
  }),
  z.object({ type: z.literal('comment.resolve'), comment: z.string().min(1).max(100), words: reason.optional() }),
  z.object({ type: z.literal('comment.reopen'), comment: z.string().min(1).max(100), words: reason }),
  ...noticeCommands,
  ...noteCommands,
  ...driverCommands,
  /** For the post-mortem, about a moment that is over: the last entry there was at `aboutMs`. */
  z.object({
    type: z.literal('remark.add'),
    text: words(4000, 'Write the remark.'),
    aboutSeq: z.number().int().min(1),
    aboutMs: z.number().int(),
  }),
  z.object({ type: z.literal('live.observe'), environment: z.string() }),
])

/** As sent: defaults may be left out. */
export type CommandInput = z.input<typeof commandSchema>
export type Command = z.output<typeof commandSchema>
