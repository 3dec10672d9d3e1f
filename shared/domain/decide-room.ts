import type { Command } from '../contract/commands.ts'
import { decideApproval, revokeApproval } from './decide-approval.ts'
import type { Decision, Facts } from './decision.ts'
import type { ReleaseState } from './state.ts'

type RoomCommand = Extract<Command, { type: 'approval.give' | 'approval.revoke' | 'live.observe' }>

export function decideRoom(state: ReleaseState, command: RoomCommand, facts: Facts): Decision {
  switch (command.type) {
    // Looking is an effect of the engine; the answer is what goes on the record.
    case 'live.observe':
      return { events: [] }
    case 'approval.revoke':
      return revokeApproval(state, command, facts)
    default:
      return decideApproval(state, command, facts)
  }
}
