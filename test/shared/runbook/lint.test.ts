import { describe, expect, test } from 'vitest'
import { loadDefinition } from '../../../shared/runbook/load.ts'

const YAML = `cockpit: 1
release: { name: Shop, version: 2.4.0 }
environments:
  staging: { vars: { URL: a } }
  production: { vars: { URL: b, REGION: c }, secrets: { TOKEN: { env: TOKEN } }, protected: true }
`
const ROLLBACK = '\n# Rollback\n\n```sh\necho\n```\n'
const load = (runbook: string) =>
  loadDefinition({ releaseYaml: { file: 'release.yaml', text: YAML }, runbook: { file: 'runbook.md', text: runbook } })
const codesOf = (runbook: string) => load(runbook).findings.map(({ code }) => code)
const block = (text: string, info = 'sh') => `\n\`\`\`${info}\n${text}\n\`\`\`\n`
const said = (runbook: string, wanted: string) =>
  load(runbook)
    .findings.filter(({ code }) => code === wanted)
    .map(({ line, message }) => `${line}: ${message}`)

describe('The linter', () => {
  test('says which variable a look at a service uses that an environment lacks', () => {
    const services = 'services: { web: { instances: { command: "fleet $REGION $HOME" }, idle: { http: "$URL/v" } } }'
    const { findings } = loadDefinition({
      releaseYaml: { file: 'release.yaml', text: `${YAML}${services}\n` },
      runbook: { file: 'runbook.md', text: `# Production\n${block('a')}${ROLLBACK}` },
    })
    expect(
      findings.filter(({ code }) => code === 'undefined-variable').map(({ line, message }) => [line, message]),
    ).toEqual([
      [
        6,
        '$REGION is used by "instances" of web, but not defined in staging: add it under vars or secrets, or it is not observed there.',
      ],
    ])
  })

  test('never forbids loading', () => {
    expect(load(`# Production\n${block("rm -rf / '<the-path>' $NOTHING")}`).definition).toBeDefined()
  })

  test('warns when there is no way back', () => {
    expect(codesOf(`# Production\n${block('a')}`)).toContain('no-rollback')
    expect(codesOf(`# Production\n${block('a')}${ROLLBACK}`)).not.toContain('no-rollback')
  })

  test('warns when a rehearsal would run something for real that seems to change something', () => {
    const marked = (info: string, text = 'a') => said(`# Staging\n${block(text, info)}${ROLLBACK}`, 'unsafe-rehearsal')
    expect(marked('sh {name=look rehearse=run}')).toEqual([])
    expect(marked('sh {name=go rehearse=run phase=cutover}')).toEqual([
      '3: "Go" says rehearse=run, and its phase is cutover: a rehearsal would do it for real. Take the mark away.',
    ])
    expect(marked('sh {name=go rehearse=run}', 'rm -rf /srv')[0]).toContain('destroys something')
    expect(marked('http {name=go rehearse=run}', 'POST $URL')[0]).toContain('its request is a POST')
  })

  test('hints at steps in a protected environment that nothing undoes', () => {
    expect(codesOf(`# Production\n${block('a')}${ROLLBACK}`)).toContain('no-undo')
    expect(codesOf(`# Staging\n${block('a')}${ROLLBACK}`)).not.toContain('no-undo')
    expect(codesOf(`# Production\n${block('a', 'sh {reversible=yes}')}${ROLLBACK}`)).not.toContain('no-undo')
  })

  test.each([
    'rm -rf /var/x',
    'sudo rm -v -fr x',
    'kubectl -n a delete pod x',
    'psql -c "DROP TABLE users"',
    'terraform destroy',
    'git push origin main --force',
    'dd if=/dev/zero of=/dev/sda',
    'aws s3 rm s3://x --recursive',
  ])('wants a confirmation before "%s"', (command) => {
    expect(codesOf(`# Production\n${block(command)}`)).toContain('destructive')
    expect(codesOf(`# Production\n${block(command, 'sh {confirm="Sure?"}')}`)).not.toContain('destructive')
  })

  test.each(['rm file', '# rm -rf /', 'kubectl get pods', 'git push origin main', 'echo add if=x'])(
    'wants none before "%s"',
    (command) => {
      expect(codesOf(`# Production\n${block(`true\n${command}`)}`)).not.toContain('destructive')
    },
  )

  test('says which variable nobody sets, on its line, and in which environment', () => {
    expect(said(`# Production\n${block('echo ok\necho $NOPE')}`, 'undefined-variable')).toEqual([
      '5: $NOPE is used here, but neither release.yaml nor an earlier step sets it in production: define it under vars or secrets.',
    ])
    expect(said(`# Deploy\n${block('echo $REGION')}`, 'undefined-variable')).toEqual([
      expect.stringMatching(/sets it in staging: /),
    ])
  })

  test.each([
    'echo $URL ${TOKEN} $HOME $1 $? $$ ${#URL}',
    'X=1; echo $X',
    'export Y=2\nfor i in a; do echo $i$Y; done',
    'read -r LINE; echo "$LINE"',
    "echo '$SINGLE' \\$ESCAPED",
    'echo ${MAYBE:-default} ${OTHER+set}',
    "cat <<'EOF'\n$QUOTED\nEOF",
    'echo <the-input>',
    '# $COMMENTED',
    'true # $COMMENTED',
  ])('finds nothing undefined in %j', (script) => {
    expect(said(`# Production\n${block(`${script}\ntrue`)}`, 'undefined-variable')).toEqual([])
  })

  test('knows what an earlier step of the stage exported', () => {
    expect(said(`# Production\n${block('export A=1')}${block('echo $A')}`, 'undefined-variable')).toEqual([])
    expect(
      said(`# Production\n${block('export A=1')}\n# Staging\n${block('echo $A')}`, 'undefined-variable'),
    ).toHaveLength(1)
  })

  test('says that a step tells nobody when what it names is neither a channel nor a role', () => {
    expect(said(`# Production\n${block('a', 'sh {notify=room}')}`, 'unknown-channel')[0]).toContain('"room"')
  })
})

