import { useEffect, useState } from 'react'
import { sameName } from '../../shared/domain/same-name.ts'
import { useCockpit, useSession, useUi } from './context.tsx'

/** Who is at the keyboard, and whether they sign with a PIN. Asked again when the record grows: somebody may have set one. */
export function useSigner(): { name: string; hasPin: boolean } {
  const { cockpit } = useSession()
  const person = useUi((ui) => ui.person.name)
  const user = useCockpit((state) => state.hello?.user)
  const pins = useCockpit((state) => state.release?.pins)
  const [names, setNames] = useState<string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the record says that a PIN was set
  useEffect(() => {
    let isCurrent = true
    void cockpit.client
      .call('pin.list', {})
      .then((answer) => isCurrent && setNames(answer.names))
      .catch(() => {})
    return () => {
      isCurrent = false
    }
  }, [cockpit, pins])
  const name = person || user || ''
  const known = [...names, ...Object.values(pins ?? {}).map((each) => each.name)]
  return { name, hasPin: known.some((each) => sameName(each, name)) }
}
