/** The methods every host serves, with their validated parameters; `results.ts` has the answers. Declared once: both sides derive their types from it. */
import { z } from 'zod'
import { EXPORT_FORMATS } from '../documents/log/formats.ts'
import { REPORT_KINDS } from '../documents/reports/kinds.ts'
import { brand } from '../events/define.ts'
import { rehearsalSpeed } from '../events/rehearsal-events.ts'
import type { AttemptId, Digest, ReleaseId, RunId, StageId } from '../ids.ts'
import { commandSchema, subject } from './commands.ts'
import { newRelease } from './new-release.ts'
import { searchMethods } from './search.ts'
import { nameWords } from './words.ts'

const release = { release: brand<ReleaseId>() }
const version = z.number().int().min(0)
const exportJob = z.string().min(1).max(100)
/** A plain file name with the ending of an export: a window cannot name anything else to write. */
export const exportName = z
  .string()
  .max(200)
  .regex(
    /^[^/\\\p{Cc}.][^/\\\p{Cc}]*\.(?:zip|cockpit-bundle|jsonl|csv|html|pdf|md)$/u,
    'Write a plain file name with the ending of the format.',
  )
const wholeNumber = z.number().int()
/** Which entries; both ends are included. */
const logSelection = z.object({
  fromSeq: wholeNumber.min(1).optional(),
  toSeq: wholeNumber.min(1).optional(),
  fromMs: wholeNumber.optional(),
  toMs: wholeNumber.optional(),
  kinds: z.array(z.string().max(100)).max(200).optional(),
})
/** Of a bundle that `bundle.open` opened, instead of this ledger. */
const ofBundle = { bundle: z.string().min(1).max(100).optional() }
const ofDocument = { document: z.enum(REPORT_KINDS), version: version.optional() }

/** Never recorded, never logged. */
const pin = z.string().min(1).max(256)
const who = { name: nameWords(200), role: nameWords(100).optional() }
const person = z.object(who)
const signer = z.object({ ...who, pin: pin.optional() })

