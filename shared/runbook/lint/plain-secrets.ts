/** Secrets written down in the runbook or in `vars`. No finding repeats what it found. */
import { allSteps } from '../check-links.ts'
import { finding, stepFinding } from '../findings.ts'
import type { Environment, Finding, ReleaseDefinition, Step } from '../model.ts'

/** Shapes that providers gave their tokens so that they can be found, and what each is. */
const SHAPES: [RegExp, string][] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{40,}/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a Slack token'],
  [/https:\/\/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/, 'a Slack webhook'],
  [/\b[sr]k_live_[A-Za-z0-9]{16,}/, 'a Stripe key'],
  [/\bAIza[0-9A-Za-z_-]{35}/, 'a Google API key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'an npm token'],
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'a JSON Web Token'],
]

/** A password in an address, one handed to an option, and one given to a name that says so. */
const VALUES: [RegExp, string][] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"]*:([^\s/@'"]{3,})@/i, 'a password in an address'],
  [/\bBearer\s+([\w.~+/-]{12,}=*)/, 'a bearer token'],
  [
    /(?:^|[^\w$])["']?[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key)["']?\s*[=:]\s*["']?([^\s"'`;|&)]{8,})/i,
    'a secret',
  ],
  [/(?:^|\s)--(?:password|token|secret|api-key)[= ]["']?([^\s"'`;|&)-][^\s"'`;|&)]{7,})/i, 'a secret'],
]

/** What stands for a value: a variable, a placeholder, a mask, a path, an example. */
const isStandIn = (value: string): boolean =>
  /[$<>{}%]|^\*+$|^x+$|^\.{3}|^\/|^@|\/\/|^(?:your|my|the|change|replace|example|dummy|redacted|secret|password|token|true|false|none|null)/i.test(
    value,
  ) || new Set(value).size < 4

function secretIn(line: string): string | undefined {
  const shape = SHAPES.find(([pattern]) => pattern.test(line))
  if (shape) return shape[1]
  return VALUES.find(([pattern]) => {
    const value = pattern.exec(line)?.[1]
    return value !== undefined && !isStandIn(value)
  })?.[1]
}

const MAX_LINE = 4000

function lintStep(step: Step): Finding[] {
  const ofText = step.text.split('\n').flatMap((line, offset) => {
    const what = secretIn(line.slice(0, MAX_LINE))
    return what ? [{ what, offset }] : []
  })
  const ofAttributes = Object.entries(step.attributes.env ?? {}).flatMap(([name, value]) => {
    const what = secretIn(`${name}=${value}`)
    return what ? [{ what, offset: -1 }] : []
  })
  return [...ofText, ...ofAttributes].map(({ what, offset }) =>
    stepFinding(
      'warning',
      'plain-secret',
      step,
      `This looks like ${what}, written down for everybody who can read the repository: put it under secrets (env, file, keychain or command) and use the variable. It counts as leaked: replace it where it is valid.`,
      offset < 0 ? {} : { offset },
    ),
  )
}

const lintVars = ({ name, vars }: Environment): Finding[] =>
  Object.entries(vars).flatMap(([variable, value]) => {
    const what = secretIn(`${variable}=${value}`)
    if (!what) return []
    const text = `${variable} of ${name} looks like ${what}: vars are recorded and shown. Put it under secrets.`
    return [finding('warning', 'plain-secret', { file: 'release.yaml', line: 1, column: 1 }, text)]
  })

export const lintPlainSecrets = ({ runbook, environments }: ReleaseDefinition): Finding[] => [
  ...allSteps(runbook).flatMap(lintStep),
  ...environments.flatMap(lintVars),
]
