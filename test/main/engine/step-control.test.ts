/** Retries, conditions, parallel branches, verify, silence and stops against real processes, behind the real owner of a ledger. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stageId, stepId } from '../../../shared/ids.ts'
import type { StepAttributes } from '../../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../../support/definition.ts'
import { Rig, waitFor } from '../../support/rig.ts'

let rig: Rig
afterEach(async () => rig.close())

const START = { type: 'run.start', stageId: stageId('production'), environment: 'production' } as const
const command = (id: string, text: string, attributes: StepAttributes = {}) => step(id, attributes, { text })

async function open(...steps: ReturnType<typeof command>[]): Promise<Rig> {
  rig = await new Rig(definitionOf([stage('production', steps)])).open()
  return rig
}
const finished = () => waitFor('the end of the run', () => rig.run.finished)
const tries = (id: string) => rig.run.attempts.filter((each) => rig.state.attempts[each]!.stepId === id)

describe('a step that fails at first', () => {
  it('is tried again by itself until it succeeds, each try on record', async () => {
    await open(command('flaky', 'echo try >>tries; [ "$(wc -l <tries)" -ge 3 ]', { retries: 5, retryDelayMs: 20 }))
    rig.tell(START)
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
    expect(tries('flaky').map((id) => rig.state.attempts[id]!.status)).toEqual(['failed', 'failed', 'succeeded'])
    expect(readFileSync(join(rig.folder, 'tries'), 'utf8')).toBe('try\ntry\ntry\n')
  })

  it('waits for its delay across a restart of the cockpit, and is then tried once more', async () => {
    const definition = definitionOf([
      stage('production', [command('flaky', 'echo try >>tries; [ -e ready ]', { retries: 1, retryDelayMs: 3000 })]),
    ])
    rig = await new Rig(definition).open()
    rig.tell(START)
    await waitFor('the first failure', () => rig.attempt('flaky')?.status === 'failed')
    await rig.owner.close()
    writeFileSync(join(rig.folder, 'ready'), '')
    await rig.open()
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
    expect(tries('flaky')).toHaveLength(2)
  })
})

describe('a parallel group', () => {
  const meet = (own: string, other: string) =>
    `echo "${own} begins"; touch ${own}; export BRANCH=${own}; until [ -e ${other} ]; do sleep 0.02; done; echo "${own} met ${other}"`

  it('runs its branches at the same time, keeps their output apart, and lets nothing they export out', async () => {
    await open(
      command('before', 'export BRANCH=none'),
      command('eu', meet('eu', 'us'), { parallel: 'regions' }),
      command('us', meet('us', 'eu'), { parallel: 'regions' }),
      command('after', 'echo "branch $BRANCH"'),
    )
    rig.tell(START)
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('eu')).toBe('eu begins\neu met us\n')
    expect(await rig.output('us')).toBe('us begins\nus met eu\n')
    expect(await rig.output('after')).toBe('branch none\n')
  })

  it('times out one branch and lets the other finish', async () => {
    await open(
      command('slow', 'sleep 30', { parallel: 'p', timeoutMs: 200 }),
      command('good', 'until [ -e go ]; do sleep 0.02; done', { parallel: 'p' }),
      command('after', 'touch after'),
    )
    rig.tell(START)
    await waitFor('the timeout', () => rig.attempt('slow')?.status === 'timed-out')
    await waitFor('the other branch to run', () => rig.attempt('good')?.status === 'running')
    writeFileSync(join(rig.folder, 'go'), '')
    await waitFor('the other branch', () => rig.attempt('good')?.status === 'succeeded')
    expect(existsSync(join(rig.folder, 'after'))).toBe(false)
    rig.tell({ type: 'step.skip', runId: rig.run.id, stepId: stepId('slow'), reason: 'Not needed.' })
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
  })
})

describe('a step with verify', () => {
  it('is done when its effect is there, and what verify prints is kept with its output', async () => {
    await open(command('touch', 'printf working; touch effect', { verify: 'test -e effect && echo there' }))
    rig.tell(START)
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
    expect(await rig.output('touch')).toBe('working\n[cockpit] verify: test -e effect && echo there\nthere\n')
  })

  it('has failed when it exits 0 without its effect', async () => {
    await open(command('claim', 'echo done', { verify: 'test -e effect' }))
    rig.tell(START)
    await waitFor('the verdict', () => rig.attempt('claim')?.status === 'failed')
    expect(rig.attempt('claim')).toMatchObject({
      exitCode: 0,
      reason: 'exit 0, but verify ended with exit 1: the effect is not there',
    })
  })
})

describe('a step whose condition does not hold', () => {
  it('is passed over with the reason on record', async () => {
    await open(command('staging-only', 'touch ran', { when: 'environment == staging' }), command('go', 'echo go'))
    rig.tell(START)
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
    expect(rig.run.skipped[stepId('staging-only')]).toMatchObject({ reason: expect.stringContaining('does not hold') })
    expect(existsSync(join(rig.folder, 'ran'))).toBe(false)
  })
})

describe('a command that goes quiet', () => {
  it('is said to be silent on record, and to print again when it does', async () => {
    await open(
      command(
        'quiet',
        'echo begins; until [ -e go ]; do sleep 0.02; done; echo again; until [ -e heard ]; do sleep 0.02; done',
        { silentMs: 100 },
      ),
    )
    rig.tell(START)
    await waitFor('the silence', () => rig.attempt('quiet')?.silentSinceMs)
    writeFileSync(join(rig.folder, 'go'), '')
    await waitFor('it to be heard', async () => {
      const { events } = await rig.owner.client.call('events.read', { release: rig.state.release })
      return events.some((event) => event.type === 'step.spoke-again')
    })
    writeFileSync(join(rig.folder, 'heard'), '')
    expect(await finished()).toMatchObject({ outcome: 'succeeded' })
  })
})

describe('a step that is stopped', () => {
  it('names what it left running', async () => {
    await open(
      command(
        'leaves',
        '(trap "" TERM; touch up; exec >/dev/null; until [ -e gone ]; do sleep 0.05; done) & until [ -e up ]; do sleep 0.02; done; sleep 60',
      ),
    )
    rig.tell(START)
    await waitFor('the background process', () => existsSync(join(rig.folder, 'up')))
    rig.tell({ type: 'step.stop', attemptId: rig.attempt('leaves')!.id, reason: 'Wrong host.' })
    await waitFor('the stop', () => rig.attempt('leaves')?.status === 'stopped')
    const [, pid] = /Wrong host\. .*Still running: (\d+) /.exec(rig.attempt('leaves')?.reason ?? '') ?? []
    expect(pid).toBeDefined()
    writeFileSync(join(rig.folder, 'gone'), '')
    await waitFor('the background process to end', () => !existsSync(`/proc/${pid}`))
  })
})
