/** A gap answered with "hold" at the terminal: it is let go on where it was held. */
import { expect, test } from 'vitest'
import { answerNeed } from '../../../main/cli/follow/needs.ts'
import type { RunView } from '../../../main/cli/follow/run-view.ts'
import type { CommandInput } from '../../../shared/contract/commands.ts'
import { stageId } from '../../../shared/ids.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { fakeCockpit } from '../../support/fake-cockpit.ts'
import { Story } from '../../support/story.ts'

test('who holds a run after a gap is asked there whether it goes on', async () => {
  const back = stage('rollback', [], { kind: 'rollback' })
  const story = new Story(definitionOf([stage('production', [step('one'), step('two')]), back]))
  story.tell({ type: 'run.start', stageId: stageId('production'), environment: 'production' })
  const one = story.begin()
  const fromMs = story.nowMs
  story.nowMs += 600_000
  story.happen({ type: 'engine.gap', payload: { fromMs, toMs: story.nowMs } })
  story.end(one, 'succeeded', 0)
  const client = fakeCockpit({
    'command.send': (params) => {
      const refused = story.tell((params as { command: CommandInput }).command)
      return refused ? { ok: false, rejection: refused } : { ok: true, seqs: [] }
    },
  })
  const answers = ['h', 'r']
  const asked: string[] = []
  const ask = async (question: string) => {
    asked.push(question)
    return answers.shift() ?? 'l'
  }
  const view = { line: () => {}, ask } as unknown as RunView
  const { state, run } = story
  const said = await answerNeed(
    { client, release: state.release, as: { name: 'Ada Obi' }, view, state, run },
    story.move,
  )
  expect(said).toBe('go-on')
  expect(asked.at(-1)).toContain('is held. [r] resume')
  expect(story.run.paused).toBeUndefined()
  expect(story.move).toMatchObject({ kind: 'begin' })
})
