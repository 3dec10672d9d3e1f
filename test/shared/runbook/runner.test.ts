import { describe, expect, test } from 'vitest'
import { loadDefinition } from '../../../shared/runbook/load.ts'
import { hostOf, missingHosts } from '../../../shared/runbook/runner.ts'

const YAML = `cockpit: 1
release: { name: Shop, version: 2.4.0 }
environments:
  staging: {}
  production: { ssh: { host: deploy@web-1, config: ssh/config }, protected: true }
`
const load = (runbook: string, yaml = YAML) =>
  loadDefinition({ releaseYaml: { file: 'release.yaml', text: yaml }, runbook: { file: 'runbook.md', text: runbook } })
const withStep = (stage: string, info: string, text = 'echo') =>
  load(`# ${stage}\n\n\`\`\`sh {${info}}\n${text}\n\`\`\`\n\n# Rollback\n\n\`\`\`sh\necho\n\`\`\`\n`)
const said = (loaded: ReturnType<typeof load>, code: string) =>
  loaded.findings
    .filter((each) => each.code === code)
    .map(({ line, column, message }) => `${line}:${column} ${message}`)

describe('The runner of a step', () => {
  test.each(['ssh:web-1', 'ssh:deploy@web-1.example.com', 'ssh:10.0.0.7', 'ssh:fe80::1%eth0', 'local', 'ssh'])(
    'can be %s',
    (runner) => expect(said(withStep('Production', `runner=${runner}`), 'bad-value')).toEqual([]),
  )

  test.each([
    'ssh:-oProxyCommand=touch',
    'ssh:a@-oProxyCommand=x',
    'ssh:web;id',
    'ssh:$HOST',
    'ssh:web-1:2222',
    'ssh:',
    'ssh://web-1',
    'ssh:a@b@c',
    'docker',
  ])('cannot be %s, and the finding has its place', (runner) => {
    const [finding] = said(withStep('Production', `name=x runner="${runner}"`), 'bad-value')
    expect(finding).toMatch(/^3:\d+ .*local, ssh \(the host of the environment\) or ssh:HOST/)
  })

  test('goes to the host of the environment, or to the one it names', () => {
    const { definition } = withStep('Production', 'runner=ssh')
    const [step] = definition!.runbook.stages[0]!.steps
    expect(hostOf(definition!, 'production', step!)).toBe('deploy@web-1')
    expect(hostOf(definition!, 'staging', step!)).toBeUndefined()
    const named = withStep('Production', 'runner=ssh:web-2').definition!
    expect(hostOf(named, 'staging', named.runbook.stages[0]!.steps[0]!)).toBe('web-2')
  })

  test('is acted on: nothing says it is not yet', () => {
    expect(said(withStep('Production', 'runner=ssh'), 'not-yet-acted-on')).toEqual([])
  })

  test('without a host to go to is an error at the step, and a run there is told so', () => {
    const loaded = withStep('Staging', 'runner=ssh')
    expect(said(loaded, 'no-host')[0]).toContain('3:1 runner=ssh of "echo" needs a host: staging names none.')
    const { definition } = loaded
    expect(missingHosts(definition!, 'staging', definition!.runbook.stages)).toHaveLength(1)
    expect(missingHosts(definition!, 'production', definition!.runbook.stages)).toEqual([])
  })

  test('of an interactive step or of no command is a warning', () => {
    expect(said(withStep('Production', 'runner=ssh interactive=true'), 'interactive-runner')).toHaveLength(1)
    const http = load('# Production\n\n```http {runner=ssh}\nGET http://x.example\nHTTP 200\n```\n')
    expect(said(http, 'runner-unused')).toHaveLength(1)
  })

  test.each(['-oProxyCommand=x', 'web 1', 'a;b'])('the host %s of an environment is refused with its place', (host) => {
    const loaded = load('# Production\n', YAML.replace('deploy@web-1', `"${host}"`))
    expect(said(loaded, 'bad-value')[0]).toMatch(/^5:30 .*a host name, USER@HOST or an alias/)
  })
})

describe('kubectl', () => {
  const lines = (text: string) => said(withStep('Production', 'reversible=yes', text), 'kubectl-context')

  test.each([
    'kubectl get pods',
    'FOO=1 kubectl -n shop rollout status deploy/api',
    'if kubectl get ns; then echo; fi',
    'echo "$(kubectl get pods -o name)"',
    'sudo kubectl apply -f x.yaml',
    'kubectl config current-context && kubectl apply -f x.yaml',
  ])('without a context is a finding: %s', (text) => {
    expect(lines(text)).toEqual([
      '4:1 This kubectl names no cluster and acts on whichever was used last: add --context NAME.',
    ])
  })

  test.each([
    'kubectl --context "$KUBE_CONTEXT" get pods',
    'kubectl get pods --context=prod',
    'kubectl -n shop \\\n  --context prod rollout status deploy/api',
    'kubectl --kubeconfig ./prod.yaml get pods',
    'kubectl version --client',
    'kubectl config use-context prod',
    'echo "kubectl get pods"',
    "echo 'run kubectl get pods'",
    '# kubectl get pods',
    'command -v my-kubectl-helper',
    "cat <<'X'\nkubectl get pods\nX",
  ])('is fine as: %s', (text) => expect(lines(text)).toEqual([]))
})
