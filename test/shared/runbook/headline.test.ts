import { expect, test } from 'vitest'
import { describeRunbook } from '../../../shared/runbook/headline.ts'
import { loadDefinition } from '../../../shared/runbook/load.ts'

const FENCE = '```'
const headline = (runbook: string) => {
  const yaml =
    'cockpit: 1\nrelease: { name: Shop, version: 2.0.0 }\nstrategy: big-bang\nenvironments: { production: {} }\n'
  const { definition, findings } = loadDefinition({
    releaseYaml: { file: 'release.yaml', text: yaml },
    runbook: { file: 'runbook.md', text: runbook },
  })
  return describeRunbook(definition!.runbook, findings)
}

test('The headline says how much there is to do, what of it is dangerous, and which lines hide their failure', () => {
  const block = (script: string) => `${FENCE}bash\n${script}\n${FENCE}\n\n`
  expect(headline(`# Production\n\n${block('ls')}1. Look\n\n`)).toBe(
    '1 command, 1 human action, none of them dangerous; no line hides its failure.',
  )
  expect(headline(`# Production\n\n${block('rm -rf x')}${block('./a || true')}${block('./b || true')}`)).toBe(
    '3 commands, 0 human actions, 1 of the commands dangerous; lines 8 and 12 hide their failure.',
  )
  expect(headline('# Production\n\n1. Look\n')).toBe(
    '0 commands, 1 human action, nothing dangerous; no line hides its failure.',
  )
})
