/** A blue-green release as release.yaml says it, really run: the soak gates on a real metric, and the old side is kept since the switch. */
import { afterEach, expect, test } from 'vitest'
import { isHeldByGap } from '../../../shared/domain/gaps.ts'
import { stageId } from '../../../shared/ids.ts'
import { loadDefinition } from '../../../shared/runbook/load.ts'
import { Rig, waitFor } from '../../support/rig.ts'

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
})

const step = (name: string, more: string) => `\`\`\`sh {name=${name} ${more}}\ntrue\n\`\`\`\n`

test('nothing retires before the soak was good and the old side was kept for as long as it says', async () => {
  const { definition } = loadDefinition({
    releaseYaml: {
      file: 'release.yaml',
      text: `cockpit: 1
release: { name: Shop, version: 2.4.0, previous: 2.3.1 }
strategy: { kind: blue-green, soak: 1s, keep-old: 4s }
environments: { production: {} }
metrics: { errors: { target: { below: 1 }, interval: 1s, source: { command: "echo 0" } } }
`,
    },
    runbook: {
      file: 'runbook.md',
      text: `---\npace: auto\n---\n# Production\n\n${step('switch', 'phase=cutover')}\n${step('retire', 'phase=retire')}`,
    },
  })
  const rig = await new Rig(definition!).open()
  rigs.push(rig)
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  await waitFor('the end', () => {
    if (isHeldByGap(rig.state, rig.run)) rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
    return rig.run.finished
  })
  expect(rig.run.finished).toMatchObject({ outcome: 'succeeded' })
  expect(rig.attempt('switch/soak')!.gate?.judged).toMatchObject({ outcome: 'met' })
  const kept = rig.attempt('retire/keep-old')!
  expect(kept.waitMs).toBeLessThan(4000)
  expect(rig.attempt('retire')!.startedAtMs - rig.attempt('switch')!.endedAtMs!).toBeGreaterThanOrEqual(4000)
})
