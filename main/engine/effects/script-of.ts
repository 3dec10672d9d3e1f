import { isAdHoc } from '../../../shared/domain/ad-hoc.ts'
import type { AttemptState, RunState } from '../../../shared/domain/state.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import type { CommandSpec } from '../../ports/process-runner.ts'

const SHELLS = ['sh', 'bash', 'zsh']

/** What a command is, wherever it runs. A typed command leaves directory and exports of the stage as they are. */
export function scriptOf(
  run: RunState,
  attempt: AttemptState,
  step: Step,
): Pick<CommandSpec, 'run' | 'attempt' | 'nonce' | 'script' | 'language' | 'strict' | 'carry'> {
  const language = step.language ?? 'sh'
  return {
    run: run.id,
    attempt: attempt.id,
    nonce: attempt.nonce ?? '',
    script: step.text,
    language,
    strict: step.attributes.shell !== 'plain',
    carry: SHELLS.includes(language) && !isAdHoc(step),
  }
}
