/** Branded identifiers: plain strings at run time, not interchangeable at compile time. */
type Brand<Name extends string> = string & { readonly __brand: Name }

/** One release in a ledger file, e.g. `parcel-tracker-2.4.0`. */
export type ReleaseId = Brand<'ReleaseId'>
/** One execution of a stage in an environment, e.g. `p-3f9a1c`. */
export type RunId = Brand<'RunId'>
/** A step of a runbook: its name, else its heading path and ordinal. */
export type StepId = Brand<'StepId'>
/** One try of a step, unique in the ledger file. */
export type AttemptId = Brand<'AttemptId'>
/** A top-level section of the runbook, e.g. `production`. */
export type StageId = Brand<'StageId'>
/** Lower-case hex SHA-256, 64 characters. */
export type Digest = Brand<'Digest'>

export const releaseId = (text: string) => text as ReleaseId
export const runId = (text: string) => text as RunId
export const stepId = (text: string) => text as StepId
export const attemptId = (text: string) => text as AttemptId
export const stageId = (text: string) => text as StageId
export const digest = (text: string) => text as Digest

/** SHA-256 of UTF-8 text or bytes as lower-case hex; injected because `shared` has no crypto of its own. */
export type Sha256 = (data: string | Uint8Array) => Digest
