/** The page beside `emergency-rollback.sh`: how to use it, and the same steps to be done by hand. */
import { formatClock } from '../words.ts'
import type { EmergencyPlan } from './emergency-plan.ts'
import { oneLine } from './sh-words.ts'

/** A fence longer than any inside the text. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}

function secretWords(plan: EmergencyPlan): string[] {
  return Object.entries(plan.secrets).map(([name, ref]) => {
    if ('env' in ref) return `- ${name}: the environment variable ${ref.env}`
    if ('file' in ref) return `- ${name}: the file ${ref.file}`
    if ('command' in ref) return `- ${name}: what \`${oneLine(ref.command)}\` prints`
    return `- ${name}: in the keychain of the desktop app as ${ref.keychain}. Export it before you start, or type it when asked`
  })
}

const LEAD = 'For the night the cockpit itself is gone: neither it nor its ledger is needed.'
const ON_PAPER =
  'On paper it lists the steps that take back the whole deploy, in their order. Do those whose step was started, and leave out the others; `emergency-rollback.sh` knows which.'

/** `isWhole` when the plan supposes that every step was started: the page to be printed at GO. */
export function emergencyPage(plan: EmergencyPlan, script: string, isWhole = false): string {
  const { whole, steps, scopes } = plan
  const to = whole.toVersion === undefined ? '' : ` to ${whole.toVersion}`
  const secrets = secretWords(plan)
  const notes = [
    ...(plan.meaning ? [plan.meaning] : []),
    ...whole.keeps,
    ...plan.leftOut.map((each) => `Left out: ${each}`),
    ...whole.deviations,
  ]
  if (whole.until) notes.push(whole.until.sentence)
  if (whole.lastMs)
    notes.push(`Last time it took ${formatClock(whole.lastMs.durationMs)} in ${whole.lastMs.environment}.`)
  return [
    oneLine(`# Emergency rollback: ${plan.name} ${plan.version}${to} in ${plan.environment}`),
    `Written ${plan.madeAt}. ${LEAD}`,
    ...(isWhole ? [ON_PAPER] : []),
    '## How',
    [`1. Make sure that no step of the deploy still runs.`, `2. See what it would do:`].join('\n'),
    fenced(`sh '${script.replaceAll("'", "'\\''")}' --list`, 'sh'),
    '3. Run it without `--list`. It asks before it starts. `--yes` asks nothing, `--from R2` begins at a step, `--service NAME` takes back one service with what depends on it, `--folder DIR` says where the release folder is now.',
    '4. When a step fails it says so and stops, or asks: again, skip, stop.',
    '5. Tell the cockpit afterwards with `cockpit note`. What ran is in `emergency-rollback.log` beside the script. The output of the commands is only on your screen.',
    'Timeouts and automatic retries of the runbook do not act here, groups run one after the other, and on another host neither directory nor exports carry on from step to step.',
    ...(scopes.length > 0
      ? [
          '## One service',
          scopes
            .map(
              (each) => `- ${each.service} (${each.with.join(', ')}): ${each.numbers.map((n) => `R${n}`).join(', ')}`,
            )
            .join('\n'),
        ]
      : []),
    ...(secrets.length > 0 ? ['## Secrets, read when it runs', secrets.join('\n')] : []),
    ...(notes.length > 0 ? ['## To know', notes.map((each) => `- ${oneLine(each)}`).join('\n')] : []),
    '## The steps, to be done by hand if need be',
    ...steps.flatMap(({ number, step, undoes, on }) => [
      oneLine(`### R${number} ${step.title}`),
      [
        undoes ? `Undoes ${undoes}.` : '',
        on.kind === 'ssh' ? `On ${on.host}.` : '',
        step.position ? `${step.position.file}:${step.position.line}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
      fenced(
        step.http ? `${step.http.method} ${step.http.url}` : step.text || step.title,
        step.kind === 'command' ? step.language : '',
      ),
    ]),
    ...(plan.liveChecks.length > 0
      ? [
          `## Afterwards ${whole.toVersion ?? 'the previous version'} must answer`,
          plan.liveChecks.map((each) => `- ${oneLine(each)}`).join('\n'),
        ]
      : []),
    '',
  ].join('\n\n')
}
