/** How far a rollback reaches: everything, or one service closed over what depends on it. */
import type { ReleaseDefinition, Step } from '../runbook/model.ts'

/** The service and all that depend on it, directly or not: who stands on what is taken back goes first. Sorted as release.yaml names them. */
export function selectScope(definition: ReleaseDefinition, service: string): string[] {
  const scope = new Set([service])
  for (let size = 0; size < scope.size; ) {
    size = scope.size
    for (const each of definition.services) if (each.dependsOn.some((name) => scope.has(name))) scope.add(each.name)
  }
  return definition.services.map((each) => each.name).filter((name) => scope.has(name))
}

/**
 * What the rollback of a service reaches: its scope; undefined, which is everything, where its scope is all services there are. Steps of no service
 * and the checks at the end belong to it then, and nothing is left that could be taken back.
 */
export function selectReach(definition: ReleaseDefinition, service: string): string[] | undefined {
  const scope = selectScope(definition, service)
  return scope.length === definition.services.length ? undefined : scope
}

/** Of an undo: the service it says, else that of the step it undoes. */
export const serviceOf = (step: Step, undone?: Step): string | undefined =>
  step.attributes.service ?? undone?.attributes.service

/** Everything is in reach of a rollback without a scope. */
export const isInScope = (scope: readonly string[] | undefined, service: string | undefined): boolean =>
  scope === undefined || (service !== undefined && scope.includes(service))
