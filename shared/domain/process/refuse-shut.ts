/** A run in a protected environment against the process's conditions: refused, or gone on with as a role's deviation. */
import { formatRole } from '../../documents/words.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import type { StartGround } from './missing-conditions.ts'
import { describeMissing, selectMissingConditions, selectWaived } from './production-gate.ts'
import { selectReadiness } from './readiness.ts'

type StartCommand = {
  environment?: string | undefined
  override?: string | undefined
  overrideRole?: string | undefined
}

/** The sentence with which a run is refused, or undefined when nothing is missing or a role goes on without it. */
export function objectToStart(
  state: ReleaseState,
  { override, overrideRole }: StartCommand,
  nowMs: number,
  ground: StartGround = {},
): string | undefined {
  const missing = selectMissingConditions(state, nowMs, ground)
  if (missing.length === 0) return undefined
  const words = describeMissing(state, missing)
  if (override === undefined) return `${words} A role can go on without them, with a reason, on the record.`
  if (overrideRole === undefined) return `${words} To go on without them give the role you do so as, beside the reason.`
  const { team, process } = state.definition!
  if (team[overrideRole] || process?.roles[overrideRole]) return undefined
  return `There is no role "${overrideRole}" that could go on without them. There is: ${Object.keys({ ...process?.roles, ...team }).join(', ')}.`
}

/** Who overrides speaks as the role named in the command, else as the one that is theirs. */
const spoken = ({ override, overrideRole }: StartCommand, { actor }: Facts): StartCommand => {
  const role = overrideRole ?? (actor.kind === 'person' ? actor.role : undefined)
  return { ...(override === undefined ? {} : { override }), ...(role === undefined ? {} : { overrideRole: role }) }
}

const groundOf = ({ actor, missingScripts }: Facts, { environment }: StartCommand): StartGround => ({
  environment,
  missingScripts,
  ...(actor.kind === 'person' ? { executor: actor.name } : {}),
})

export function refuseShut(state: ReleaseState, command: StartCommand, facts: Facts): Decision | undefined {
  const sentence = objectToStart(state, spoken(command, facts), facts.nowMs, groundOf(facts, command))
  return sentence === undefined ? undefined : reject('gate-shut', sentence)
}

/** A way back that cannot work is said loudly even where the process does not ask for it. */
function unready(state: ReleaseState, { missingScripts, nowMs }: Facts): string[] {
  if (state.definition?.process?.productionRequires.includes('rollback-ready')) return []
  const scripts = selectReadiness(state, nowMs, missingScripts).find(({ id }) => id === 'rollback-scripts')
  return scripts && !scripts.holds ? [`The way back is not ready. ${scripts.words}`] : []
}

/** What the run goes on without, each a sentence for the record: overridden now, or set aside before. */
export const gateDeviations = (state: ReleaseState, command: StartCommand, facts: Facts): string[] => [
  ...selectMissingConditions(state, facts.nowMs, groundOf(facts, command)).map(
    ({ title }) =>
      `Started without “${title}”, by ${formatRole(spoken(command, facts).overrideRole ?? '')}: ${command.override}`,
  ),
  ...selectWaived(state, facts.nowMs),
  ...unready(state, facts),
]