export const methodParams = {
  hello: z.object({}),
  'releases.list': z.object({}),
  /** What is known of every release, for the list of past ones and the DORA measures. Records nothing. */
  'history.list': z.object({}),
  /** How long the steps really took in the last `releases` releases of the same product, the one asked for included. */
  'history.steps': z.object({ ...release, releases: z.number().int().min(1).max(1000).default(10) }),
  /** Reads a release folder, records its definition when it changed, and opens (or creates) its ledger. */
  'release.open': z.object({ folder: z.string().min(1) }),
  /** The sample that ships with the cockpit, copied to a place it may write to and opened. */
  'sample.open': z.object({ name: z.string().default('parcel-tracker') }),
  /** The files of a new release, before anything is written. */
  'new.preview': newRelease,
  /** All of them or none, never over what is there. The folder is opened with `release.open`. */
  'new.write': newRelease,
  'events.read': z.object({
    ...release,
    ...ofBundle,
    fromSeq: z.number().int().min(1).default(1),
    limit: z.number().int().min(1).max(5000).default(1000),
  }),
  /** What a run would execute, resolved for an environment; its digest is what a start must show, its `arm` what a protected one must carry. */
  'run.preview': z.object({
    ...release,
    stageId: brand<StageId>(),
    environment: z.string(),
    inputs: z.record(z.string(), z.string()).default({}),
  }),
  /** What a rehearsal would go through and which of it would run for real; its digest is what its start must show. */
  'rehearsal.preview': z.object({
    ...release,
    stageId: brand<StageId>().optional(),
    environment: z.string(),
    speed: rehearsalSpeed.default(1),
    commands: z.enum(['stub', 'safe']).default('stub'),
    confirmAll: z.boolean().default(false),
    inputs: z.record(z.string(), z.string()).default({}),
  }),
  /** What amending an open run would change: the folder as it is now. Records nothing. */
  'run.changes': z.object({
    ...release,
    runId: brand<RunId>(),
    inputs: z.record(z.string(), z.string()).default({}),
  }),
  /** The folder as it is now against the version last executed, or a git revision, by step. Records nothing. */
  'runbook.compare': z.object({
    ...release,
    against: z.union([
      z.object({ lastRun: z.object({ environment: z.string().max(200).optional() }) }).strict(),
      z.object({ revision: z.string().min(1).max(200) }).strict(),
    ]),
  }),
  /** What `cockpit exec` would run now, and what confirms it. Refused from a window. */
  'exec.preview': z.object({ ...release, command: commandSchema }),
  /** Writes the rollback of an environment as a script that needs no cockpit, beside the ledger. */
  'emergency.write': z.object({ ...release, environment: z.string(), print: z.boolean().default(false) }),
  'command.send': z.object({
    ...release,
    command: commandSchema,
    /** Who says so. A PIN is looked at for words of roles only. */
    as: signer,
    /** Of `run.start` in a protected environment: the token of the preview that was shown. Never recorded. */
    arm: z.string().max(100).optional(),
    /** The caller's environment, for `run.start` from a terminal beside an owner. Handed to commands, never recorded. */
    environmentVariables: z.record(z.string(), z.string()).optional(),
    /** Set by whoever serves a window: it may name fewer inputs than a terminal. */
    isFromWindow: z.boolean().optional(),
  }),
  /** Scripts the way back names that are not in the release folder now. */
  'readiness.read': z.object(release),
  /** Whose PIN is known to this cockpit. */
  'pin.list': z.object({}),
  /** Sets a PIN, or with the old one changes it. That it was, not which, is recorded in the release named. */
  'pin.set': z.object({ ...release, name: z.string().min(1).max(200), pin, oldPin: pin.optional() }),
  /** Another person takes a forgotten PIN away, on the record. */
  'pin.reset': z.object({
    ...release,
    name: z.string().min(1).max(200),
    as: signer,
    reason: z.string().trim().min(1, 'Give a reason: it goes on the record.').max(2000),
  }),
  /** What an approval of the schedule, the plan or a step of the process would bind now. Records nothing but the folder. */
  'subject.read': z.object({ ...release, about: subject }),
  /** What a review is read from: the runbook as it stands in the folder, and whether its secrets are where they are looked for. Offline; no secret is read. */
  'review.read': z.object({
    ...release,
    /** Also with what only this machine knows: shells that read each block, programs, links. Takes longer. */
    isThorough: z.boolean().default(true),
  }),
  /** Suggestions as a git patch, or as `steps:` for release.yaml: a new file, beside the ledger or where `file` says. All findings, or those that are named. */
  'review.fixes': z.object({
    ...release,
    kind: z.enum(['patch', 'steps']),
    findings: z
      .array(z.object({ code: z.string().max(100), line: z.number().int(), message: z.string().max(4000) }))
      .max(1000)
      .optional(),
    file: z.string().min(1).max(1000).optional(),
  }),
  /** Looks at the folder's `signoffs/`: signed statements that hold are put on record in the name of who signed. */
  'signoffs.import': z.object({
    ...release,
    as: person,
  }),
  /** Gives a run that was taken up without its secrets what it needs; `goOn` goes on with what is there. Never recorded. */
  'secrets.provide': z.object({
    ...release,
    runId: brand<RunId>(),
    values: z.record(z.string(), z.string().max(131_072)).default({}),
    goOn: z.boolean().default(false),
    as: person,
  }),
  /** Secrets the desktop app keeps: names only, values never come back. Other hosts refuse with a sentence. */
  'keychain.list': z.object({}),
  'keychain.keep': z.object({ name: z.string().trim().min(1).max(200), value: z.string().max(131_072) }),
  'keychain.forget': z.object({ name: z.string().min(1).max(200) }),
  'output.head': z.object({ attempt: brand<AttemptId>(), ...ofBundle }),
  /** When the output was stored, in ms; empty for output that an older version stored. */
  'output.times': z.object({ attempt: brand<AttemptId>(), ...ofBundle }),
  'output.read': z.object({
    attempt: brand<AttemptId>(),
    ...ofBundle,
    /** Either a byte offset or a line number (from 0). */
    offset: z.number().int().min(0).optional(),
    line: z.number().int().min(0).optional(),
    length: z.number().int().min(1).max(65_536),
  }),
  /**
   * Searches about a MiB of stored output from `fromByte` (0, or where an earlier answer says to go on): the whole of it is many calls, so that nothing waits
   * for a search and stopping is not calling again.
   */
  'output.find': z.object({
    attempt: brand<AttemptId>(),
    ...ofBundle,
    text: z
      .string()
      .min(1)
      .max(1000)
      .regex(/^[^\n]*$/),
    matchCase: z.boolean().default(false),
    fromByte: z.number().int().min(0).default(0),
  }),
  ...searchMethods,
  /** What is left of an attempt: files, processes, last lines. For a person who has to say how it ended; changes and records nothing. */
  'attempt.inspect': z.object({ ...release, attempt: brand<AttemptId>() }),
  /** Runs the step's own `verify` once more, to judge an unknown outcome. What it says goes on the record. At most a minute. */
  'attempt.verify': z.object({
    ...release,
    attempt: brand<AttemptId>(),
    as: person,
  }),
  /** Keys typed into a running interactive step, as bytes. Who typed is recorded, never what. */
  'terminal.send': z.object({
    ...release,
    attempt: brand<AttemptId>(),
    /** At most 4 KiB. */
    base64: z.base64().min(1).max(5464),
    as: person,
  }),
  'terminal.resize': z.object({
    ...release,
    attempt: brand<AttemptId>(),
    columns: z.number().int().min(2).max(1000),
    rows: z.number().int().min(2).max(1000),
  }),
  /** Samples of one metric, decimated to `points` (minima and maxima kept). */
  'samples.read': z.object({
    ...release,
    ...ofBundle,
    environment: z.string(),
    metric: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    points: z.number().int().min(2).max(20_000).default(300),
  }),
  /** When another limit would have fired over every recorded sample, beside what fired. Changes and records nothing. */
  'triggers.replay': z.object({
    ...release,
    environment: z.string(),
    metric: z.string(),
    above: z.number().optional(),
    below: z.number().optional(),
    /** Instead of a limit; `objective` in percent. */
    burnRate: z
      .object({
        objective: z.number().gt(0).lt(100),
        windows: z
          .array(
            z.object({
              longMs: z.number().int().positive(),
              shortMs: z.number().int().positive(),
              factor: z.number().positive(),
            }),
          )
          .min(1),
      })
      .optional(),
    forMs: z.number().int().min(0),
    /** Twice `forMs` when left out. */
    clearForMs: z.number().int().min(0).optional(),
    /** Also before and after the steps that arm the metric's trigger. */
    always: z.boolean().default(false),
  }),
  /** The burn-rate triggers of an environment that is measured, with what their windows show now. */
  'triggers.burning': z.object({ ...release, environment: z.string() }),
  /** Which environment's metrics are measured while nothing runs. */
  'metrics.watch': z.object({ ...release, environment: z.string() }),
  /** What the sources of an environment's metrics say now, where they are measured. Starts nothing. */
  'metrics.health': z.object({ ...release, environment: z.string() }),
  /** With a release also whether its Prometheus servers answer. */
  'machine.check': z.object({ release: brand<ReleaseId>().optional() }),
  'ledger.verify': z.object(release),
  /** A file the window has no path of, piece by piece and in order, to be verified. At most 128 KiB a piece. */
  'verify.upload': z.object({
    upload: exportJob,
    offset: z.number().int().min(0),
    base64: z.base64().max(174_764),
  }),
  /** Verifies a ledger, a JSONL export or a bundle: by its whole path, or one that was uploaded, which is gone then. */
  'verify.file': z.object({
    file: z.string().min(1).max(4096).optional(),
    upload: exportJob.optional(),
    release: z.string().max(200).optional(),
    anchor: z.string().max(200).optional(),
    /** Ed25519, SPKI in PEM. */
    publicKey: z.string().max(10_000).optional(),
    job: exportJob,
  }),
  /**
   * Verifies a bundle, by its whole path or as it was uploaded, and keeps what a replay needs of it until it is closed. One that does not verify is refused;
   * `verify.progress` and `verify.cancel` go by `job`.
   */
  'bundle.open': z.object({
    file: z.string().min(1).max(4096).optional(),
    upload: exportJob.optional(),
    job: exportJob,
  }),
  /** What was said of a record that takes no remark (docs/replay.md): a file beside the ledger. */
  'remarks.write': z.object({
    name: z
      .string()
      .max(200)
      .regex(
        /^[^/\\\p{Cc}.][^/\\\p{Cc}]*\.notes\.(?:json|md)$/u,
        'Write a plain file name with the ending .notes.json or .notes.md.',
      ),
    text: z.string().max(10_000_000),
    overwrite: z.boolean().default(false),
  }),
  'bundle.close': z.object({ bundle: z.string().min(1).max(100) }),
  'verify.progress': z.object({ job: exportJob }),
  'verify.cancel': z.object({ job: exportJob, upload: exportJob.optional() }),
  /** Takes what must not be kept out of the record: a whole payload, a stretch of output, or only the leaked text, wherever it stands. */
  'ledger.erase': z.object({
    ...release,
    what: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('entry'), seq: z.number().int().min(1) }),
      /** Lines count from 1, both ends included; without them all of it. */
      z.object({
        kind: z.literal('output'),
        attempt: brand<AttemptId>(),
        fromLine: z.number().int().min(1).optional(),
        toLine: z.number().int().min(1).optional(),
      }),
      z.object({ kind: z.literal('everywhere') }),
    ]),
    /** Never recorded. */
    leakedText: z.string().max(131_072).optional(),
    reason: z.string().trim().min(1, 'Give a reason: it goes on the record.').max(2000),
    as: person,
  }),
  /** Writes the record to a file (shared/documents/log/formats.ts). `job` names it for its progress and for ending it. */
  'ledger.export': z.object({
    ...release,
    format: z.enum(EXPORT_FORMATS),
    /** Left out: `name`, or a name of its own, beside the ledger. */
    file: z.string().min(1).optional(),
    name: exportName.optional(),
    /** A file the person chose in a dialog of the host, which alone knows what it stands for. */
    place: z.string().max(100).optional(),
    /** What is there under that name is replaced. */
    overwrite: z.boolean().default(false),
    selection: logSelection.default({}),
    /** What commands printed; left out: as suits the format. */
    withOutput: z.boolean().optional(),
    /** Begins a CSV so that Excel takes it for UTF-8. */
    byteOrderMark: z.boolean().default(false),
    job: exportJob.optional(),
  }),
  'export.progress': z.object({ job: exportJob }),
  /** Nothing of it is left then; `ledger.export` answers with a refusal. */
  'export.cancel': z.object({ job: exportJob }),
  /** A document as Markdown: a version on record, 0 for what the record alone says now, the newest one without a number. */
  'document.read': z.object({ ...release, ...ofDocument }),
  /** What differs between two versions. With `to` 0: what changed in the record since `from` was made, and both changes in one text. Records nothing. */
  'document.compare': z.object({ ...release, document: z.enum(REPORT_KINDS), from: version, to: version }),
  /** A person's version; refused when there is a newer one than the one it was made from. */
  'document.save': z.object({
    ...release,
    document: z.enum(REPORT_KINDS),
    /** Left out with `restores`: the text of that version (0: what the record says now). */
    text: z.string().optional(),
    baseVersion: version,
    restores: version.optional(),
    as: person,
  }),
  /** The version that counts: what makes the deliverable done. `digest` is of what the person was shown. */
  'document.publish': z.object({
    ...release,
    document: z.enum(REPORT_KINDS),
    version,
    digest: brand<Digest>(),
    as: person,
  }),
  /** The same as a file: where `file` says, else beside the ledger. */
  'document.write': z.object({
    ...release,
    ...ofDocument,
    format: z.enum(['md', 'html', 'pdf']),
    file: z.string().optional(),
  }),
} as const

export type Method = keyof typeof methodParams
export type Params<M extends Method> = z.input<(typeof methodParams)[M]>
export type ParsedParams<M extends Method> = z.output<(typeof methodParams)[M]>
