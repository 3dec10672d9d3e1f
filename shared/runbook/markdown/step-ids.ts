import { stepId } from '../../ids.ts'
import { finding } from '../findings.ts'
import type { Finding, Step } from '../model.ts'
import { slug, withoutNumber } from '../slug.ts'

/**
 * A step's id is its name, else its heading path and ordinal: `production/switch-traffic/2`. The same name twice is an error, because nobody could
 * tell the two apart.
 */
export function assignIds(steps: readonly Step[]): Finding[] {
  const named = new Map<string, Step>()
  const findings: Finding[] = []
  for (const step of steps) {
    const { name } = step.attributes
    if (name === undefined) continue
    const first = named.get(name)
    if (first) {
      const message = `The name "${name}" is taken by the step on line ${first.position.line}: every step needs its own.`
      findings.push(finding('error', 'duplicate-step', step.position, message))
    } else named.set(name, step)
    step.id = stepId(name)
  }
  numberUnnamed(steps, new Set(named.keys()))
  return findings
}

function numberUnnamed(steps: readonly Step[], taken: Set<string>): void {
  const counts = new Map<string, number>()
  for (const step of steps) {
    const [, ...below] = step.headingPath
    const path = [step.stage, ...below.map((heading) => slug(withoutNumber(heading)))]
      .filter((part) => part !== '')
      .join('/')
    let count = (counts.get(path) ?? 0) + 1
    if (step.attributes.name === undefined) {
      while (taken.has(`${path}/${count}`)) count++
      step.id = stepId(`${path}/${count}`)
      taken.add(step.id)
    }
    counts.set(path, count)
  }
}
