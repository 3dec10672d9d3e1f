/** How far the notices of a run go, chosen when it is started. */
import type { NoticeMode } from '../../../shared/runbook/notices/model.ts'
import { Choice } from '../../components/choice.tsx'
import type { Deck } from '../../state/use-deck.ts'

type Props = { deck: Deck; isProtected: boolean; value: NoticeMode | undefined; onChange: (mode: NoticeMode) => void }

export function RunNotices({ deck: { definition }, isProtected, value, onChange }: Props) {
  const { notices } = definition
  if (!notices || notices.channels.length === 0) return null
  const options: [NoticeMode, string][] = [
    ['off', 'Off: nobody is told'],
    ['test', notices.test ? `Test: only ${notices.test}` : 'Test: nobody, no channel is your own'],
  ]
  if (isProtected) options.push(['on', 'On: everybody they are for'])
  const wanted = value ?? notices.mode
  return (
    <Choice
      label="Notices of this run"
      value={wanted === 'on' && !isProtected ? 'test' : wanted}
      options={options}
      onChange={onChange}
    />
  )
}
