/** `psql` goes on after a statement that failed, and ends well (psql manual, "Exit Status", ON_ERROR_STOP). */
import { stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { editAfter } from './edit-after.ts'
import { hasOption, shellSteps } from './shell-steps.ts'

/** Only `-c` stops by itself; a file, a here-document or a pipe does not. */
const readsScript = ({ args, hasInput }: ShellCommand) => hasInput || hasOption(args, '-f', '--file')

export const lintPsql = (definition: ReleaseDefinition): Finding[] =>
  shellSteps(definition).flatMap(({ step, commands }) =>
    /ON_ERROR_STOP/.test(step.text)
      ? []
      : commands
          .filter((command) => command.program === 'psql' && readsScript(command))
          .map(({ offset, column, places, path }) =>
            stepFinding(
              'warning',
              'psql-goes-on',
              step,
              'psql goes on after a statement that failed, and ends well: add -v ON_ERROR_STOP=1.',
              {
                offset,
                column,
                fix: {
                  title: 'Write "psql -v ON_ERROR_STOP=1".',
                  edits: [editAfter(step, places[0]!, path, '-v ON_ERROR_STOP=1')],
                },
              },
            ),
          ),
  )
