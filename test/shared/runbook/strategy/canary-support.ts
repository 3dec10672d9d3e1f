/** A canary release, written as a team would write it. */
import { formatFinding } from '../../../../shared/runbook/findings.ts'
import { loadDefinition } from '../../../../shared/runbook/load.ts'

export const RUNBOOK = `---
pace: auto
---

# Production

\`\`\`sh {name=canary-up}
./canary.sh up
\`\`\`

\`\`\`sh {name=shift undo=shift-back service=api timeout=30s}
./set-weight.sh "$WEIGHT"
\`\`\`

\`\`\`sh {name=retire}
./canary.sh retire
\`\`\`

# Rollback

\`\`\`sh {name=shift-back}
./set-weight.sh 0
\`\`\`
`

export const STEPS = '[{ weight: 5, hold: 15m }, { weight: 25, hold: 30m, approve: [sre] }, { weight: 100 }]'

const metric = (name: string, rest = '') =>
  `  ${name}: { unit: percent, target: { below: 1 }, interval: 5s, source: { prometheus: { url: "http://127.0.0.1:9090", query: up } }${rest} }\n`

export const METRICS = `metrics:\n${metric('errors')}${metric('errors-stable')}${metric('latency').replace('percent', 'ms')}`

export const releaseYaml = (strategy: string, more = METRICS) => `cockpit: 1
release: { name: Shop, version: 2.4.0, previous: 2.3.1 }
strategy: { kind: canary, ${strategy} }
services: { api: {} }
environments: { production: {} }
${more}`

export const loadCanary = (strategy: string, { runbook = RUNBOOK, more = METRICS } = {}) =>
  loadDefinition({
    releaseYaml: { file: 'release.yaml', text: releaseYaml(strategy, more) },
    runbook: { file: 'runbook.md', text: runbook },
  })

export const saidOf = (...of: Parameters<typeof loadCanary>): string[] => loadCanary(...of).findings.map(formatFinding)
