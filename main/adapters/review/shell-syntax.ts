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

function readMessage(said: string): { offset: number; message: string } | undefined {
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

async function findingOf(step: Step, program: string): Promise<Finding[]> {
  const found = readMessage(await readOnly(program, step.text))
  if (!found) return []
  const isWarning = /^warning:/.test(found.message)
  const text = `${step.language} -n: ${found.message.slice(0, 200)}. The block would ${isWarning ? 'not do what it looks like' : 'fail as it is written'}.`
  return [stepFinding(isWarning ? 'warning' : 'error', 'shell-syntax', step, text, { offset: found.offset })]
}

/** Findings of every step whose shell this machine has; a shell that is missing has its own finding. */
export async function checkShellSyntax(steps: readonly Step[]): Promise<Finding[]> {
  const waiting = steps.filter(isShellStep).flatMap((step) => {
    const program = chooseInterpreter(step.language ?? 'sh', true)
      .programs.map((name) => findProgram(name, process.env.PATH))
      .find(Boolean)
    return program ? [{ step, program }] : []
  })
  const findings: Finding[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      findings.push(...(await findingOf(next.step, next.program)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return findings
}
