/** Ways back that lead to "the one before", whichever that is by then: after a second try it is the broken one. */
import { stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { hasOption, operands, shellSteps } from './shell-steps.ts'

function withoutRevision({ program, args }: ShellCommand): string | undefined {
  const words = operands(args)
  const at = words.indexOf('rollout')
  if (/^(?:kubectl|oc)$/.test(program) && at >= 0 && words[at + 1] === 'undo' && !hasOption(args, '--to-revision'))
    return 'add --to-revision=N, or set the image of the previous version'
  if (program === 'helm' && words[0] === 'rollback' && words.length < 3) return 'name the revision behind the release'
  return undefined
}

export const lintWayBackRevision = (definition: ReleaseDefinition): Finding[] =>
  shellSteps(definition).flatMap(({ step, commands }) =>
    commands.flatMap((command) => {
      const how = withoutRevision(command)
      if (how === undefined) return []
      const text = `This goes back to whatever ran before, which after a second try is the broken one: ${how}.`
      return [stepFinding('warning', 'undo-revision', step, text, { offset: command.offset, column: command.column })]
    }),
  )
