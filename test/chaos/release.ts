/** The release the chaos test runs: steps that print numbered lines and tell a file of their own when they begin and end, whatever the cockpit believes. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import { definitionOf, stage, step } from '../support/definition.ts'

export const LINES = 60
const JOURNAL = 'journal'

const text = (id: string) => `
echo "begin ${id} $$" >>"$CHAOS_FOLDER/${JOURNAL}"
n=0; while [ $n -lt ${LINES} ]; do n=$((n+1)); echo "${id} line $n of ${LINES}"; [ $((n % 6)) -ne 0 ] || sleep 0.02; done
echo "end ${id} $$" >>"$CHAOS_FOLDER/${JOURNAL}"`

export const expectedOutput = (id: string): string =>
  Array.from({ length: LINES }, (_, index) => `${id} line ${index + 1} of ${LINES}\n`).join('')

export function chaosRelease(folder: string, steps: number, name: string): ReleaseDefinition {
  const ids = Array.from({ length: steps }, (_, index) => `step-${index + 1}`)
  const environment = { name: 'production', vars: { CHAOS_FOLDER: folder }, secrets: {}, protected: false }
  return definitionOf(
    [
      stage(
        'production',
        ids.map((id) => step(id, {}, { text: text(id) })),
      ),
    ],
    {
      name,
      environments: [environment],
    },
  )
}

export type Ran = { id: string; began: number; ended: number }

/** What the steps say of themselves. */
export function readJournal(folder: string): Map<string, Ran> {
  const file = join(folder, JOURNAL)
  const ran = new Map<string, Ran>()
  if (!existsSync(file)) return ran
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const [what, id = ''] = line.split(' ')
    const before = ran.get(id) ?? { id, began: 0, ended: 0 }
    ran.set(id, {
      ...before,
      began: before.began + (what === 'begin' ? 1 : 0),
      ended: before.ended + (what === 'end' ? 1 : 0),
    })
  }
  return ran
}