describe('Gates', () => {
  const METRICS = `metrics:
  errors: { target: { below: 1 }, source: { http-probe: { url: "http://x" } } }
  trial: { target: { below: 1 }, dry-run: true, source: { http-probe: { url: "http://x" } } }
  took: { target: { below: 1800 }, source: { ledger: deployment-time } }
`
  const loaded = (runbook: string, more = '') =>
    loadDefinition({
      releaseYaml: { file: 'release.yaml', text: `${YAML}${METRICS}${more}` },
      runbook: { file: 'runbook.md', text: runbook },
    })
  const findings = (runbook: string, more = '') =>
    loaded(runbook, more).findings.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)

  test('a gate on a command is a step of its own behind it; on a list item it is that step', () => {
    const { definition } = loaded(
      `# Production\n${block('a', 'sh {"name":"deploy","gate":"errors for 5m, ask after 2m","owner":"sre"}')}\n- Calm {gate=errors}\n${ROLLBACK}`,
    )
    expect(definition!.runbook.stages[0]!.steps).toMatchObject([
      { id: 'deploy', kind: 'command', attributes: { owner: 'sre' } },
      {
        id: 'deploy/gate',
        kind: 'gate',
        title: 'Gate: errors for 5m',
        position: { line: 3 },
        attributes: { owner: 'sre', gate: { metrics: ['errors'], forMs: 300_000, askAfterMs: 120_000 } },
      },
      { kind: 'gate', title: 'Calm', attributes: { gate: { metrics: ['errors'], forMs: 0 } } },
    ])
    expect(definition!.runbook.stages[0]!.steps[0]!.attributes.gate).toBeUndefined()
    expect(definition!.notYetActedOn).toEqual([])
  })

  test('release.yaml may put one on a step', () => {
    const { definition } = loaded(
      `# Production\n${block('a', 'sh {"name":"deploy"}')}${ROLLBACK}`,
      'steps: { deploy: { gate: { metrics: errors, for: 1m, ask-after: 10s } } }\n',
    )
    expect(definition!.runbook.stages[0]!.steps[1]).toMatchObject({
      id: 'deploy/gate',
      attributes: { gate: { metrics: ['errors'], forMs: 60_000, askAfterMs: 10_000 } },
    })
  })

  test.each<[string, string, string, string]>([
    ['a metric nobody defines', `\n- Calm {gate=erors}\n`, '', 'runbook.md:3:1 undefined-metric'],
    [
      'one that only release.yaml names',
      block('a', 'sh {"name":"deploy"}'),
      'steps: { deploy: { gate: erors for 1m } }\n',
      'release.yaml:10:26 undefined-metric',
    ],
    ['a metric of the ledger', '\n- Calm {gate=took}\n', '', 'runbook.md:3:1 gate-not-measured'],
    ['a timeout', '\n- Calm {gate=errors timeout=5m}\n', '', 'runbook.md:3:1 gate-timeout'],
    ['a time that is none', `\n- Calm {gate="errors for long"}\n`, '', 'runbook.md:3:9 bad-value'],
    ['nothing but dry runs', `\n- Calm {gate=trial}\n`, '', 'runbook.md:3:1 gate-without-metric'],
    [
      'a branch of a parallel group',
      `${block('a', 'sh {"parallel":"x","gate":"errors"}')}${block('b', 'sh {"parallel":"x"}')}`,
      '',
      'runbook.md:3:1 gate-in-parallel',
    ],
  ])('says of %s where it stands', (_, steps, more, wanted) => {
    expect(findings(`# Production\n${steps}${ROLLBACK}`, more)).toContain(wanted)
  })

  test('a gate in the rollback is passed over, and that is said', () => {
    expect(findings(`# Production\n${block('a')}${ROLLBACK}\n- Calm {gate=errors}\n`)).toContain(
      'runbook.md:13:1 gate-in-rollback',
    )
  })

  describe('of metrics', () => {
    const about = (metric: string, wanted: string) =>
      loadDefinition({
        releaseYaml: { file: 'release.yaml', text: `${YAML}metrics:\n  m: { target: { below: 1 }, ${metric} }\n` },
        runbook: { file: 'runbook.md', text: `# Production\n${block('a')}${ROLLBACK}` },
      })
        .findings.filter(({ code }) => code === wanted)
        .map(({ line, message }) => `${line}: ${message}`)

    test('warns of variables a source uses and an environment lacks', () => {
      expect(about('source: { json: { url: $URL, path: a, headers: { X: $TOKEN } } }', 'undefined-variable')).toEqual([
        '7: $TOKEN is used by the source of m, but not defined in staging: add it under vars or secrets, or the metric is blind there.',
      ])
      expect(about('source: { command: "X=1; echo $X $REGION $HOME" }', 'undefined-variable')).toHaveLength(1)
      expect(
        about('source: { prometheus: { url: $URL, query: "a{code=~\\"5..$\\"}" } }', 'undefined-variable'),
      ).toEqual([])
    })

    test('warns of a secret that is written out, and of a trigger on what is not sampled', () => {
      const headers = (value: string) =>
        `source: { json: { url: $URL, path: a, headers: { Authorization: "${value}" } } }`
      expect(about(headers('Bearer abc'), 'literal-secret')[0]).toContain('put the value under secrets')
      expect(about(headers('Bearer $TOKEN'), 'literal-secret')).toEqual([])
      const trigger =
        'unit: s, source: { ledger: deployment-time } }\ntriggers:\n  - { metric: m, above: 1, severity: high'
      expect(about(trigger, 'never-watched')).toEqual([
        '9: This trigger never acts: m comes from the ledger and is shown on the scorecard, not sampled. Name a metric with another source.',
      ])
    })

    test('warns of a min-volume that is never met, and of a time without its unit', () => {
      expect(about('min-volume: 50, source: { json: { url: $URL, path: a } }', 'never-judged')[0]).toContain(
        'stays THIN',
      )
      expect(about('min-volume: 50, source: { json: { url: $URL, path: a, volume: b } }', 'never-judged')).toEqual([])
      expect(about('min-volume: 50, source: { http-probe: { url: $URL } }', 'never-judged')).toEqual([])
      expect(about('source: { ledger: deployment-time }', 'unclear-unit')[0]).toContain('read in seconds')
      expect(about('unit: s, source: { ledger: deployment-time }', 'unclear-unit')).toEqual([])
    })
  })
})

