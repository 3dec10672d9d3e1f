/** A canary that is really measured beside the old version: promoted or rolled back by what both did, also after a cockpit was killed (CJ5, CJ6, CJ9). */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgeConfigSchema } from '../../../shared/analysis/judge/config.ts'
import type { JudgeView } from '../../../shared/analysis/judge/judge-view.ts'
import { isHeldByGap } from '../../../shared/domain/gaps.ts'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { Metric } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

let server: Server
let url: string
let isFailing = false

beforeEach(async () => {
  isFailing = false
  let requests = 0
  server = createServer((request, response) => {
    requests++
    response.statusCode = isFailing && request.url === '/canary' && requests % 3 === 0 ? 500 : 200
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

const rigs: Rig[] = []
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const metric = (name: string, path: string): Metric => ({
  name,
  title: name,
  unit: 'percent',
  target: { below: 100 },
  intervalMs: 100,
  windowMs: 1000,
  minVolume: 3,
  dryRun: false,
  source: { kind: 'http-probe', url: `${url}${path}`, measure: 'error-rate', rate: 50, timeoutMs: 20_000 },
  position: { file: 'release.yaml', line: 1, column: 1, endLine: 1 },
})

async function atHold({ forMs = 2000, least = 10 } = {}): Promise<Rig> {
  const config = judgeConfigSchema.parse({
    'min-samples': least,
    metrics: { errors: { baseline: 'errors-old', direction: 'increase', critical: true } },
  })
  const steps = [
    step('shift-5', { undo: stepId('back') }, { text: 'echo 5 >> weights' }),
    step('hold', { judge: { forMs, config, countdownMs: 300 } }, { kind: 'judge', text: '' }),
    step('shift-100', { undo: stepId('back') }, { text: 'echo 100 >> weights' }),
  ]
  const back = stage('rollback', [step('back', {}, { text: 'echo 0 >> weights' })], { kind: 'rollback' })
  const definition = definitionOf([stage('production', steps), back], {
    metrics: [metric('errors', '/canary'), metric('errors-old', '/stable')],
    environments: [
      { name: 'staging', vars: {}, secrets: {}, protected: false },
      { name: 'production', vars: {}, secrets: {}, protected: false },
    ],
  })
  const rig = await new Rig(definition).open()
  rigs.push(rig)
  return rig
}

const start = async (rig: Rig) => {
  rig.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  await waitFor('the hold', () => rig.attempt('hold'))
}

/** A drill of this definition: only then may a rollback start by itself. */
async function drill(rig: Rig) {
  rig.tell({ type: 'rollback.start', environment: 'staging', reason: 'Drill.', drill: true })
  await waitFor('the drill', () => rig.run.kind === 'rollback' && rig.run.finished)
}

/** On a busy machine the cockpit may have stood still for a while: somebody says that the run goes on. */
const looked = (rig: Rig) => {
  if (isHeldByGap(rig.state, rig.run)) rig.tell({ type: 'gap.acknowledge', runId: rig.run.id, decision: 'continue' })
  return true
}

describe('A canary beside the old version', () => {
  test('CJ5: gets the next weight when it is as good, and shows meanwhile what the verdict would be', async () => {
    const rig = await atHold()
    const views: JudgeView[] = []
    rig.owner.client.onFeed((message) => message.kind === 'judge' && views.push(message.view))
    await start(rig)
    const end = await waitFor('the end', () => looked(rig) && rig.run.finished)
    expect(end).toMatchObject({ outcome: 'succeeded' })
    const { durationMs, judging } = rig.attempt('hold')!
    expect(judging!.judged).toMatchObject({ verdict: 'pass', score: 100 })
    expect(judging!.judged!.metrics[0]!.canary.count).toBeGreaterThanOrEqual(10)
    expect(durationMs).toBeGreaterThanOrEqual(2000)
    expect(new Set(views.map(({ verdict }) => verdict))).toEqual(new Set(['hold', 'pass']))
  })

  test('CJ6: that fails is rolled back by a countdown nobody vetoed', async () => {
    const rig = await atHold()
    await drill(rig)
    isFailing = true
    await start(rig)
    const back = await waitFor(
      'the rollback',
      () => looked(rig) && rig.run.kind === 'rollback' && !rig.run.drill && rig.run.finished,
    )
    expect(back).toMatchObject({ outcome: 'succeeded' })
    expect(rig.attempt('hold')!.reason).toContain('Critical and worse than the baseline: errors.')
    expect(rig.attempt('shift-100')).toBeUndefined()
    expect(Object.values(rig.state.decisions!)).toMatchObject([{ mode: 'countdown', closed: { how: 'rolled-back' } }])
    expect(rig.run.startedBy).toEqual({ kind: 'cockpit' })
  })

  test('CJ6: that fails where no drill has passed waits for the room, and the answer "roll back" is one', async () => {
    const rig = await atHold()
    isFailing = true
    await start(rig)
    const decision = await waitFor('the question', () => looked(rig) && Object.values(rig.state.decisions ?? {})[0])
    expect(decision).toMatchObject({ mode: 'ask', interlocks: ['No rollback drill of this definition has passed.'] })
    const answer = { type: 'decision.answer', decisionId: decision.id, choice: 'roll-back', reason: 'Worse.' } as const
    expect(rig.tell(answer)).not.toHaveProperty('rejection')
    const back = await waitFor('the rollback', () => rig.run.kind === 'rollback' && rig.run.finished)
    expect(back).toMatchObject({ outcome: 'succeeded' })
    expect(rig.attempt('back')).toMatchObject({ status: 'succeeded' })
  })

  test('CJ9: another cockpit goes on with what was measured before, and the time without one does not count', async () => {
    const rig = await atHold({ forMs: 3500 })
    let view: JudgeView | undefined
    rig.owner.client.onFeed((message) => {
      if (message.kind === 'judge') view = message.view
    })
    await start(rig)
    await waitFor('some samples', () => (view?.fewest ?? 0) >= 5)
    await rig.owner.close()
    await rig.open()
    const end = await waitFor('the end', () => looked(rig) && rig.run.finished)
    expect(end).toMatchObject({ outcome: 'succeeded' })
    const { judging, startedAtMs, endedAtMs } = rig.attempt('hold')!
    const { samples } = judging!.judged!.metrics[0]!.canary
    const gap = rig.state.gaps.at(-1)!
    expect(samples.filter(([atMs]) => atMs < gap.fromMs).length).toBeGreaterThanOrEqual(5)
    expect(endedAtMs! - startedAtMs).toBeGreaterThanOrEqual(3500 + gap.toMs - gap.fromMs)
  })
})
