/** `npm run chaos -- --kills N [--shims N] [--seed S]`: kills real cockpits and shims, and ends with 1 when anything got lost. */
import { parseArgs } from 'node:util'
import { seeded } from './random.ts'
import { runChaos } from './run-chaos.ts'

const USAGE = `npm run chaos -- [--kills N] [--shims N] [--seed S] [--no-protocol]
  --kills N      cockpits killed with -9 at random moments (100)
  --shims N      shims killed (20)
  --seed S       the same seed chooses the same moments (the time of day)
  --no-protocol  leave out the kills between each two steps of the start protocol`

/** Beyond the first spawn and its import. */
const PROTOCOL_POINTS = 40

const { values } = parseArgs({
  allowNegative: true,
  options: {
    kills: { type: 'string', default: '100' },
    shims: { type: 'string', default: '20' },
    seed: { type: 'string' },
    protocol: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

if (values.help) {
  process.stdout.write(`${USAGE}\n`)
  process.exit(0)
}
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const numbers = [seed, Number(values.kills), Number(values.shims)]
if (!numbers.every((each) => Number.isInteger(each) && each >= 0)) {
  process.stderr.write(`Give whole numbers.\n${USAGE}\n`)
  process.exit(2)
}
const toll = await runChaos({
  random: seeded(seed),
  kills: Number(values.kills),
  shimKills: Number(values.shims),
  protocolPoints: values.protocol ? PROTOCOL_POINTS : 0,
  onProgress: (line) => process.stderr.write(`\r${line}  `),
})
const rows: [string, number][] = [
  ['cockpits killed at random moments', toll.kills],
  ['cockpits killed within the start protocol', toll.protocolKills],
  ['shims killed, outcome unknown each time', toll.shimKills],
  ['entries lost', toll.lostEntries],
  ['bytes of output lost', toll.lostBytes],
  ['commands executed twice', toll.doubleExecutions],
  ['false results', toll.falseResults],
  ['ledgers that do not verify', toll.invalid],
]
process.stderr.write('\n')
for (const [what, count] of rows) process.stdout.write(`${what.padEnd(46)} ${String(count).padStart(6)}\n`)
process.stdout.write(`${toll.releases} releases, seed ${seed}\n`)
for (const words of [...new Set(toll.complaints)].slice(0, 5)) process.stdout.write(`A cockpit said: ${words}\n`)
const bad = toll.lostEntries + toll.lostBytes + toll.doubleExecutions + toll.falseResults + toll.invalid
process.exitCode = bad > 0 ? 1 : 0
