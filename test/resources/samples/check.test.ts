import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadReleaseFolder } from '../../../main/app/release-folder.ts'

const SAMPLES = join(import.meta.dirname, '../../../resources/samples')
const load = (name: string) => loadReleaseFolder(join(SAMPLES, name))

describe.each(['parcel-tracker', 'nginx-prometheus'])('the sample %s', (name) => {
  it('is checked without an error or a warning', () => {
    expect(load(name).findings.filter(({ severity }) => severity !== 'hint')).toEqual([])
  })

  it('has a stage for each environment, a retirement and a rollback section', () => {
    const stages = load(name).definition?.runbook.stages ?? []
    expect(stages.map(({ id, kind, environment, pace }) => ({ id, kind, environment, pace }))).toEqual([
      { id: 'staging', kind: 'forward', environment: 'staging', pace: 'auto' },
      { id: 'production', kind: 'forward', environment: 'production', pace: 'auto' },
      { id: 'retire', kind: 'forward', environment: undefined, pace: 'auto' },
      { id: 'rollback', kind: 'rollback', environment: undefined, pace: 'auto' },
    ])
  })

  it('asks the SRE before the way back gets longer, and nobody before that', () => {
    const steps = load(name).definition?.runbook.stages.flatMap((stage) => stage.steps) ?? []
    const asking = steps.filter(({ attributes }) => attributes.approve)
    expect(asking.map(({ id, kind, attributes }) => ({ id, kind, approve: attributes.approve }))).toEqual([
      { id: 'agree-retire', kind: 'approval', approve: ['sre'] },
    ])
  })

  it('names an undo for every step that starts, switches or retires something', () => {
    const steps = load(name).definition?.runbook.stages.flatMap((stage) => stage.steps) ?? []
    const undos = steps.filter(({ attributes }) => attributes.undo).map(({ id, attributes }) => [id, attributes.undo])
    expect(undos).toEqual([
      ['staging-start-green', 'stop-green'],
      ['staging-switch', 'route-to-blue'],
      ['start-green', 'stop-green'],
      ['switch-10', 'route-to-blue'],
      ['switch-50', 'route-to-blue'],
      ['switch-100', 'route-to-blue'],
      ['retire-blue', 'start-blue'],
    ])
  })
})

describe.each(['ansible-fleet', 'kubernetes'])('the sample %s', (name) => {
  it('is checked without an error or a warning, and every step that changes something has its undo', () => {
    const { findings, definition } = load(name)
    expect(findings.filter(({ severity }) => severity !== 'hint')).toEqual([])
    const steps =
      definition?.runbook.stages.filter(({ kind }) => kind === 'forward').flatMap((stage) => stage.steps) ?? []
    const cutover = steps.filter(({ attributes }) => attributes.phase === 'cutover')
    expect(cutover.length).toBeGreaterThan(1)
    expect(cutover.filter(({ attributes }) => !attributes.undo)).toEqual([])
  })
})
