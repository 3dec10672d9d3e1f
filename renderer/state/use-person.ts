import { useSession } from './context.tsx'

/** Who acts in this window, as the record will name them. */
export function usePerson(): () => { name: string; role?: string } {
  const { cockpit, ui } = useSession()
  return () => {
    const { name, role } = ui.getState().person
    const who = name || cockpit.store.getState().hello?.user || 'unknown'
    return role ? { name: who, role } : { name: who }
  }
}
