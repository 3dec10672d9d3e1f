/** What people say of the items of the process. */
import type { Command } from '../../contract/commands.ts'
import type { ItemEvidence } from '../../events/process-events.ts'
import type { Decision, Facts } from '../decision.ts'
import { reject } from '../rejection.ts'
import type { ReleaseState } from '../state.ts'
import { findItemView, type ItemView, projectProcess } from './project-process.ts'

export type ItemCommand = Extract<Command, { type: `item.${string}` }>

const titles = (state: ReleaseState, roles: readonly string[]) =>
  roles.map((role) => state.definition?.process?.roles[role]?.title ?? role).join(' or ')

/** A role that the item does not ask cannot answer for it; where nobody is named, anybody can. */
function refuseRole(state: ReleaseState, { item }: ItemView, role: string | undefined) {
  if (item.asks.length === 0 || (role !== undefined && item.asks.includes(role))) return undefined
  const who = titles(state, item.asks)
  return role === undefined
    ? reject('missing-approval', `“${item.title}” is for ${who} to say: give the role you speak as.`)
    : reject('missing-approval', `“${item.title}” is for ${who} to say, not for ${titles(state, [role])}.`)
}

function evidenceOf(state: ReleaseState, command: Extract<ItemCommand, { type: 'item.done' }>, facts: Facts) {
  const found: ItemEvidence[] = []
  for (const each of command.evidence) {
    if (each.kind === 'file') {
      const file = facts.evidenceFiles?.[each.path]
      if (!file || 'problem' in file)
        return reject('unreadable-folder', file?.problem ?? `${each.path} cannot be read in the release folder.`)
      found.push({ kind: 'file', path: each.path, ...file })
    } else if (each.kind === 'run' && state.runs[each.runId]?.rehearsal)
      return reject(
        'wrong-state',
        `${each.runId} is a rehearsal: it proves nothing of the release. Where a rehearsal is what was asked for, say so in a note.`,
      )
    else if (each.kind === 'run' && !state.runs[each.runId])
      return reject('unknown-run', `There is no run ${each.runId} in this release.`)
    else found.push(each)
  }
  return { found }
}

function done(
  state: ReleaseState,
  view: ItemView,
  command: Extract<ItemCommand, { type: 'item.done' }>,
  facts: Facts,
): Decision {
  const { item, isKnown, status, words } = view
  if (isKnown)
    return status === 'done'
      ? reject('wrong-state', `The record says so already: ${words}`)
      : reject(
          'wrong-state',
          `The record itself must say so, and does not: ${words} A role can set it aside, with a reason.`,
        )
  if (status === 'not-needed') return reject('wrong-state', `“${item.title}” is not needed: ${words}`)
  const spokenAs = command.role ?? (facts.actor.kind === 'person' ? facts.actor.role : undefined)
  const refused = refuseRole(state, view, spokenAs)
  if (refused) return refused
  const evidence = evidenceOf(state, command, facts)
  if ('rejection' in evidence) return evidence
  const role = spokenAs === undefined ? {} : { role: spokenAs }
  return {
    events: [{ type: 'item.done', payload: { item: item.id, title: item.title, ...role, evidence: evidence.found } }],
  }
}

function waive(state: ReleaseState, { item, status }: ItemView, role: string, reason: string): Decision {
  const process = state.definition!.process!
  if (!process.roles[role] && !state.definition!.team[role])
    return reject(
      'unknown-role',
      `There is no role "${role}". The process has: ${Object.keys(process.roles).join(', ')}.`,
    )
  if (status === 'done') return reject('wrong-state', `“${item.title}” is done: nothing has to be set aside.`)
  if (status === 'waived') return reject('wrong-state', `“${item.title}” is set aside already.`)
  return { events: [{ type: 'item.waived', payload: { item: item.id, title: item.title, role, reason } }] }
}

export function decideItem(state: ReleaseState, command: ItemCommand, facts: Facts): Decision {
  const process = projectProcess(state, facts.nowMs)
  if (!process) return reject('no-definition', 'This release has no process: open its folder again.')
  const view = findItemView(process, command.item)
  if (!view) return reject('unknown-item', `The process has no item "${command.item}".`)
  const of = { item: view.item.id, title: view.item.title }
  switch (command.type) {
    case 'item.take': {
      if (view.isKnown)
        return reject('wrong-state', `Nobody has to see to “${of.title}”: the record says it by itself.`)
      const person = command.person ?? (facts.actor.kind === 'person' ? facts.actor.name : 'Cockpit')
      return { events: [{ type: 'item.taken', payload: { ...of, person } }] }
    }
    case 'item.done':
      return done(state, view, command, facts)
    case 'item.waive':
      return waive(state, view, command.role, command.reason)
    default:
      if (view.status !== 'waived' && (view.isKnown || view.status !== 'done'))
        return reject('wrong-state', `“${of.title}” is open as it is.`)
      return { events: [{ type: 'item.reopened', payload: { ...of, reason: command.reason } }] }
  }
}
