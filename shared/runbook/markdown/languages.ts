/** What the language of a code block means for running it. */
export type LanguageMeaning =
  | { runs: string; session: boolean }
  | { http: true }
  | { unlabelled: true }
  | { reason: string }

const RUNS: Record<string, string> = {
  sh: 'sh',
  posix: 'sh',
  bash: 'bash',
  shell: 'bash',
  zsh: 'zsh',
  powershell: 'pwsh',
  pwsh: 'pwsh',
  ps1: 'pwsh',
  python: 'python',
  python3: 'python',
  py: 'python',
  node: 'node',
  nodejs: 'node',
}

/** Listings of what was typed, usually with prompts and answers. */
const SESSIONS = [
  'console',
  'shell-session',
  'shellsession',
  'shell-console',
  'sh-session',
  'bash-session',
  'terminal',
  'term',
  'zsh-session',
]

const SHELLS_NOT_RUN = ['fish', 'ksh', 'csh', 'tcsh', 'bat', 'batch', 'cmd', 'dos', 'nu', 'nushell', 'elvish']

export function meaningOf(language: string): LanguageMeaning {
  const plain = language.replace(/^\./, '')
  if (plain === '') return { unlabelled: true }
  if (plain === 'http' || plain === 'hurl') return { http: true }
  const runs = Object.hasOwn(RUNS, plain) ? RUNS[plain] : undefined
  if (runs !== undefined) return { runs, session: false }
  if (SESSIONS.includes(plain)) return { runs: 'bash', session: true }
  if (SHELLS_NOT_RUN.includes(plain)) return { reason: `Blocks in ${plain} are not run by this version.` }
  return { reason: `A block in ${plain} is not a command.` }
}

export const isShell = (language: string | undefined): boolean => ['sh', 'bash', 'zsh'].includes(language ?? '')
