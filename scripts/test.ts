/** `npm test`: makes sure the programs the tests need are there, builds the window, runs every test, and says how many ran. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideTestPrograms } from './provide-test-programs.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const report = join(tmpdir(), `release-cockpit-tests-${process.pid}.json`)

function run(args: string[]): number {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  return status ?? 1
}

provideTestPrograms()
if (run(['scripts/build.ts']) !== 0) process.exit(1)
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const status = run([
  vitest,
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
])

type Counts = { numPassedTests: number; numFailedTests: number; numPendingTests: number }
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8')) as Counts
rmSync(report, { force: true })
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`)
process.exitCode = status
