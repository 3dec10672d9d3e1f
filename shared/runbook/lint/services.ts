/** Services that cannot be looked at everywhere: found at the review, not as "not observed" in the night. */
import { finding, type Place } from '../findings.ts'
import type { Finding, ReleaseDefinition, Service } from '../model.ts'
import { namesIn } from './metrics.ts'
import { definesVariable, isGivenVariable } from './undefined-variables.ts'
import { scriptVariables } from './variables-used.ts'

const namesUsed = (check: { http: string } | { command: string }): string[] =>
  'http' in check ? namesIn(check.http) : [...scriptVariables(check.command).reads.keys()]

function lookProblems({ environments }: ReleaseDefinition, service: Service, place: Place): Finding[] {
  return (['live', 'idle', 'instances'] as const).flatMap((look) => {
    const check = service[look]
    return [...new Set(check ? namesUsed(check) : [])].flatMap((name) => {
      const lacking = environments.filter((each) => !definesVariable(each, name)).map((each) => each.name)
      if (isGivenVariable(name) || lacking.length === 0) return []
      const where = lacking.length === environments.length ? '' : ` in ${lacking.join(', ')}`
      const text = `$${name} is used by "${look}" of ${service.name}, but not defined${where}: add it under vars or secrets, or it is not observed there.`
      return [finding('warning', 'undefined-variable', place, text)]
    })
  })
}

export const lintServices = (definition: ReleaseDefinition): Finding[] =>
  definition.services.flatMap((service) =>
    service.position ? lookProblems(definition, service, service.position) : [],
  )
