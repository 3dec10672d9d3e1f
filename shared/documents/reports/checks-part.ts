/** What must hold for a step or a run to pass: HTTP checks, gates, judges, verifications, and which version answers. */
import { describeDuration } from '../../analysis/describe.ts'
import type { HttpCheck, Step } from '../../runbook/model.ts'
import type { Ground } from './ground.ts'
import { heading, table } from './markdown-blocks.ts'
import { liveWords } from './parts.ts'

const httpWords = ({ method, url, expectStatus, assertions }: HttpCheck): string =>
  [
    `${method} ${url}`,
    expectStatus === undefined ? 'any status' : `HTTP ${expectStatus}`,
    ...assertions.map(({ subject, predicate, value }) => `${subject} ${predicate} ${value}`.trim()),
  ].join(', ')

/** Undefined where a step says nothing but that it ends well. */
function checkWords({ http, attributes: { gate, judge, verify } }: Step): string | undefined {
  if (http) return httpWords(http)
  if (gate) return `${gate.metrics.join(', ')} on target for ${describeDuration(gate.forMs)}`
  if (judge) return `It is judged after ${describeDuration(judge.forMs)}`
  return verify
}

export function checksPart({ definition }: Ground): string[] {
  const rows = definition.runbook.stages.flatMap((stage) =>
    stage.steps.flatMap((step) => {
      const words = checkWords(step)
      return words === undefined ? [] : [[stage.title, step.title, words]]
    }),
  )
  const live = definition.services.map(({ name, live: check }) => [
    'Every run',
    `${name} answers its version`,
    liveWords(check),
  ])
  return [
    heading(2, 'Smoke tests and checks'),
    table(
      ['Stage', 'Check', 'What must be'],
      [...rows, ...live],
      'The runbook has no check, and no service says how to look.',
    ),
  ]
}
