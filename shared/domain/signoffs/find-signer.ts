import type { Person } from '../../runbook/model.ts'
import { normalName } from '../same-name.ts'

/** `ada.obi` and `Ada Obi` are one name: principals of `allowed_signers` are mostly written without spaces. */
const slug = (name: string) => normalName(name).replace(/[\s._-]+/g, '-')

const isPerson = ({ name, contact }: Person, principal: string) =>
  (contact !== undefined && normalName(contact) === normalName(principal)) || slug(name) === slug(principal)

/** Who of a role's people holds the key. Where the team names nobody for it, the principal is the name. A pattern is nobody. */
export function findSigner(people: Person[], principals: string[]): { principal: string; name: string } | undefined {
  const named = principals.filter((each) => !/[*?!]/.test(each))
  if (people.length === 0) return named[0] === undefined ? undefined : { principal: named[0], name: named[0] }
  for (const principal of named) {
    const person = people.find((each) => isPerson(each, principal))
    if (person) return { principal, name: person.name }
  }
  return undefined
}
