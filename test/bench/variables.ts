/** Hostile variables (DESIGN §13) through the real engine and shell: byte-identical or refused, and nothing else is executed. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stageId } from '../../shared/ids.ts'
import { definitionOf, stage, step } from '../support/definition.ts'
import { Rig, waitFor } from '../support/rig.ts'
import { hostileValues, REFUSED } from './hostile-values.ts'
import type { BenchRow } from './row.ts'

const PER_RUN = 25

export type VariableFigures = { values: number; identical: number; refused: number; wrongly: number; planted: number }

/** The environment of a process, from `/proc` or `env -0`, byte for byte. */
function parsed(bytes: Buffer): Map<string, string> {
  const entries = bytes
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
  return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
}

async function runWith(rig: Rig, inputs: Record<string, string>): Promise<Map<string, string>> {
  const answer = rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production', inputs })
  if ('rejection' in answer) throw new Error(answer.rejection.message)
  await waitFor('the run', () => rig.run.finished)
  return parsed(readFileSync(join(rig.folder, 'environment')))
}

/** Hands values over as inputs and as `<placeholders>`, in bash and sh, and compares what arrived. */
export async function measureVariables(count: number): Promise<VariableFigures> {
  const text = 'printf %s "${V0}" >used; env -0 >environment'
  const steps = [step('bash', {}, { text, language: 'bash' }), step('sh', {}, { text, language: 'sh' })]
  const rig = await new Rig(definitionOf([stage('production', steps)])).open()
  try {
    const values = hostileValues(count)
    let identical = 0
    for (let at = 0; at < values.length; at += PER_RUN) {
      const some = values.slice(at, at + PER_RUN)
      const got = await runWith(rig, Object.fromEntries(some.map((value, index) => [`V${index}`, value])))
      const isUsed = readFileSync(join(rig.folder, 'used'), 'utf8') === some[0]
      identical += some.filter((value, index) => got.get(`V${index}`) === value && (index > 0 || isUsed)).length
    }
    const refusals = REFUSED.map(([name, value]) =>
      rig.tell({
        type: 'run.start',
        stageId: stageId('production'),
        environment: 'production',
        inputs: { [name]: value },
      }),
    )
    const refused = refusals.filter(
      (answer) => 'rejection' in answer && answer.rejection.code === 'unresolvable',
    ).length
    const planted = existsSync(join(rig.folder, 'PWNED')) || existsSync('PWNED') ? 1 : 0
    return { values: values.length, identical, refused, wrongly: REFUSED.length - refused, planted }
  } finally {
    await rig.close()
  }
}

/** Programs executed by a run, counted by the kernel; undefined where nobody may look. */
function executed(folder: string, values: string[]): number | undefined {
  const script = fileURLToPath(new URL('./variables-run.ts', import.meta.url))
  const trace = join(folder, 'trace')
  writeFileSync(join(folder, 'values.json'), JSON.stringify(values))
  const args = ['-f', '-qq', '-e', 'trace=execve', '-o', trace, process.execPath, script, join(folder, 'values.json')]
  const { status } = spawnSync('strace', args, { stdio: 'ignore' })
  if (status !== 0) return undefined
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /execve\(.* = 0$/.test(line)).length
}

/** The same run with harmless values is what it takes; anything above that was executed by a value. */
function extraProcesses(): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-strace-'))
  try {
    const hostile = hostileValues(200).filter((value) => value.length < 1000)
    const plain = executed(
      folder,
      hostile.map(() => 'plain'),
    )
    const found = executed(folder, hostile)
    return plain === undefined || found === undefined ? undefined : found - plain
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function benchVariables(): Promise<BenchRow[]> {
  const { values, identical, refused, wrongly, planted } = await measureVariables(5000)
  const extra = extraProcesses()
  return [
    {
      what: `hostile variable values: byte-identical in the process, of ${values}`,
      figure: String(identical),
      goal: String(values),
      reached: identical === values,
      detail: `${refused} that cannot be handed over were refused with a sentence, ${wrongly} were not`,
    },
    {
      what: 'the same: processes executed by a value',
      figure: extra === undefined ? 'not tested' : String(extra + planted),
      goal: '0',
      reached: extra === undefined ? null : extra + planted === 0,
      detail: 'execve counted by strace against the same run with harmless values; no file of theirs was made',
    },
  ]
}
