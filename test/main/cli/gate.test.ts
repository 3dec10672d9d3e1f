/** What a person says to a gate from a terminal: where the run is followed, and from another one (docs/steps.md G6). */
import { beforeEach, expect, test } from 'vitest'
import { answerNeed } from '../../../main/cli/follow/needs.ts'
import type { RunView } from '../../../main/cli/follow/run-view.ts'
import { gateAnswer, gateStatusLines } from '../../../main/cli/gate.ts'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { fakeCockpit } from '../../support/fake-cockpit.ts'
import { Story } from '../../support/story.ts'

const WORDS = 'Error rate: cannot be measured for 40 s: Prometheus refused the connection.'

let story: Story
const attempt = () => Object.values(story.state.attempts).at(-1)!

beforeEach(() => {
  const gate = step(
    'hold',
    { gate: { metrics: ['error-rate'], forMs: 60_000 } },
    { kind: 'gate', title: 'Calm', text: '' },
  )
  story = new Story(definitionOf([stage('production', [gate, step('retire')])]))
  story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  story.begin()
})

function ask(): void {
  const { id: attemptId, runId, stepId } = attempt()
  const block = { metric: 'error-rate', state: 'blind' as const, words: WORDS, value: null, heldMs: 0, samples: [] }
  story.happen({ type: 'gate.asked', payload: { attemptId, runId, stepId, blocks: [block] } })
}

async function answered(answers: string[]): Promise<string[]> {
  const client = fakeCockpit({
    'command.send': (params) => {
      const refused = story.tell((params as { command: CommandInput }).command)
      return refused ? { ok: false, rejection: refused } : { ok: true, seqs: [] }
    },
  })
  const said: string[] = []
  const view = {
    line: (text: string) => said.push(text),
    ask: async () => answers.shift() ?? 'l',
  } as unknown as RunView
  const { state, run } = story
  await answerNeed({ client, release: state.release, as: { name: 'Ada Obi' }, view, state, run }, story.move)
  return said
}

test('who follows a run is told what blocks its gate, and goes on with a reason', async () => {
  ask()
  expect(await answered(['g', 'The provider is fine.'])).toEqual([WORDS])
  expect(attempt()).toMatchObject({ status: 'succeeded', gate: { overridden: { reason: 'The provider is fine.' } } })
})

test('who keeps waiting there is asked no more, and who says that it failed halts the run', async () => {
  ask()
  await answered(['w'])
  expect(attempt()).toMatchObject({ status: 'waiting', gate: { keptWaiting: { by: { name: 'Ada Obi' } } } })
  ask()
  await answered(['f', 'Customers call.'])
  expect(story.move).toMatchObject({ kind: 'halted' })
})

test('from another terminal the gate that asks is answered, never without a reason where it goes on the record', () => {
  expect(gateStatusLines(story.state)).toEqual(['Calm [hold] holds'])
  ask()
  expect(gateStatusLines(story.state)).toEqual(['Calm [hold] holds and asks', `  ${WORDS}`])
  expect(gateAnswer(story.state, {})).toBeUndefined()
  expect(() => gateAnswer(story.state, { goOn: true })).toThrow('--reason')
  expect(() => gateAnswer(story.state, { goOn: true, fail: true, reason: 'x' })).toThrow('Say one of')
  expect(() => gateAnswer(story.state, { keepWaiting: true, step: 'other' })).toThrow('No gate "other" is open.')
  const attemptId = attempt().id
  expect(gateAnswer(story.state, { keepWaiting: true })).toEqual({ type: 'gate.keep-waiting', attemptId })
  expect(gateAnswer(story.state, { goOn: true, reason: 'Fine.' })).toEqual({
    type: 'gate.override',
    attemptId,
    reason: 'Fine.',
  })
})

test('a batch that its instances hold is listed, and begun all the same only with a reason', () => {
  const roll = step('roll', {}, { title: 'Roll 1' })
  const settings = { 'set-batch': ['roll'], 'max-unavailable': 1 }
  const services = [{ name: 'web', dependsOn: [], instances: { command: './fleet.sh' } }]
  story = new Story(definitionOf([stage('production', [roll])], { strategy: { kind: 'rolling', settings }, services }))
  story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  const instances = ['a', 'b'].map((name) => ({ name, version: '2.4.0', ok: false }))
  story.happen({ type: 'instances.observed', payload: { environment: 'production', service: 'web', instances } })
  expect(gateStatusLines(story.state)).toEqual([
    'Roll 1 [roll] is held by its instances',
    '  2 of 2 instances fail, at most 1 may: a, b.',
  ])
  expect(() => gateAnswer(story.state, { keepWaiting: true })).toThrow(/waits by itself/)
  expect(() => gateAnswer(story.state, { goOn: true })).toThrow(/Give --reason/)
  expect(gateAnswer(story.state, { goOn: true, reason: 'Being replaced.' })).toMatchObject({ type: 'batch.override' })
})
