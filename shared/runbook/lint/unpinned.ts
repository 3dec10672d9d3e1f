/** What is fetched without saying which version: another day it is something else. */
import { stepFinding } from '../findings.ts'
import type { Finding, ReleaseDefinition } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { hasOption, operands, shellSteps } from './shell-steps.ts'

const LATEST = /^[\w.${}/:-]+:latest$/

/** An image without a tag or digest is `latest`; of a registry's port only what stands behind the last slash counts. */
const isUntagged = (image: string) => !/[@:]/.test(image.split('/').at(-1) ?? '') && /^[\w./:-]+$/.test(image)

type Found = { what: string; pinned: string }

function image({ program, args }: ShellCommand): Found | undefined {
  if (!/^(?:docker|podman|nerdctl|crictl)$/.test(program)) return undefined
  const [verb, name] = operands(args)
  return verb === 'pull' && name !== undefined && isUntagged(name) ? { what: name, pinned: 'NAME:TAG' } : undefined
}

function setImage({ program, args }: ShellCommand): Found | undefined {
  if (!/^(?:kubectl|oc)$/.test(program)) return undefined
  const words = operands(args)
  if (words[0] !== 'set' || words[1] !== 'image') return undefined
  const bare = words
    .slice(2)
    .flatMap((word) => word.split('=').slice(1))
    .find((name) => name !== '' && isUntagged(name))
  return bare === undefined ? undefined : { what: bare, pinned: 'NAME:TAG' }
}

function chart({ program, args }: ShellCommand): Found | undefined {
  if (program !== 'helm' || !/^(?:install|upgrade)$/.test(args[0] ?? '') || hasOption(args, '--version'))
    return undefined
  const name = operands(args).at(2)
  const isOfRepository = name !== undefined && (/^[\w-]+\/[\w-]+$/.test(name) || name.startsWith('oci://'))
  return isOfRepository ? { what: name, pinned: '--version' } : undefined
}

function packageOf({ program, args }: ShellCommand): Found | undefined {
  const isNpx = program === 'npx'
  const isNpm = /^(?:npm|pnpm|yarn)$/.test(program) && /^(?:install|i|add|exec|dlx)$/.test(args[0] ?? '')
  if (!isNpx && !isNpm) return undefined
  const name = operands(isNpx ? args : args.slice(1))[0]
  if (name === undefined || !/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) || name.startsWith('.')) return undefined
  return { what: name, pinned: `${name}@VERSION` }
}

function pip({ program, args }: ShellCommand): Found | undefined {
  if (!/^pip3?$/.test(program) || args[0] !== 'install' || hasOption(args, '-r', '-e', '-c')) return undefined
  const name = operands(args.slice(1)).find(
    (word) => /^[\w.-]+(?:\[[\w,-]+\])?$/.test(word) && !/^\.|\.(?:whl|gz)$/.test(word),
  )
  return name === undefined ? undefined : { what: name, pinned: `${name}==VERSION` }
}

function latest({ args }: ShellCommand): Found | undefined {
  const word = args.flatMap((arg) => arg.split('=')).find((arg) => LATEST.test(arg))
  return word === undefined ? undefined : { what: word, pinned: 'a version' }
}

const RULES = [image, setImage, chart, packageOf, pip, latest]

const isFetched = ({ program, args }: ShellCommand) =>
  /^(?:curl|wget)$/.test(program) && args.some((arg) => /^https?:\/\//.test(arg) || arg.includes('$'))

/** `curl … | sh` runs whatever is served at that moment. */
const runsWhatItFetched = (commands: readonly ShellCommand[], index: number): boolean => {
  const next = commands[index + 1]
  return (
    isFetched(commands[index]!) &&
    commands[index]!.follows === '|' &&
    /^(?:sh|bash|zsh|python3?)$/.test(next?.program ?? '')
  )
}

export const lintUnpinned = (definition: ReleaseDefinition): Finding[] =>
  shellSteps(definition).flatMap(({ step, commands }) =>
    commands.flatMap((command, index) => {
      const { offset, column } = command
      if (runsWhatItFetched(commands, index))
        return [
          stepFinding(
            'warning',
            'unpinned',
            step,
            'This runs whatever is served there at that moment: keep the script in git, or check its digest before it runs.',
            { offset, column },
          ),
        ]
      const found = RULES.map((rule) => rule(command)).find(Boolean)
      if (!found) return []
      const text = `"${found.what.slice(0, 80)}" names no version: what was tested and what goes out may differ. Say which (${found.pinned}).`
      return [stepFinding('warning', 'unpinned', step, text, { offset, column })]
    }),
  )