describe('Triggers on burn rates', () => {
  const findings = (trigger: string, unit = 'percent') =>
    loadDefinition({
      releaseYaml: {
        file: 'release.yaml',
        text: `${YAML}metrics:\n  errors: { unit: ${unit}, target: { below: 1 }, source: { http-probe: { url: "http://x" } } }\ntriggers:\n  - { metric: errors, severity: high, ${trigger} }\n`,
      },
      runbook: { file: 'runbook.md', text: `# Production\n${block('a')}${ROLLBACK}` },
    })

  test('without windows of their own watch the four standard pairs; a shorter pair may stand beside them', () => {
    const windows = (written: string) =>
      findings(`burn-rate: { objective: 99.9${written} }`).definition!.triggers[0]!.burnRate!.windows
    expect(windows('').map(({ factor }) => factor)).toEqual([14.4, 6, 3, 1])
    expect(windows(', windows: [{ long: 10m, short: 1m, factor: 14.4 }]')).toEqual([
      { longMs: 600_000, shortMs: 60_000, factor: 14.4 },
    ])
    expect(windows(', windows: [standard, { long: 10m, short: 1m, factor: 20 }]')).toHaveLength(5)
    expect(findings('burn-rate: { objective: 99.9 }').definition!.notYetActedOn).toEqual([])
  })

  test.each<[string, string, string, RegExp]>([
    ['a metric that is no share', 'burn-rate: { objective: 99.9 }', 'ms', /^9:39: .*not percent or ratio/],
    ['a limit as well', 'above: 1, burn-rate: { objective: 99.9 }', 'percent', /^9:49: .*not both/],
    [
      'a short window that is the longer one',
      'burn-rate: { objective: 99.9, windows: [{ long: 1m, short: 5m, factor: 2 }] }',
      'percent',
      /^9:\d+: .*shorter than its long one/,
    ],
    ['an objective beyond everything', 'burn-rate: { objective: 100 }', 'percent', /^9:\d+: /],
  ])('are refused with %s, with the place', (_, trigger, unit, wanted) => {
    const said = findings(trigger, unit).findings.filter(({ severity }) => severity === 'error')
    expect(said.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('\n')).toMatch(wanted)
  })

  test('warns of a command that the prose means for trouble only, unless something asks or decides before it', () => {
    const behind = (lead: string, info?: string) =>
      said(`# Production\n\n${lead}\n${block('./mend.sh', info)}${ROLLBACK}`, 'meant-only-if')
    expect(behind('If the deploy fails, run:')).toEqual([expect.stringContaining('but it runs every time')])
    expect(behind('Look at the pods.\nWhen a pod is not ready:')).toHaveLength(1)
    expect(behind('If the deploy fails, run:', 'sh {confirm="Did it fail?"}')).toEqual([])
    expect(behind('If all is well, go on with:')).toEqual([])
    expect(behind('This fails when the disk is full. Run it anyway:')).toEqual([])
  })
})
