/** A thin React binding over the two vanilla stores. */
import { createContext, type ReactNode, use } from 'react'
import { useStore } from 'zustand'
import type { CommandInput } from '../../shared/contract/commands.ts'
import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import type { Cockpit, CockpitState } from './cockpit-store.ts'
import { messageOf } from './message-of.ts'
import type { Replay } from './replay/replay.ts'
import type { UiState, UiStore } from './ui-store.ts'

export type Session = { cockpit: Cockpit; ui: UiStore; desktop: DesktopBridge | undefined; replay?: Replay }

const SessionContext = createContext<Session | undefined>(undefined)

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('No session around this component.')
  return session
}

export const useCockpit = <T,>(select: (state: CockpitState) => T): T => useStore(useSession().cockpit.store, select)
export const useUi = <T,>(select: (state: UiState) => T): T => useStore(useSession().ui, select)
export const useSetUi = () => useSession().ui.setState

/** Sends a command in the person's name (or that of somebody else who stands here); resolves with the sentence of a refusal, or undefined when it was accepted. `arm`: of the preview a protected start was shown. */
export function useSend(): (
  command: CommandInput,
  role?: string,
  as?: string,
  pin?: string,
  arm?: string,
) => Promise<string | undefined> {
  const { cockpit, ui } = useSession()
  return async (command, role, as, pin, arm) => {
    const { release, hello } = cockpit.store.getState()
    if (!release) return 'No release is open: open its folder first.'
    const { person } = ui.getState()
    const name = as || person.name || hello?.user || 'unknown'
    const said = role ?? person.role
    try {
      const answer = await cockpit.client.call('command.send', {
        release: release.release,
        command,
        as: { name, ...(said ? { role: said } : {}), ...(pin ? { pin } : {}) },
        ...(arm ? { arm } : {}),
      })
      if (answer.ok) return undefined
      if (answer.rejection.code === 'not-driving' && ui.getState().dialog?.kind !== 'driver')
        ui.setState({
          dialog: { kind: 'driver', blocked: { command, ...(role ? { role } : {}), ...(arm ? { arm } : {}) } },
        })
      return answer.rejection.message
    } catch (problem) {
      return messageOf(problem)
    }
  }
}
