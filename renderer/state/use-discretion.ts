import { useEffect, useLayoutEffect, useMemo } from 'react'
import { DiscreetPage } from '../discretion/discreet-page.ts'
import { hiding } from '../discretion/find-private.ts'
import { useCockpit, useUi } from './context.tsx'

/** Contacts that are no address one would know as such: a pager, a handle, a number as it is dialled here. */
function useKnown(): string {
  const team = useCockpit((state) => state.release?.definition?.team)
  const replayed = useUi((ui) => ui.replay?.recording.events)
  return useMemo(() => {
    // A bundle that is replayed has a team of its own.
    const teams = (replayed ?? []).flatMap((event) =>
      event.type === 'definition.loaded' ? [event.payload.definition.team] : [],
    )
    const people = [team ?? {}, ...teams].flatMap((each) => Object.values(each).flat())
    return people.flatMap(({ contact }) => contact ?? []).join('\n')
  }, [team, replayed])
}

/** While the screen is shared, the whole page is without contacts, personal paths and private notes. */
export function useDiscretion(): void {
  const isShared = useUi((ui) => ui.isShared)
  const known = useKnown()
  useEffect(() => {
    document.documentElement.toggleAttribute('data-shared', isShared)
  }, [isShared])
  useLayoutEffect(() => {
    if (!isShared) return
    const page = new DiscreetPage(document.body, hiding(known.split('\n')))
    return () => page.end()
  }, [isShared, known])
}
