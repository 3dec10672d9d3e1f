/** What makes a run a rehearsal (docs/rehearsal.md). */
import type { PayloadOf } from '../../events/index.ts'
import type { RunId, StepId } from '../../ids.ts'
import type { ReleaseDefinition } from '../../runbook/model.ts'

export type RehearsalSpeed = PayloadOf<'rehearsal.started'>['speed']

export type RehearsalState = {
  of: 'deploy' | 'rollback'
  speed: RehearsalSpeed
  /** Steps whose own command or check runs. */
  real: StepId[]
  /** What it rehearses: the definition without stubs. */
  source: ReleaseDefinition
}

const PREFIX = 'rehearsal-'

/** The name of a rehearsal and of its attempts says so, wherever only the name is seen: in every entry, in exports, on a command line. */
export const isRehearsalId = (id: RunId | string): boolean => id.startsWith(PREFIX)

/** Planned time as a rehearsal lets it pass; whole ms. */
export const atSpeed = (ms: number, speed: RehearsalSpeed): number =>
  speed === 'no-waiting' ? 0 : Math.round(ms / speed)
