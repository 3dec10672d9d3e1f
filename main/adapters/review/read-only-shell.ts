/**
 * What shells say of scripts with `-n`. A start costs a large process many times what it costs a small one (its memory is mapped again), so one `sh` is
 * started for hundreds of scripts and asks the shell for each. The scripts are in its environment, which only this user can read, and are never evaluated.
 */
import { spawn } from 'node:child_process'

const TIMEOUT_MS = 5_000
const BATCH_TIMEOUT_MS = 60_000
const KEPT = 4_000
/** Well under what a kernel takes as environment, in all (2 MB) and of one variable (128 KiB). */
const BATCH_BYTES = 200_000
const ONE_BYTES = 100_000
const BATCH_SCRIPTS = 400

type Question = { program: string; args: string[]; input: string; env?: Record<string, string> }
type Said = { code: number | null; said: string }

/** With its children: they hold its output. */
function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function ask({ program, args, input, env }: Question, timeoutMs: number, kept: number): Promise<Said> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
      detached: true,
    })
    let said = ''
    const timer = setTimeout(() => end(child.pid), timeoutMs)
    const done = (found: Said) => {
      clearTimeout(timer)
      resolve(found)
    }
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < kept) said += text
    })
    child.stdin.on('error', () => {})
    child.on('error', () => done({ code: null, said: '' }))
    child.on('close', (code) => done({ code, said }))
    child.stdin.end(input)
  })
}

/** Its start files are not read: `-n` comes before anything, and nothing names one. */
async function askOne(program: string, text: string): Promise<string> {
  const { code, said } = await ask({ program, args: ['-n'], input: `${text}\n` }, TIMEOUT_MS, KEPT)
  return code === null ? '' : said
}

/** `eval` sees the number of a variable, never what is in it. */
const EACH = `
i=0
while [ "$i" -lt "$1" ]; do
  eval "text=\\$COCKPIT_TEXT_$i; unset COCKPIT_TEXT_$i"
  printf '%s\\n' "$text" | "$0" -n
  printf '\\001' >&2
  i=$((i + 1))
done`

/** Undefined when it did not come to the end: then each is asked for itself. */
async function askTogether(program: string, texts: readonly string[]): Promise<string[] | undefined> {
  const env = Object.fromEntries(texts.map((text, index) => [`COCKPIT_TEXT_${index}`, text]))
  const question = { program: 'sh', args: ['-c', EACH, program, String(texts.length)], input: '', env }
  const { code, said } = await ask(question, BATCH_TIMEOUT_MS, KEPT * texts.length)
  const parts = said.split('\u0001')
  return code === 0 && parts.length === texts.length + 1 ? parts.slice(0, -1) : undefined
}

function batches(texts: readonly string[]): string[][] {
  const found: string[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const text of texts) {
    const size = Buffer.byteLength(text) + 32
    // What no variable takes is asked by itself.
    const isAlone = size > ONE_BYTES || text.includes('\0')
    if (isAlone || bytes + size > BATCH_BYTES || found.at(-1)!.length >= BATCH_SCRIPTS) {
      found.push([])
      bytes = 0
    }
    found.at(-1)!.push(text)
    bytes = isAlone ? Number.POSITIVE_INFINITY : bytes + size
  }
  return found
}

/** What `program -n` says of each script, empty when nothing; at most `atOnce` of them at a time. */
export async function readOnly(program: string, texts: readonly string[], atOnce: number): Promise<string[]> {
  const waiting = batches(texts).entries()
  const found: string[][] = []
  const worker = async () => {
    for (const [index, batch] of waiting) {
      const together = batch.length > 1 ? await askTogether(program, batch) : undefined
      found[index] = together ?? []
      if (!together) for (const text of batch) found[index].push(await askOne(program, text))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return found.flat()
}
