/** What is marked `rehearse=run` runs for real in a rehearsal, at any hour and in any environment: it must change nothing. */
import { stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition, Step } from '../model.ts'
import { findDestructive } from './destructive.ts'

const LOOKING = ['GET', 'HEAD', 'OPTIONS']

/** Why it seems to change something; undefined when nothing says so. */
function changes(step: Step): string | undefined {
  const { undo, reversible, phase } = step.attributes
  const destructive = step.kind === 'command' ? findDestructive(step) : undefined
  if (destructive) return `"${destructive.text}" destroys something`
  if (undo !== undefined) return `it names the step that undoes it (${undo})`
  if (reversible === 'no') return 'it cannot be undone'
  if (phase === 'cutover' || phase === 'retire') return `its phase is ${phase}`
  return step.http && !LOOKING.includes(step.http.method) ? `its request is a ${step.http.method}` : undefined
}

export const lintRehearsals = ({ runbook }: ReleaseDefinition): Finding[] =>
  runbook.stages
    .flatMap((stage) => stage.steps)
    .filter((step) => step.attributes.rehearse === 'run')
    .flatMap((step) => {
      const why = changes(step)
      if (why === undefined) return []
      const text = `"${step.title}" says rehearse=run, and ${why}: a rehearsal would do it for real. Take the mark away.`
      return [stepFinding('warning', 'unsafe-rehearsal', step, text)]
    })
