/**
 * `npm run bench [NAME…]`: measures the figures of DESIGN §13 on the machine at hand and prints figure, goal and whether it was reached. Not a test: it
 * never fails for being slow. `--json FILE` writes the rows. BENCH_FULL=1 adds the long ones.
 */
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { benchAdmission } from './admission.ts'
import { benchBreach } from './breach.ts'
import { benchCapture } from './capture.ts'
import { benchChaos } from './chaos.ts'
import { benchCharts } from './charts.ts'
import { benchExport } from './export.ts'
import { benchFold } from './fold.ts'
import { benchFuzz } from './fuzz.ts'
import { benchLedger } from './ledger.ts'
import { benchLimits } from './limits.ts'
import { benchMutations } from './mutations.ts'
import { benchRollback } from './rollback.ts'
import type { BenchRow } from './row.ts'
import { benchRunbooks } from './runbooks.ts'
import { benchSearch } from './search.ts'
import { benchSecrets } from './secrets.ts'
import { benchStart } from './start.ts'
import { benchVariables } from './variables.ts'
import { benchWarRoom } from './war-room.ts'

const BENCHES: Record<string, () => Promise<BenchRow[]>> = {
  ledger: benchLedger,
  fold: benchFold,
  export: benchExport,
  rollback: benchRollback,
  breach: benchBreach,
  capture: benchCapture,
  limits: benchLimits,
  mutations: benchMutations,
  charts: benchCharts,
  'war-room': benchWarRoom,
  chaos: benchChaos,
  search: benchSearch,
  start: benchStart,
  secrets: benchSecrets,
  variables: benchVariables,
  runbooks: benchRunbooks,
  admission: benchAdmission,
  fuzz: benchFuzz,
}

const WORDS = new Map<boolean | null, string>([
  [true, 'reached'],
  [false, 'MISSED'],
  [null, 'not tested'],
])

const args = process.argv.slice(2)
const jsonAt = args.indexOf('--json')
const jsonFile = jsonAt >= 0 ? args[jsonAt + 1] : undefined
const wanted = args.filter((arg, index) => !arg.startsWith('--') && (jsonAt < 0 || index !== jsonAt + 1))

const rows: BenchRow[] = []
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  try {
    rows.push(...(await bench()))
  } catch (error) {
    // One bench that cannot run here must not lose what the others measured.
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    rows.push({ what: name, figure: '', goal: '', reached: null, detail: `could not be measured: ${why}` })
  }
}

const numberIn = (text: string) => Number.parseFloat(/[\d,]*\.?\d+/.exec(text)?.[0].replaceAll(',', '') ?? '')

/** Figure ÷ goal; empty where one of them is no number or the goal is nothing. */
function ratioOf({ figure, goal }: BenchRow): string {
  const ratio = numberIn(figure) / numberIn(goal)
  return Number.isFinite(ratio) ? ratio.toFixed(2) : ''
}

const widths = [72, 22, 22, 8]
const line = (cells: string[]) =>
  cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd()
const { model } = os.cpus()[0] ?? { model: 'unknown' }
process.stdout.write(
  `${os.cpus().length} × ${model}, ${Math.round(os.totalmem() / 1e9)} GB, Node ${process.versions.node}\n\n`,
)
process.stdout.write(`${line(['what', 'figure', 'goal', '÷ goal', ''])}\n`)
for (const row of rows) {
  const { what, figure, goal, reached, detail } = row
  process.stdout.write(
    `${line([what, figure, goal, ratioOf(row), WORDS.get(reached) ?? ''])}${detail ? `\n    ${detail}` : ''}\n`,
  )
}
if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify({ node: process.versions.node, cpu: model, rows }, null, 2)}\n`)
process.exit()
