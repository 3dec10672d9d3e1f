/** Cockpits and shims killed at random moments (DESIGN §13): `BENCH_FULL=1` kills 1,000 and 200, else a few. What counts is `npm run chaos`. */
import { seeded } from '../chaos/random.ts'
import { runChaos } from '../chaos/run-chaos.ts'
import type { BenchRow } from './row.ts'

const FULL = process.env.BENCH_FULL === '1'
const SEED = 20_261_127

export async function benchChaos(): Promise<BenchRow[]> {
  const toll = await runChaos({
    random: seeded(SEED),
    kills: FULL ? 1000 : 40,
    shimKills: FULL ? 200 : 10,
    protocolPoints: FULL ? 40 : 10,
    onProgress: (line) => process.stderr.write(`\r${line}  `),
  })
  const lost = toll.lostEntries + toll.lostBytes + toll.doubleExecutions + toll.invalid
  return [
    {
      what: `cockpit killed (-9) ${toll.kills} times at random and ${toll.protocolKills} times within the start protocol: lost`,
      figure: `${toll.lostEntries} entries, ${toll.lostBytes} bytes`,
      goal: '0, 0',
      reached: lost === 0,
      detail: `${toll.doubleExecutions} executed twice, ${toll.invalid} ledgers that do not verify, seed ${SEED}`,
    },
    {
      what: `shim killed ${toll.shimKills} times: false results`,
      figure: String(toll.falseResults),
      goal: '0',
      reached: toll.falseResults === 0,
    },
  ]
}
