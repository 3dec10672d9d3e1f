/** `soak` and `keep-old` of blue-green are steps of the release: where they stand, what they wait for, and what check says. */
import { hash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { digest } from '../../../../shared/ids.ts'
import { definitionDigest } from '../../../../shared/runbook/digests.ts'
import { formatFinding } from '../../../../shared/runbook/findings.ts'
import { loadDefinition } from '../../../../shared/runbook/load.ts'

const RUNBOOK = `---
pace: auto
---
# Production

\`\`\`sh {name=switch phase=cutover undo=back owner=sre}
true
\`\`\`

- [ ] Looks good {name=good}

\`\`\`sh {name=drain phase=retire}
true
\`\`\`

\`\`\`sh {name=remove phase=retire}
true
\`\`\`

# Rollback

\`\`\`sh {name=back phase=cutover}
true
\`\`\`
`

const METRIC = 'metrics: { errors: { target: { below: 1 }, source: { command: "echo 0" } } }'
const load = (strategy: string, runbook = RUNBOOK, more = METRIC) =>
  loadDefinition({
    releaseYaml: {
      file: 'release.yaml',
      text: `cockpit: 1
release: { name: Shop, version: 2.4.0, previous: 2.3.1 }
strategy: { kind: blue-green, ${strategy} }
environments: { production: {} }
${more}`,
    },
    runbook: { file: 'runbook.md', text: runbook },
  })
type Given = Parameters<typeof load>
const steps = (...of: Given) => load(...of).definition?.runbook.stages[0]?.steps ?? []
const shown = (...of: Given) => steps(...of).map(({ id, kind, title }) => `${id} ${kind} ${title}`)
const said = (...of: Given) =>
  load(...of)
    .findings.map(formatFinding)
    .join('\n')
const sha256 = (text: string | Uint8Array) => digest(hash('sha256', text, 'hex'))

describe('The soak of a blue-green release', () => {
  test('is a gate behind the switch, on everything that is measured against a target', () => {
    expect(shown('soak: 10m')).toEqual([
      'switch command Switch',
      'switch/soak gate Soak: errors for 10m',
      'good manual Looks good',
      'drain command Drain',
      'remove command Remove',
    ])
    const soak = steps('soak: 10m')[1]!
    expect(soak.attributes).toEqual({
      owner: 'sre',
      phase: 'soak',
      gate: { metrics: ['errors'], forMs: 600_000 },
    })
  })

  test.each([
    ['there is no metric', ''],
    ['all of them are dry runs', METRIC.replace('target:', 'dry-run: true, target:')],
    [
      'the ledger alone tells them',
      'metrics: { errors: { target: { below: 30 }, unit: s, source: { ledger: deployment-time } } }',
    ],
  ])('is a wait when %s', (_, metrics) => {
    expect(shown('soak: 10m', RUNBOOK, metrics)[1]).toBe('switch/soak wait Soak for 10m')
  })

  test('stands behind the last switch, its gate and the group it is a branch of', () => {
    const gated = RUNBOOK.replace('owner=sre', 'gate="errors for 10s"')
    expect(steps('soak: 10m', gated).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['switch/gate', 'switch/soak']),
    )
    expect(steps('soak: 10m', gated)[2]?.id).toBe('switch/soak')
    const grouped = RUNBOOK.replace('owner=sre', 'parallel=all').replace(
      '- [ ] Looks good {name=good}',
      '```sh {name=warm parallel=all}\ntrue\n```',
    )
    expect(
      steps('soak: 10m', grouped)
        .map(({ id }) => id)
        .slice(0, 3),
    ).toEqual(['switch', 'warm', 'switch/soak'])
  })

  test("gives way to the runbook's own, and check says when that is shorter", () => {
    const own = RUNBOOK.replace('- [ ] Looks good {name=good}', '- Soak {name=calm wait=5m phase=soak}')
    expect(shown('soak: 10m', own)[1]).toMatch(/^calm wait/)
    expect(steps('soak: 10m', own)).toHaveLength(4)
    expect(said('soak: 10m', own)).toMatch(
      /hint: Production has a soak of its own, "calm", of 5m: that is used, not the 10m/,
    )
    expect(said('soak: 5m', own)).not.toMatch(/soak of its own/)
  })

  test('may get attributes by its id, is part of the digests, and asks for a switch', () => {
    const over = `${METRIC}\nsteps: { switch/soak: { owner: qa } }`
    expect(said('soak: 10m', RUNBOOK, over)).not.toMatch(/error/)
    expect(steps('soak: 10m', RUNBOOK, over)[1]?.attributes.owner).toBe('qa')
    const of = (strategy: string) => definitionDigest(load(strategy).definition!, sha256)
    expect(of('soak: 10m')).not.toBe(of('soak: 11m'))
    const none = RUNBOOK.replaceAll(' phase=cutover', '')
    expect(said('soak: 10m', none)).toMatch(/warning: Nothing switches, so nothing soaks/)
  })
})

describe('Keeping the old side', () => {
  test('is a wait before the first step that retires it, which is none of the retiring', () => {
    expect(shown('keep-old: 2d').slice(2)).toEqual([
      'drain/keep-old wait Keep the old side until 2d after the switch',
      'drain command Drain',
      'remove command Remove',
    ])
    expect(steps('keep-old: 2d')[2]?.attributes).toEqual({ waitMs: 172_800_000, sinceSwitch: true })
  })

  test('is waited again after a further switch of the same stage', () => {
    const twice = RUNBOOK.replace(
      '{name=remove phase=retire}',
      '{name=switch-b phase=cutover}\ntrue\n```\n\n```sh {name=remove phase=retire}',
    )
    expect(
      steps('keep-old: 2d', twice)
        .map(({ id }) => id)
        .filter((id) => id.includes('/')),
    ).toEqual(['drain/keep-old', 'remove/keep-old'])
  })

  test('says when nothing retires it, and refuses to be shorter than the soak', () => {
    expect(said('keep-old: 2d', RUNBOOK.replaceAll(' phase=retire', ''))).toMatch(/hint: No step retires the old side/)
    expect(said('soak: 3h, keep-old: 2h')).toMatch(/error: The old side is kept for 2h, but the soak takes 3h/)
  })
})
