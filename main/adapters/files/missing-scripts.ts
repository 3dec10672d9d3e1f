/** Scripts the way back names that are not in the release folder now. */
import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { ReleaseDefinition, Step } from '../../../shared/runbook/model.ts'

const SCRIPT = /\.(?:sh|bash|py|m?js|cjs|ts|rb|pl|sql|ya?ml|json|tf|j2|ps1)$/

/** Words that can only be a file of the folder: relative, with nothing for a shell to fill in. */
const isScript = (word: string) =>
  word.length <= 1024 &&
  !/[$`*?{}\\=:<>]/.test(word) &&
  !isAbsolute(word) &&
  !word.startsWith('~') &&
  SCRIPT.test(word) &&
  word.includes('/')

const wordsOf = ({ text, attributes }: Step): string[] =>
  `${text}\n${attributes.verify ?? ''}`.split(/[\s"'();|&]+/).filter(isScript)

/** Steps of a rollback section and those an `undo` names; on another host the folder is another. */
function stepsBack({ runbook }: ReleaseDefinition): Step[] {
  const steps = runbook.stages.flatMap((stage) => stage.steps)
  const undos = new Set(steps.flatMap(({ attributes }) => (attributes.undo ? [String(attributes.undo)] : [])))
  const back = runbook.stages.filter(({ kind }) => kind === 'rollback').flatMap((stage) => stage.steps)
  return [...new Set([...back, ...steps.filter(({ id }) => undos.has(id))])].filter(
    ({ kind, attributes }) => kind === 'command' && attributes.runner !== 'ssh',
  )
}

/** Paths as the commands write them, each once. A file that is there is looked for from the folder and from the step's own directory. */
export function missingScripts(definition: ReleaseDefinition, folder: string): string[] {
  const missing = stepsBack(definition).flatMap((step) =>
    wordsOf(step).filter((word) => {
      const places = [folder, ...(step.attributes.cwd ? [join(folder, step.attributes.cwd)] : [])]
      const isOutside = places.every((place) => relative(folder, resolve(place, word)).startsWith('..'))
      return !isOutside && !places.some((place) => existsSync(resolve(place, word)))
    }),
  )
  return [...new Set(missing)]
}
