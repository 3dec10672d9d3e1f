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
  test('never forbids loading', () => {
    expect(load(`# Production\n${block("rm -rf / '<the-path>' $NOTHING")}`).definition).toBeDefined()
  })

  test('warns when there is no way back', () => {
    expect(codesOf(`# Production\n${block('a')}`)).toContain('no-rollback')
    expect(codesOf(`# Production\n${block('a')}${ROLLBACK}`)).not.toContain('no-rollback')
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

  test('says that an attribute is not acted on yet', () => {
    expect(said(`# Production\n${block('a', 'sh {notify=room}')}`, 'not-yet-acted-on')).toHaveLength(1)
  })
})
