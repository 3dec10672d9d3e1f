/** One step of the way back as shell functions, each calling what `runtime-sh.ts` provides. */
import type { Step } from '../../runbook/model.ts'
import type { EmergencyPlan, EmergencyStep } from './emergency-plan.ts'
import { oneLine, quoteSh, quoteWithVariables, writeFileSh } from './sh-words.ts'

const FILE_NAMES: Record<string, string> = { pwsh: 'script.ps1', node: 'script.cjs' }

const looksLikeModule = (text: string) => /^(import\s*[\w{*'"]|export\s|(const .*= )?await\s)/m.test(text)

const fileNameOf = ({ language = 'sh', text }: Step) =>
  language === 'node' && looksLikeModule(text) ? 'script.mjs' : (FILE_NAMES[language] ?? 'script')

const directoryOf = (cwd: string | undefined) =>
  cwd === undefined ? "''" : cwd.startsWith('/') ? quoteSh(cwd) : `"$__cockpit_folder"/${quoteSh(cwd)}`

const exportsOf = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => `export ${name}=${quoteSh(value)}`)

function commandLines({ number, step, on }: EmergencyStep, plan: EmergencyPlan): string[] {
  const { env = {}, shell, cwd } = step.attributes
  const strict = shell === 'plain' ? 'no' : 'yes'
  const file = `"$__cockpit_work/${number}-${fileNameOf(step)}"`
  const language = step.language ?? 'sh'
  const body = [
    writeFileSh(file, step.text),
    writeFileSh('"$__cockpit_work/over"', [':', ...exportsOf(env)].join('\n')),
  ]
  if (on.kind === 'no-host') return [...body, 'by_hand "This step runs on a host that release.yaml does not name."']
  if (on.kind === 'local')
    return [
      ...body,
      `run_here ${language} ${strict} ${file} ${directoryOf(cwd)} ${quoteSh(Object.keys(env).join(' '))}`,
    ]
  const config = on.config === undefined ? "''" : directoryOf(on.config)
  const names = [...Object.keys(plan.variables), ...plan.inputs, ...Object.keys(plan.secrets)]
    .filter((name) => name !== 'RELEASE_FOLDER')
    .join(' ')
  return [
    ...body,
    `run_on ${quoteSh(on.host)} ${config} ${language} ${strict} ${file} ${quoteSh(cwd ?? '')} ${quoteSh(names)}`,
  ]
}

function httpLines({ step }: EmergencyStep): string[] {
  const { method, url, headers, body, expectStatus, assertions } = step.http!
  const sent = Object.entries(headers).map(([name, value]) => `-H ${quoteWithVariables(`${name}: ${value}`)}`)
  const data = body === undefined ? [] : [`--data-binary ${quoteWithVariables(body)}`]
  const look = assertions.map(
    ({ subject, predicate, value }) => `say ${quoteSh(oneLine(`  See that ${subject} ${predicate} ${value}`))}`,
  )
  const wanted = quoteSh(expectStatus === undefined ? '' : String(expectStatus))
  return [
    ...look,
    `check_http ${wanted} -X ${quoteSh(method)} ${[...sent, ...data].join(' ')} ${quoteWithVariables(url)}`,
  ]
}

function lines(each: EmergencyStep, plan: EmergencyPlan): string[] {
  const { step } = each
  if (step.kind === 'command') return commandLines(each, plan)
  if (step.http) return httpLines(each)
  if (step.kind === 'wait') return [`wait_for ${Math.ceil((step.attributes.waitMs ?? 0) / 1000)}`]
  if (step.kind === 'gate' || step.kind === 'judge') return ['say "  Nothing waits for this gate."']
  return [`by_hand ${quoteSh(step.text.trim() || step.prose.trim() || step.title)}`]
}

/** `step_3`: what it says first, what it asks, what it runs. Its status is that of what it ran. */
export function stepFunction(each: EmergencyStep, plan: EmergencyPlan): string {
  const { number, step, undoes } = each
  const { confirm, approve = [] } = step.attributes
  const host = each.on.kind === 'ssh' ? `, on ${each.on.host} over ssh` : ''
  return [
    `# R${number} ${oneLine(step.title)}${undoes ? `, undoes ${undoes}` : ''}${host} (${oneLine(step.position.file)}:${step.position.line})`,
    `step_${number}() {`,
    ...(approve.length > 0
      ? [
          `say ${quoteSh(oneLine(`The runbook asks for a GO of ${approve.join(', ')}: tell them. Nothing waits for it.`))}`,
        ]
      : []),
    ...(confirm === undefined ? [] : [`confirm ${quoteSh(oneLine(confirm))} || return 130`]),
    ...lines(each, plan),
    '}',
  ].join('\n')
}
