/** What the pages say to type is what the program understands. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import type { CliIo } from '../../../main/cli/io.ts'
import { createProgram } from '../../../main/cli/program/create-program.ts'
import { commandReference, describedProgram } from '../../../main/cli/program/reference.ts'
import { shellCommands } from '../../../shared/runbook/shell/shell-commands.ts'

const root = join(import.meta.dirname, '../../..')
const SAMPLES = 'resources/samples'
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, SAMPLES)).map((name) => `${SAMPLES}/${name}/README.md`),
]

/** Words of pages that stand for something else, and what is no whole command line. */
const isSketch = (line: string) => /[[\]…|]|\bOR\b|\bCOMMAND\b/.test(line) && !line.includes('exec')

/** `cockpit …` in code, wherever it stands in a page. */
function commandLines(text: string): string[] {
  const blocks = [
    ...text.matchAll(/^(?: {4}|\t)(?:\$ )?(?:npm run -s )?(cockpit .+)$/gm),
    ...text.matchAll(/^(?:\$ )?(?:npm run -s )?(cockpit .+)$/gm),
  ]
  const inline = text.matchAll(/`(?:npm run -s )?(cockpit [^`\n]+)`/g)
  return [...blocks, ...inline]
    .map(([, line]) => line!.replace(/^cockpit -- /, 'cockpit ').trim())
    .filter((line) => !isSketch(line))
}

const UNDERSTOOD = [
  'commander.missingArgument',
  'commander.optionMissingArgument',
  'commander.missingMandatoryOptionValue',
  'commander.invalidArgument',
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
]

/** Every command is parsed as it would be, and none is run. */
function idle(): Command {
  const silent = { stdout: () => {}, stderr: () => {}, env: {} } as unknown as CliIo
  const program = createProgram(silent, async () => {})
  for (const command of program.commands) command.action(() => {})
  return program
}

/** What the program says against a line; undefined when it understands it. */
async function complaint(line: string): Promise<string | undefined> {
  const argv = shellCommands(line)[0]?.args ?? []
  try {
    await idle().parseAsync(argv, { from: 'user' })
    return undefined
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return UNDERSTOOD.includes(error.code) ? undefined : `${line}: ${error.message}`
  }
}

describe('The command line', () => {
  it('is described in docs/commands.md as it is (node scripts/write-commands.ts)', () => {
    expect(readFileSync(join(root, 'docs/commands.md'), 'utf8')).toBe(commandReference())
  })

  it('understands every line of the pages that begins with cockpit', async () => {
    const lines = [...new Set(pages.flatMap((page) => commandLines(readFileSync(join(root, page), 'utf8'))))]
    expect(lines.length).toBeGreaterThan(100)
    const complaints = await Promise.all(lines.map(complaint))
    expect(complaints.filter(Boolean)).toEqual([])
  })

  it('says of every option what it is for', () => {
    const silent = describedProgram().commands.flatMap((command) =>
      command.options.filter(({ description }) => !description).map(({ flags }) => `${command.name()} ${flags}`),
    )
    expect(silent).toEqual([])
  })
})
