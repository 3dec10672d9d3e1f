/** A `kubectl` that does not name its context acts on whichever cluster was used last. */
import { stepFinding } from '../findings.ts'
import { isShell } from '../markdown/languages.ts'
import { CODE, DOUBLE, ShellScanner } from '../markdown/shell-scanner.ts'
import type { Finding, ReleaseDefinition, Step } from '../model.ts'

/** At the start of a simple command: behind a separator, an opening, a keyword, an assignment or a word that only passes on. */
const KUBECTL =
  /(?:^|[;&|({`!]|\$\()\s*(?:(?:then|do|else|if|elif|while|until|time|sudo|exec|command|nohup|env|\w+=\S*)\s+)*(?:\S*\/)?kubectl(?=[\s;&|)`]|$)([^;&|)`]*)/g

/** Commands that talk to no cluster, or are about contexts. */
const WITHOUT_CLUSTER = /^\s+(?:config|completion|kustomize|plugin|options|help|version\s+(?:\S+\s+)*--client)\b/

const NAMES_CLUSTER = /(?:^|\s)--(?:context|server|cluster|kubeconfig)(?:[=\s]|$)|(?:^|\s)-s\s/

const MAX_LINE = 4000

/** Code of a script with continued lines joined, comments and single-quoted text blanked; each with its line. */
function* commandLines(text: string): Generator<{ line: string; offset: number }> {
  const scanner = new ShellScanner()
  let joined = ''
  let from = 0
  for (const [offset, line] of text.split('\n').entries()) {
    const contexts = scanner.feed(line)
    const kept = line
      .slice(0, MAX_LINE)
      .replace(/[\s\S]/g, (char, at: number) =>
        contexts[at] === CODE || contexts[at] === DOUBLE ? char : char === ' ' ? ' ' : '_',
      )
    if (joined === '') from = offset
    if (kept.endsWith('\\')) {
      joined += `${kept.slice(0, -1)} `
      continue
    }
    yield { line: joined + kept, offset: from }
    joined = ''
  }
  if (joined !== '') yield { line: joined, offset: from }
}

/** Offsets of the lines with a kubectl that names no context. */
export function findKubectlWithoutContext(step: Step): number[] {
  if (step.kind !== 'command' || !isShell(step.language) || !step.text.includes('kubectl')) return []
  return [...commandLines(step.text)].flatMap(({ line, offset }) =>
    [...line.matchAll(KUBECTL)].some(([, rest = '']) => !WITHOUT_CLUSTER.test(rest) && !NAMES_CLUSTER.test(rest))
      ? [offset]
      : [],
  )
}

export const lintKubectl = ({ runbook }: ReleaseDefinition): Finding[] =>
  runbook.stages.flatMap((stage) =>
    stage.steps.flatMap((step) =>
      findKubectlWithoutContext(step).map((offset) => {
        const text = 'This kubectl names no cluster and acts on whichever was used last: add --context NAME.'
        return stepFinding('warning', 'kubectl-context', step, text, { offset })
      }),
    ),
  )
