import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A small release folder whose one command goes on until the test writes `go` (or removes the folder), and whose next step waits for a person. */
export const nightTrain = (): { folder: string; letGo(): void } => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cockpit-night-train-'))
  const release = [
    'cockpit: 1',
    'release: { name: Night Train, version: 2.0.0, previous: 1.9.0 }',
    'strategy: big-bang',
    'environments:',
    '  staging: { vars: { PLATFORM: "9" } }',
  ]
  const runbook = [
    '---',
    'pace: auto',
    '---',
    '# Night Train',
    '',
    '## Staging',
    '',
    '```sh {name=depart}',
    'echo "leaving platform $PLATFORM"',
    'until [ -e go ] || [ ! -e release.yaml ]; do sleep 0.05; done',
    'echo gone',
    '```',
    '',
    '- [ ] Wave goodbye',
    '',
  ]
  writeFileSync(path.join(folder, 'release.yaml'), `${release.join('\n')}\n`)
  writeFileSync(path.join(folder, 'runbook.md'), runbook.join('\n'))
  return { folder, letGo: () => writeFileSync(path.join(folder, 'go'), '') }
}
