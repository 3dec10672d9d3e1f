import { expect, it } from 'vitest'
import { factsIn, noFacts } from '../../../../main/event-store/search/entry-facts.ts'
import type { Recorded } from '../../../../shared/events/envelope.ts'

it.each(['run.started', 'rehearsal.started'])(
  '%s says in which environment the output of its steps was printed',
  (type) => {
    const facts = noFacts()
    const payload = { runId: 'run-1', environment: 'staging' }
    factsIn({ type, payload, recordedAt: '2026-11-28T22:00:00.000Z' } as unknown as Recorded, facts)
    expect(facts.environments).toEqual([['run-1', 'staging']])
  },
)
