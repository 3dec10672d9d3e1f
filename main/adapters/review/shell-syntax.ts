/** Syntax of shell steps as the shell's own `-n` sees it: it reads a script and executes nothing (POSIX `sh`, "set -n"). */
import { spawn } from 'node:child_process'
import { stepFinding } from '../../../shared/runbook/findings.ts'
import { isShellStep } from '../../../shared/runbook/lint/shell-steps.ts'
import type { Finding, Step } from '../../../shared/runbook/model.ts'
import { chooseInterpreter, findProgram } from '../processes/interpreters.ts'

const AT_ONCE = 4
const TIMEOUT_MS = 5_000
const KEPT = 4_000

/** Where a message of bash (`bash: line 3: …`), dash (`sh: 2: …`) or zsh (`zsh:2: …`) points, and what it says. */
const MESSAGE = /^[^\n:]*:\s*(?:line\s+)?(\d+):\s*(?:line \d+: )?(.+)$/m

type Message = { offset: number; message: string }

function readMessage(said: string): Message | undefined {
  const match = MESSAGE.exec(said)
  if (!match) return undefined
  return { offset: Math.max(0, Number(match[1]) - 1), message: match[2]!.trim() }
}

/** What the shell says of the script, empty when nothing. Its start files are not read: `-n` comes before anything, and nothing names one. */
function readOnly(program: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, ['-n'], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    })
    let said = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS)
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < KEPT) said += chunk.toString('utf8')
    })
    child.stdin.on('error', () => {})
    child.on('error', () => resolve(''))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve(code === null ? '' : said)
    })
    child.stdin.end(`${text}\n`)
  })
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
function questions(steps: readonly Step[]): { program: string; alike: Step[] }[] {
  const byLanguage = Map.groupBy(steps.filter(isShellStep), ({ language }) => language ?? 'sh')
  return [...byLanguage].flatMap(([language, all]) => {
    const program = shellOf(language)
    if (program === undefined) return []
    return [...Map.groupBy(all, ({ text }) => text).values()].map((alike) => ({ program, alike }))
  })
}

/** Findings of every step whose shell this machine has; a shell that is missing has its own finding. */
export async function checkShellSyntax(steps: readonly Step[]): Promise<Finding[]> {
  const waiting = questions(steps).values()
  const findings: Finding[] = []
  const worker = async () => {
    for (const { program, alike } of waiting) {
      const found = readMessage(await readOnly(program, alike[0]!.text))
      if (found) for (const step of alike) findings.push(findingOf(step, found))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return findings
}
