/** The examples of docs/review.md provoke what they are there for. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadDefinition } from '../../../shared/runbook/load.ts'
import type { Finding } from '../../../shared/runbook/model.ts'

const FENCE = '```'
const page = readFileSync(join(import.meta.dirname, '../../../docs/review.md'), 'utf8')

const rows = [...page.matchAll(/^\| `([a-z-]+)` \| `([^`]+)` \| `(.+?)` \|/gm)].map(([, code, block, example]) => ({
  code: code!,
  block: block!,
  example: example!.replaceAll('\\|', '|'),
}))
const codes = new Set(rows.map(({ code }) => code))

const YAML = `cockpit: 1
release: { name: Shop, version: 2.0.0 }
strategy: big-bang
environments: { production: {} }
`

const review = (block: string, script: string): Finding[] =>
  loadDefinition({
    releaseYaml: { file: 'release.yaml', text: YAML },
    runbook: {
      file: 'runbook.md',
      text: `# Production\n\n${FENCE}${block}\n${script}\n${FENCE}\n\n# Rollback\n\n1. Go back\n`,
    },
  }).findings

const found = (block: string, script: string) =>
  review(block, script).flatMap(({ code, line }) => (codes.has(code) ? [`${line}: ${code}`] : []))

describe('Each example of docs/review.md', () => {
  test.each(rows)('$block: $example is told as $code, at its line', ({ code, block, example }) => {
    expect(found(block, `# …\n${example}`)).toContain(`5: ${code}`)
    expect([
      ...new Set(
        review(block, example)
          .map((each) => each.code)
          .filter((each) => codes.has(each)),
      ),
    ]).toEqual([code])
  })

  test('covers every rule there is for commands', () => {
    expect([...codes].toSorted()).toEqual([
      'destructive',
      'hangs',
      'hides-failure',
      'kubectl-context',
      'plain-secret',
      'psql-goes-on',
      'undefined-variable',
      'undo-revision',
      'unpinned',
    ])
  })
})

describe('Nothing is said about', () => {
  test.each([
    './migrate.sh || { echo "migration failed" >&2; exit 1; }',
    './migrate.sh && ./smoke.sh',
    './dump.sh | gzip > dump.gz',
    './serve.sh &\nPID=$!\nwait "$PID"',
    'TAG=$(./newest-tag.sh)\nexport TAG',
    'apt-get update && apt-get install -y nginx',
    'terraform apply -auto-approve\nterraform apply tfplan',
    'while read -r line; do echo "$line"; done < hosts.txt',
    'kubectl --context prod exec -i app -- psql -c "select 1"',
    'kubectl --context prod logs app --tail=20',
    'timeout 60 tail -f app.log || true',
    'psql -c "select 1"',
    'psql -v ON_ERROR_STOP=1 -f migrate.sql',
    'docker pull registry:5000/app:2.4.0\ndocker run --rm app@sha256:abc',
    'helm upgrade app ./chart\nhelm upgrade app charts/app --version 1.2.3',
    'npm install\nnpm ci\nnpx playwright@1.65.1 install',
    'kubectl --context prod rollout undo deploy/app --to-revision=4',
    'curl -H "Authorization: Bearer $HOME" https://example.com/',
    'export DB_PASSWORD="$HOME"\nmysql --password="$HOME" -e "select 1"',
    'git push --force-with-lease origin main',
    'echo "rm -rf / would be bad; vim too" # kubectl apply',
  ])('%s', (script) => {
    const warnings = review('bash', script).filter((each) => codes.has(each.code) && each.severity === 'warning')
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([])
  })
})

describe('What is said', () => {
  test('never repeats a secret', () => {
    const said = review('bash', 'export DB_PASSWORD=hunter2-and-more').find(({ code }) => code === 'plain-secret')
    expect(said?.message).toContain('written down')
    expect(JSON.stringify(said)).not.toContain('hunter2')
  })

  test('comes with a fix in the words of the line, or as attributes of the step', () => {
    const [asks] = review('bash', 'sudo apt-get install nginx').filter(({ code }) => code === 'hangs')
    expect(asks!.fix!.edits).toEqual([{ line: 4, column: 14, find: 'install', becomes: 'install -y' }])
    const [drops] = review('bash', 'rm -rf /var/lib/app').filter(({ code }) => code === 'destructive')
    expect(drops!.fix!.attributes).toEqual([{ step: drops!.step, set: { confirm: 'Really run "rm -rf"?' } }])
  })

  test('about time limits is one remark a stage, with a limit for each step', () => {
    const [remark] = review('bash {expect=4m}', './a.sh').filter(({ code }) => code === 'no-timeout')
    expect(remark!.fix!.attributes).toEqual([{ step: remark!.step, set: { timeout: '12m' } }])
  })
})
