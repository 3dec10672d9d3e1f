/** Syntax of shell steps as the shell's own `-n` sees it: it reads a script and executes nothing (POSIX `sh`, "set -n"). */
import { stepFinding } from '../../../shared/runbook/findings.ts'
import { isShellStep } from '../../../shared/runbook/lint/shell-steps.ts'
import type { Finding, Step } from '../../../shared/runbook/model.ts'
import { chooseInterpreter, findProgram } from '../processes/interpreters.ts'
import { readOnly } from './read-only-shell.ts'

const AT_ONCE = 4

/** Where a message of bash (`bash: line 3: …`), dash (`sh: 2: …`) or zsh (`zsh:2: …`) points, and what it says. */
const MESSAGE = /^[^\n:]*:\s*(?:line\s+)?(\d+):\s*(?:line \d+: )?(.+)$/m

type Message = { offset: number; message: string }

function readMessage(said: string): Message | undefined {
  const match = MESSAGE.exec(said)
  if (!match) return undefined
  return { offset: Math.max(0, Number(match[1]) - 1), message: match[2]!.trim() }
}

function findingOf(step: Step, { offset, message }: Message): Finding {
  const isWarning = /^warning:/.test(message)
  const text = `${step.language} -n: ${message.slice(0, 200)}. The block would ${isWarning ? 'not do what it looks like' : 'fail as it is written'}.`
  return stepFinding(isWarning ? 'warning' : 'error', 'shell-syntax', step, text, { offset })
}

const shellOf = (language: string): string | undefined =>
  chooseInterpreter(language, true)
    .programs.map((name) => findProgram(name, process.env.PATH))
    .find(Boolean)

/** What is written alike is asked once. */
function questions(steps: readonly Step[]): { program: string; alike: Step[][] }[] {
  const byLanguage = Map.groupBy(steps.filter(isShellStep), ({ language }) => language ?? 'sh')
  return [...byLanguage].flatMap(([language, all]) => {
    const program = shellOf(language)
    if (program === undefined) return []
    return [{ program, alike: [...Map.groupBy(all, ({ text }) => text).values()] }]
  })
}

/** Findings of every step whose shell this machine has; a shell that is missing has its own finding. */
export async function checkShellSyntax(steps: readonly Step[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { program, alike } of questions(steps)) {
    const texts = alike.map((same) => same[0]!.text)
    const said = await readOnly(program, texts, AT_ONCE)
    for (const [index, same] of alike.entries()) {
      const found = readMessage(said[index]!)
      if (found) findings.push(...same.map((step) => findingOf(step, found)))
    }
  }
  return findings
}
