/** A command as it will be executed; variables nobody defines are unmistakable, the others say what they will be. */
import type { ResolvedVariable } from '../../../shared/runbook/review/resolve-step.ts'

const VARIABLE = /(\$\{?[A-Za-z_]\w*\}?)/g

const nameIn = (text: string) => /^\$\{?([A-Za-z_]\w*)/.exec(text)?.[1]

const titleOf = ({ name, value, words }: ResolvedVariable) =>
  value === undefined ? `${name}: ${words}` : `${name} = ${value}, ${words}`

export function CommandText({ text, variables }: { text: string; variables: readonly ResolvedVariable[] }) {
  const byName = new Map(variables.map((each) => [each.name, each]))
  return (
    <pre className="well mono review-command">
      {text.split(VARIABLE).map((part, at) => {
        const name = nameIn(part)
        const found = name === undefined ? undefined : byName.get(name)
        if (!found) return part
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the text is split once
          <span key={at} className={`review-variable is-${found.origin}`} title={titleOf(found)}>
            {part}
          </span>
        )
      })}
    </pre>
  )
}
