/** A definition with channels, for tests of notices. */
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import type { NoticePlan } from '../../shared/runbook/notices/model.ts'
import { definitionOf, stage, step } from './definition.ts'
import { standardProcess } from './standard-process.ts'

export const WINDOW = {
  startMs: Date.parse('2026-11-28T21:00:00Z'),
  endMs: Date.parse('2026-11-29T00:00:00Z'),
  offsetMinutes: 60,
}

export const noticePlan = (more: Partial<NoticePlan> = {}): NoticePlan => ({
  mode: 'on',
  test: 'mine',
  channels: [
    {
      name: 'mail',
      kind: 'smtp',
      host: '127.0.0.1',
      port: 1,
      secure: false,
      from: 'cockpit@example.com',
      addresses: ['all@example.com'],
    },
    { name: 'hook', kind: 'webhook', format: 'json', url: 'http://127.0.0.1:1/', headers: {} },
    { name: 'mine', kind: 'webhook', format: 'json', url: 'http://127.0.0.1:1/mine', headers: {} },
  ],
  stages: {},
  events: {},
  ...more,
})

export const withNotices = (notices: NoticePlan, more: Partial<ReleaseDefinition> = {}): ReleaseDefinition =>
  definitionOf([stage('production', [step('deploy')])], {
    windows: [WINDOW],
    team: { sre: [{ name: 'Mei Tanaka', contact: 'mei@example.com' }], 'product-owner': [{ name: 'Ada Obi' }] },
    process: standardProcess,
    notices,
    ...more,
  })
