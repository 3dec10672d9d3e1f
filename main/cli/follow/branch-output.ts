/** Output of steps that run side by side in one terminal: whole lines, each with its branch's name before it. */

import type { ReleaseState, RunState } from '../../../shared/domain/state.ts'
import { selectStep } from '../../../shared/domain/steps.ts'
import type { AttemptId } from '../../../shared/ids.ts'
import type { RunView } from './run-view.ts'

/** A line longer than this is printed in pieces: nothing is kept waiting for its end. */
const LONGEST_HELD = 8192

export interface BranchOutput {
  write(state: ReleaseState, run: RunState, attempt: AttemptId, bytes: Uint8Array): void
  /** Prints what is left of an attempt's last line. */
  end(attempt: AttemptId): void
}

export function createBranchOutput(view: RunView): BranchOutput {
  const rests = new Map<AttemptId, { prefix: string; text: string; decoder: InstanceType<typeof TextDecoder> }>()
  return {
    write(state, run, attempt, bytes) {
      const stepId = state.attempts[attempt]!.stepId
      if (selectStep(run.definition, stepId)?.attributes.parallel === undefined) return view.output(bytes)
      const held = rests.get(attempt) ?? { prefix: `${stepId} | `, text: '', decoder: new TextDecoder() }
      rests.set(attempt, held)
      const lines = (held.text + held.decoder.decode(bytes, { stream: true })).split('\n')
      held.text = lines.pop() ?? ''
      if (held.text.length > LONGEST_HELD) lines.push(held.text)
      if (held.text.length > LONGEST_HELD) held.text = ''
      for (const line of lines) view.line(held.prefix + line)
    },
    end(attempt) {
      const held = rests.get(attempt)
      rests.delete(attempt)
      if (held?.text) view.line(held.prefix + held.text)
    },
  }
}
