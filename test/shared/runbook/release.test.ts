import { describe, expect, test } from 'vitest'
import { formatFinding } from '../../../shared/runbook/findings.ts'
import { loadDefinition } from '../../../shared/runbook/load.ts'

const HEAD = 'cockpit: 1\nrelease: { name: Shop, version: 2.4.0 }\n'
const RUNBOOK = '# Production\n\n```sh {name=switch}\necho\n```\n\n# Rollback\n\n```sh\necho\n```\n'

const load = (yaml: string, runbook = RUNBOOK) =>
  loadDefinition({ releaseYaml: { file: 'release.yaml', text: yaml }, runbook: { file: 'runbook.md', text: runbook } })
const errorsOf = (yaml: string, runbook?: string) =>
  load(yaml, runbook)
    .findings.filter(({ severity }) => severity === 'error')
    .map(formatFinding)
const metric = (rest = 'source: { http-probe: { url: $URL } }') =>
  `metrics:\n  rate:\n    target: { below: 1 }\n    ${rest}\n`

describe('release.yaml', () => {
  test('of the documentation is understood in full', () => {
    const { definition, findings } = load(`cockpit: 1
release: { name: Parcel Tracker, version: 2.4.0, previous: 2.3.1, ticket: CHG-1042, repository: . }
strategy: { kind: canary, steps: [{ weight: 1, hold: 15m }, { weight: 100 }], set-weight: switch, judge: { metrics: [error-rate], min-samples: 50 } }
windows: [{ start: 2026-11-28T22:00:00+01:00, end: 2026-11-29T01:00:00+01:00 }]
freezes: []
services:
  api:     { live: { http: "$APP_URL/version", json: version } }
  worker:  { live: { command: ./live-worker.sh }, depends-on: [api] }
team:
  devops-lead: [{ name: Ada Obi, contact: ada@example.com }, { name: Bo, deputy: true }]
  sre: Cy
environments:
  staging:    { vars: { APP_URL: "http://127.0.0.1:8081", PORT: 0080, RATE: 1.0 } }
  production: { vars: { APP_URL: "http://127.0.0.1:8080" }, protected: true, secrets: { DEPLOY_TOKEN: { env: DEPLOY_TOKEN } } }
metrics:
  error-rate: { title: Error rate, unit: percent, target: { below: 0.1 }, interval: 5s, window: 1m, min-volume: 500,
                source: { prometheus: { url: "http://127.0.0.1:9090", query: up } } }
triggers:
  - { metric: error-rate, above: 1, for: 30s, severity: critical, service: api, arm: { from: switch } }
steps: { switch: { timeout: 5m, approve: [sre], undo: rollback/1 } }
`)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(definition).toMatchObject({
      strategy: { kind: 'canary', settings: { steps: [{ weight: 1, hold: 900_000 }, { weight: 100 }] } },
      windows: [{ startMs: Date.UTC(2026, 10, 28, 21), endMs: Date.UTC(2026, 10, 29), offsetMinutes: 60 }],
      services: [{ name: 'api' }, { name: 'worker', dependsOn: ['api'], live: { command: './live-worker.sh' } }],
      team: { 'devops-lead': [{ name: 'Ada Obi' }, { name: 'Bo', deputy: true }], sre: [{ name: 'Cy' }] },
      environments: [
        { name: 'staging', vars: { PORT: '0080', RATE: '1.0' }, protected: false },
        { name: 'production', secrets: { DEPLOY_TOKEN: { env: 'DEPLOY_TOKEN' } }, protected: true },
      ],
      metrics: [{ name: 'error-rate', intervalMs: 5000, minVolume: 500, source: { kind: 'prometheus' } }],
      triggers: [{ metric: 'error-rate', forMs: 30_000, clearForMs: 60_000, arm: { from: 'switch-1' } }],
    })
    expect(definition?.runbook.stages[0]?.steps[0]?.attributes).toMatchObject({ timeoutMs: 300_000, approve: ['sre'] })
    expect(definition?.notYetActedOn).toEqual([])
  })

  test('understands every kind of metric source, with what is left out filled in', () => {
    const sourceIn = (rest: string) => load(`${HEAD}${metric(`source: ${rest}`)}`).definition?.metrics[0]?.source
    const reached = { url: '$URL', headers: {}, timeoutMs: 5000 }
    expect(sourceIn('{ json: { url: $URL, path: a.b, ca: ca.pem } }')).toEqual({
      kind: 'json',
      path: 'a.b',
      ...reached,
      ca: 'ca.pem',
    })
    expect(sourceIn('{ alertmanager: { url: $URL, timeout: 2s, matchers: [severity="critical"] } }')).toEqual({
      kind: 'alertmanager',
      matchers: ['severity="critical"'],
      ...reached,
      timeoutMs: 2000,
    })
    expect(sourceIn('{ command: ./depth.sh }')).toEqual({ kind: 'command', run: './depth.sh', timeoutMs: 10_000 })
    expect(sourceIn("{ command: { run: ./depth.sh, match: 'depth (\\d+)' } }")).toMatchObject({ match: 'depth (\\d+)' })
    expect(load(`${HEAD}${metric()}`).definition?.notYetActedOn).toEqual([])
  })

  test.each<[string, string, RegExp]>([
    ['an unknown key', `${HEAD}sevices: {}\n`, /^release\.yaml:3:1: error: "sevices" .* Did you mean "services"\?/],
    [
      'a version that YAML reads as a number',
      'cockpit: 1\nrelease: { name: a, version: 2.10 }\n',
      /:2:30: error: .*put it in quotes, "2\.10"/,
    ],
    ['a missing key', 'cockpit: 1\nrelease: { name: a }\n', /:2:1: error: release lacks the key "version"/],
    [
      'a duration without a unit',
      `${HEAD}${metric('interval: 5\n    source: { ledger: rollback-time }')}`,
      /:6:15: error: .*Add the unit: 5s/,
    ],
    [
      'a key given twice',
      `${HEAD}services: {}\nservices: {}\n`,
      /:4:1: error: "services" stands here twice; the first is on line 3/,
    ],
    [
      'a wrong choice',
      `${HEAD}strategy: blue-gren\n`,
      /:3:11: error: strategy is "blue-gren".*Did you mean "blue-green"\?/,
    ],
    [
      'a window that ends before it starts',
      `${HEAD}windows:\n  - start: 2026-11-28T22:00:00Z\n    end: 2026-11-28T21:00:00Z\n`,
      /:5:10: error: This window ends before it starts/,
    ],
    [
      'a day that does not exist',
      `${HEAD}freezes:\n  - start: 2026-02-30T22:00:00Z\n    end: 2026-03-28T21:00:00Z\n`,
      /:4:12: error: .*not a date and time that exists/,
    ],
    [
      'a window without an offset',
      `${HEAD}windows:\n  - { start: "2026-11-28 22:00", end: 2026-11-28T23:00:00Z }\n`,
      /:4:14: error: .*with an offset/,
    ],
    [
      'an undefined metric',
      `${HEAD}triggers:\n  - { metric: rat, above: 1, severity: high }\n`,
      /:4:15: error: There is no metric "rat"/,
    ],
    [
      'a trigger without a limit',
      `${HEAD}${metric()}triggers:\n  - { metric: rate, severity: high }\n`,
      /error: This trigger has no limit/,
    ],
    [
      'services in a circle',
      `${HEAD}services:\n  a: { depends-on: b }\n  b: { depends-on: [a] }\n`,
      /error: These services depend on each other in a circle: a → b → a/,
    ],
    ['an unknown service', `${HEAD}services:\n  a: { depends-on: [c] }\n`, /:4:21: error: There is no service "c"/],
    [
      'an arm on an unknown step',
      `${HEAD}${metric()}triggers:\n  - { metric: rate, above: 1, severity: high, arm: { from: swich } }\n`,
      /error: arm\.from names the step "swich".*Did you mean "switch"/,
    ],
    [
      'attributes for an unknown step',
      `${HEAD}steps:\n  swtch: { timeout: 5m }\n`,
      /:4:3: error: steps: names the step "swtch".*Did you mean "switch"/,
    ],
    [
      'an unknown attribute',
      `${HEAD}steps:\n  switch: { timout: 5m }\n`,
      /:4:13: error: "timout" .*Did you mean "timeout"\?/,
    ],
    [
      'two sources of a metric',
      `${HEAD}${metric('source: { ledger: rollback-time, command: ./x }')}`,
      /must be exactly one of http-probe/,
    ],
    [
      'a regular expression without a group',
      `${HEAD}${metric('source: { command: { run: ./x, match: depth } }')}`,
      /match is "depth", but must be a regular expression with a group around the number/,
    ],
    [
      'a matcher without a comparison',
      `${HEAD}${metric('source: { alertmanager: { url: $URL, matchers: [critical] } }')}`,
      /"critical", but must be a matcher such as severity="critical"/,
    ],
    [
      'a path with a wildcard',
      `${HEAD}${metric('source: { json: { url: $URL, path: "a[*]" } }')}`,
      /must be a path such as data\.items\[0\]\.value/,
    ],
    [
      'an interval that would flood',
      `${HEAD}${metric('interval: 0s\n    source: { ledger: rollback-time }')}`,
      /must be at least 100ms/,
    ],
    ['a role nobody holds', `${HEAD}team: { sre: [] }\n`, /:3:9: error: Nobody holds the role sre/],
    [
      'a variable shells load code from',
      `${HEAD}environments: { a: { vars: { LD_PRELOAD: x } } }\n`,
      /error: LD_PRELOAD/,
    ],
    [
      'an empty variable',
      `${HEAD}environments:\n  a:\n    vars:\n      X:\n`,
      /:6:9: error: .*for an empty value write ""/,
    ],
    ['an alias to nothing', `${HEAD}services: *nothing\n`, /\[yaml-syntax\]/],
    ['nesting without end', '['.repeat(20_000), /nested too deeply/],
    ['a list instead of keys', '- 1\n', /:1:1: error: .*must hold keys with values/],
  ])('says where %s stands and what to do', (_, yaml, expected) => {
    expect(load(yaml).definition).toBeUndefined()
    expect(errorsOf(yaml)).toContainEqual(expect.stringMatching(expected))
  })

  test('never repeats what may be a secret', () => {
    const errors = errorsOf(
      `${HEAD}environments: { a: { secrets: { A: hunter2hunter2, B: { env: "hunter2 hunter2" } } } }\n`,
    )
    expect(errors).toHaveLength(2)
    expect(errors.join()).not.toContain('hunter2')
  })

  test('reports mistakes of both files at once', () => {
    const errors = errorsOf(
      `${HEAD}strtegy: x\nwindows: 5\n`,
      '# Production\n\n```sh {undo=gone timeout=soon}\na\n```\n',
    )
    expect(errors.map((each) => each.split(':')[0])).toEqual([
      'release.yaml',
      'release.yaml',
      'runbook.md',
      'runbook.md',
    ])
  })

  test('makes a long report end, and counts the rest', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join('\n')
    const { findings } = load(`${HEAD}${keys}\n`)
    expect(findings).toHaveLength(201)
    expect(findings.at(-1)?.message).toMatch(/^300 more findings follow/)
  })
})
