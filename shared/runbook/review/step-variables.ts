/** Which variables a step reads and sets, for a review: also those with a default, which the linter has no reason to mention. */
import { scriptVariables } from '../lint/variables-used.ts'
import { isShell } from '../markdown/languages.ts'
import type { Step } from '../model.ts'

const GUARDED = /\$\{([A-Za-z_]\w*):?[-=+?]/g
const ADDRESS = /\$\{?([A-Za-z_]\w*)/g

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!)

const isScript = (step: Step) => step.kind === 'command' && isShell(step.language)

/** Names of a request: what is sent may stand in each of its parts. */
const requestText = ({ http, text }: Step) =>
  http
    ? [http.url, ...Object.values(http.headers), http.body ?? '', ...http.assertions.map((each) => each.value)].join(
        '\n',
      )
    : text

/** Whether its variables can be told: scripts of other languages read them in ways of their own. */
export const tellsVariables = (step: Step): boolean => step.kind !== 'command' || isScript(step)

/** Names with `true` where the script has a default for a missing one, in the order they are read. */
export function stepVariables(step: Step): Map<string, boolean> {
  const names = new Map<string, boolean>()
  const add = (all: Iterable<string>, hasDefault: boolean) => {
    for (const name of all) if (!names.has(name)) names.set(name, hasDefault)
  }
  if (isScript(step)) {
    const { reads, sets } = scriptVariables(step.text)
    add(reads.keys(), false)
    add(
      namesIn(step.text, GUARDED).filter((name) => !sets.has(name)),
      true,
    )
  } else if (step.kind === 'http') add(namesIn(requestText(step), ADDRESS), false)
  add(step.inputs, false)
  if (step.attributes.verify) add(scriptVariables(step.attributes.verify).reads.keys(), false)
  return names
}

export const stepVariableNames = (step: Step): string[] => [...stepVariables(step).keys()]

/** What later steps of the stage find set. */
export const setsVariables = (step: Step): string[] => (isScript(step) ? [...scriptVariables(step.text).sets] : [])
