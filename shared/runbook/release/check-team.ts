import { normalName } from '../../domain/same-name.ts'
import { finding } from '../findings.ts'
import type { Finding } from '../model.ts'
import { VARIABLE_NAME } from '../step-attributes.ts'
import { suggestion } from '../suggest.ts'
import type { Check } from './check-references.ts'
import { asRecord, asText } from './raw.ts'

const nameOf = (person: unknown): string | undefined => asText(person) ?? asText(asRecord(person).name)

/** Roles nobody holds, roles with deputies only, people named twice. */
export function checkTeam({ yaml, root }: Check): Finding[] {
  return Object.entries(asRecord(root.team)).flatMap(([role, value]) => {
    const people = Array.isArray(value) ? value : [value]
    const say = (severity: 'error' | 'warning', code: string, text: string) =>
      finding(severity, code, yaml.keyAt(['team', role]), text)
    if (people.length === 0)
      return [say('error', 'empty-role', `Nobody holds the role ${role}: name a person or remove it.`)]
    const names = people.map(nameOf).filter((name) => name !== undefined)
    const twice = names.find((name, index) => names.indexOf(name) !== index)
    const findings =
      twice === undefined ? [] : [say('warning', 'duplicate-person', `${twice} stands twice in the role ${role}.`)]
    if (people.every((each) => asRecord(each).deputy === true))
      findings.push(say('warning', 'only-deputies', `The role ${role} has deputies but nobody they stand in for.`))
    return findings
  })
}

/** Rules about approvals of roles the team does not have, or that ask for more people than it names. */
export function checkApprovals({ yaml, root }: Check): Finding[] {
  const team = asRecord(root.team)
  return Object.entries(asRecord(root.approvals)).flatMap(([role, value]) => {
    if (!(role in team)) {
      const text = `approvals asks ${role}, whom the team does not have: its people are named under team:.${suggestion(role, Object.keys(team), 'It has')}`
      return [finding('error', 'unknown-role', yaml.keyAt(['approvals', role]), text)]
    }
    const people = Array.isArray(team[role]) ? team[role] : [team[role]]
    const names = new Set(people.map(nameOf).flatMap((name) => (name === undefined ? [] : [normalName(name)])))
    const { count } = asRecord(value)
    if (typeof count !== 'number' || count <= names.size) return []
    const text = `${count} people of ${role} have to approve, and the team names ${names.size}: name more, or ask for fewer.`
    return [finding('error', 'too-few-people', yaml.valueAt(['approvals', role, 'count']), text)]
  })
}

/** `env:` must name a variable: what is not a name is probably the secret itself. */
export function checkSecrets({ yaml, root }: Check): Finding[] {
  return Object.entries(asRecord(root.environments)).flatMap(([environment, each]) =>
    Object.entries(asRecord(asRecord(each).secrets)).flatMap(([name, ref]) => {
      const variable = asText(asRecord(ref).env)
      if (variable === undefined || VARIABLE_NAME.test(variable)) return []
      const place = yaml.valueAt(['environments', environment, 'secrets', name, 'env'])
      const text = `The secret ${name} must name an environment variable (letters, digits, underscores), never hold the value itself.`
      return [finding('error', 'bad-secret', place, text)]
    }),
  )
}
