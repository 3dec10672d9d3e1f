/** A release in which nothing may run by itself, and the places an attack could leave something in. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The deploy would leave a trace, and stands behind a token. A rollback is never refused, and may run. */
const RUNBOOK = `# Production {stage=production}

- [ ] Look at the board {name=look}
- [ ] Tell the room {name=tell}

# Deploy {stage=deploy}

\`\`\`sh {"name":"deploy","undo":"undo-deploy"}
touch "$TRACES/deploy"
\`\`\`

# Rollback

\`\`\`sh {"name":"undo-deploy"}
echo undone
\`\`\`
`

const RELEASE = `cockpit: 1
release: { name: Fuzz, version: 2.0.0, previous: 1.0.0 }
team: { sre: [{ name: Ada Obi }] }
environments: { production: { vars: { REGION: eu }, protected: true } }
process: { production-requires: [] }
`

export type Scene = {
  folder: string
  ledger: string
  env: NodeJS.ProcessEnv
  /** Digest of everything that must stay as it is. */
  untouched(): string
  /** What commands of the runbook, or of a message, left behind. */
  traces(): string[]
  remove(): void
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.git'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()

export function makeScene(): Scene {
  const root = mkdtempSync(path.join(tmpdir(), 'cockpit-fuzz-'))
  const at = (name: string) => path.join(root, name)
  for (const name of ['release', 'outside', 'home', 'out', 'traces', 'ledger', 'tmp', 'page']) mkdirSync(at(name))
  writeFileSync(at('release/release.yaml'), RELEASE)
  writeFileSync(at('release/runbook.md'), RUNBOOK)
  writeFileSync(at('outside/kept'), 'as it was')
  writeFileSync(at('page/index.html'), '<!doctype html><title>Cockpit</title>')
  const git = (...args: string[]) => execFileSync('git', ['-C', at('release'), ...args], { stdio: 'ignore' })
  git('init')
  git('add', '.')
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-m', 'first')
  return {
    folder: root,
    ledger: at('ledger/ledger.db'),
    env: {
      PATH: process.env.PATH,
      ...{ HOME: at('home'), TMPDIR: at('tmp'), TRACES: at('traces'), XDG_RUNTIME_DIR: at('tmp') },
      // No browser is started for a PDF: that would be a process for each wish.
      CHROMIUM_PATH: '',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    },
    untouched: () => {
      const hash = createHash('sha256')
      for (const name of ['release', 'outside', 'home', 'page'])
        for (const file of filesOf(at(name))) hash.update(file).update('\0').update(readFileSync(file))
      return hash.digest('hex')
    },
    traces: () => [
      ...readdirSync(at('traces')),
      ...filesOf(root).filter((file) => path.basename(file) === 'ran-by-fuzz'),
    ],
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  }
}
