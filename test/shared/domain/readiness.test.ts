/** The way back before GO: what is missing of it refuses production where the process asks for it, else is said loudly; a rollback is never refused. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { missingScripts } from '../../../main/adapters/files/missing-scripts.ts'
import { commandSchema } from '../../../shared/contract/commands.ts'
import { decide } from '../../../shared/domain/decide.ts'
import { selectReadiness } from '../../../shared/domain/process/readiness.ts'
import { stageId } from '../../../shared/ids.ts'
import type { ReleaseProcess } from '../../../shared/process/model.ts'
import type { Step } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { ADA, Story } from '../../support/story.ts'

const process = {
  productionRequires: ['rollback-ready'],
  roles: {},
  steps: [],
  entryCriteria: [],
  checklist: [],
  gates: [],
}
const environments = ['staging', 'production'].map((name) => ({
  name,
  vars: {},
  secrets: {},
  protected: name === 'production',
}))
const steps = (back: Step[]) => [
  stage('staging', [step('try', { undo: 'back' as never })]),
  stage('production', [step('deploy', { undo: 'back' as never })]),
  stage('rollback', back, { kind: 'rollback' }),
]
const release = (requires = ['rollback-ready'], back = [step('back', {}, { text: 'sh deploy/back.sh' })]) =>
  definitionOf(steps(back), {
    environments,
    process: { ...process, productionRequires: requires } as unknown as ReleaseProcess,
  })

function start(story: Story, missing: string[], environment = 'production') {
  const command = commandSchema.parse({ type: 'run.start', stageId: stageId(environment), environment })
  const decision = decide(story.state, command, { ...story.facts(), missingScripts: missing })
  for (const event of decision.events ?? []) story.happen(event, ADA)
  return decision.rejection
}

function drilled(definition = release()): Story {
  const story = new Story(definition)
  story.load(definition)
  story.tell({ type: 'run.start', stageId: stageId('staging'), environment: 'staging' })
  story.state.runs[story.run.id] = { ...story.run, definitionDigest: story.state.definitionDigest! }
  story.doSteps(1)
  story.finish()
  story.tell({ type: 'rollback.start', environment: 'staging', drill: true })
  story.state.runs[story.run.id] = { ...story.run, definitionDigest: story.state.definitionDigest! }
  story.doSteps(1)
  story.finish()
  return story
}

test('production is refused until the way back was drilled as it stands and its scripts are there; each is named', () => {
  const fresh = new Story(release())
  fresh.load(release())
  expect(start(fresh, ['deploy/back.sh'])?.message).toContain(
    '“Way back: it was drilled as it stands” (Deploy to an unprotected environment and roll it back there as a drill), “Way back: its scripts are there” (Not in the release folder: deploy/back.sh. Bring it, or mend the command)',
  )
  const story = drilled()
  expect(selectReadiness(story.state, story.nowMs, [])).toMatchObject([
    { id: 'rollback-written', holds: true },
    { id: 'rollback-tested', holds: true },
    { id: 'rollback-time', words: expect.stringContaining('in staging, a drill') },
    { id: 'rollback-scripts', holds: true },
  ])
  expect(start(story, [])).toBeUndefined()
})

test('a drill of other steps is void, with the run that it was', () => {
  const story = drilled()
  story.load(release(undefined, [step('back', {}, { text: 'sh deploy/backk.sh' })]))
  expect(start(story, [])?.message).toContain('was of other steps: they changed since')
})

test('where the process does not ask for it, a script that is not there is a deviation of the run, and the rollback goes all the same', () => {
  const story = new Story(release([]))
  story.load(release([]))
  expect(start(story, ['deploy/back.sh'])).toBeUndefined()
  expect(story.run.deviations).toEqual([
    'The way back is not ready. Not in the release folder: deploy/back.sh. Bring it, or mend the command.',
  ])
  expect(story.tell({ type: 'rollback.start', environment: 'production' })).toBeUndefined()
})

test('scripts are looked for where the step runs; what a shell fills in, other hosts and other files are left alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cockpit-ready-'))
  mkdirSync(join(folder, 'deploy'))
  writeFileSync(join(folder, 'deploy', 'here.sh'), '')
  const back = (text: string, attributes = {}) => step(`b${text.length}`, attributes, { text })
  const definition = release(
    [],
    [
      back('sh deploy/here.sh && sh "deploy/gone.sh"; node ./deploy/gone.mjs --to blue'),
      back('sh here.sh; ./here.sh', { cwd: 'deploy' }),
      back('sh $DIR/x.sh /etc/y.sh ~/z.sh https://a.example/b.sh a/*.sh ../../outside.sh "{{dir}}/q.sh"'),
      back('sh deploy/remote.sh', { runner: 'ssh' }),
    ],
  )
  expect(missingScripts(definition, folder)).toEqual(['deploy/gone.sh', './deploy/gone.mjs'])
  rmSync(folder, { recursive: true })
})
