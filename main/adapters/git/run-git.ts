/**
 * The person's git, only to read: no shell, no pager, no hook, no program a repository's configuration names, nothing fetched. Output comes in pieces and is
 * never held as a whole.
 */
import { spawn } from 'node:child_process'

const SAFE = [
  '--no-pager',
  '--no-replace-objects',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.pager=cat',
  '-c',
  'log.showSignature=false',
  '-c',
  'log.mailmap=false',
  '-c',
  'diff.external=',
  '-c',
  'protocol.allow=never',
]

const ENVIRONMENT = {
  LC_ALL: 'C.UTF-8',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_PAGER: 'cat',
  GIT_ASKPASS: 'true',
}

/** What a person's shell may have set for another repository. */
const NOT_OURS = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_CONFIG_PARAMETERS',
  'GIT_EXTERNAL_DIFF',
]

const KEPT_OF_ERRORS = 2000

export type GitEnd = { code: number | null; stderr: string; failure?: NodeJS.ErrnoException; isTimeout: boolean }

export type GitRun = {
  folder: string
  args: readonly string[]
  timeoutMs: number
  env: Record<string, string | undefined>
}

/** Never rejects. */
export function runGit({ folder, args, timeoutMs, env }: GitRun, onBytes: (bytes: Buffer) => void): Promise<GitEnd> {
  return new Promise((resolve) => {
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_OURS.includes(name)))
    const child = spawn('git', [...SAFE, '-C', folder, ...args], {
      env: { ...own, ...ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: GitEnd = { code: null, stderr: '', isTimeout: false }
    const timer = setTimeout(() => {
      said.isTimeout = true
      child.kill('SIGKILL')
    }, timeoutMs)
    const end = (more: Partial<GitEnd>) => {
      clearTimeout(timer)
      resolve({ ...said, ...more })
    }
    child.stdout.on('data', onBytes)
    child.stderr.on('data', (bytes: Buffer) => {
      said.stderr = (said.stderr + bytes.toString('utf8')).slice(0, KEPT_OF_ERRORS)
    })
    child.on('error', (failure) => end({ failure }))
    child.on('close', (code) => end({ code }))
  })
}

/** The whole answer of a question with a short one. */
export async function askGit(run: GitRun): Promise<GitEnd & { stdout: string }> {
  const parts: Buffer[] = []
  let kept = 0
  const end = await runGit(run, (bytes) => {
    if (kept < 64_000) parts.push(bytes)
    kept += bytes.length
  })
  return { ...end, stdout: Buffer.concat(parts).toString('utf8') }
}
