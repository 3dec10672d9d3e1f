import type { Command } from 'commander'
import type { CliIo } from '../io.ts'
import { createProgram } from './create-program.ts'

const WIDTH = 140

function helpOf(command: Command): string {
  let text = ''
  const collect = (part: string) => {
    text += part
  }
  command.configureOutput({ writeOut: collect, writeErr: collect, getOutHelpWidth: () => WIDTH }).outputHelp()
  return text.trimEnd()
}

const fenced = (text: string) => `\`\`\`text\n${text}\n\`\`\`\n`

/** Nothing is run, and nothing printed. */
export const describedProgram = (): Command => createProgram({} as CliIo, async () => {})

/** docs/commands.md: what `--help` says, of every command. A test holds the file against it. */
export function commandReference(): string {
  const program = describedProgram()
  const own = program.commands.filter((command) => command.name() !== 'help')
  return [
    '# Every command\n',
    'What `cockpit COMMAND --help` prints, for reading in one place. In a clone: `npm run -s cockpit -- COMMAND`.\n',
    fenced(helpOf(program)),
    ...own.flatMap((command) => [`## ${command.name()}\n`, fenced(helpOf(command))]),
  ].join('\n')
}
