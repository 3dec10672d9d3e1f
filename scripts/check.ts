/** `npm run check`: types, lint and format, import rules. Runs everything, then fails if anything did. */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFile } from './lint/check-imports.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

function run(title: string, command: string, args: string[]): boolean {
  process.stdout.write(`${title} … `)
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  const isGood = status === 0
  process.stdout.write(isGood ? 'ok\n' : `failed\n${stdout}${stderr}\n`)
  return isGood
}

function checkImports(): boolean {
  process.stdout.write('import rules … ')
  const files = globSync('{shared,main,renderer,scripts,test}/**/*.{ts,tsx}', { cwd: root })
  const violations = files.flatMap((file) =>
    checkFile(file.replaceAll('\\', '/'), readFileSync(join(root, file), 'utf8')),
  )
  const lines = violations.map(({ file, line, message }) => `${file}:${line}: ${message}`)
  process.stdout.write(violations.length === 0 ? `ok (${files.length} files)\n` : `failed\n${lines.join('\n')}\n`)
  return violations.length === 0
}

const projects = ['tsconfig.json', 'main/tsconfig.json', 'renderer/tsconfig.json', 'test/tsconfig.json']
const results = [
  ...projects.map((project) => run(`types ${project}`, bin('tsc'), ['-p', project])),
  run('lint and format', bin('biome'), ['ci', '--colors=off', '--max-diagnostics=20', '.']),
  checkImports(),
]
if (results.includes(false)) process.exitCode = 1
