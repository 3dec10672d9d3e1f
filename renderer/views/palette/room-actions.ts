/** What a room does beside the run: who drives, what is written down. */
import type { UiStore } from '../../state/ui-store.ts'
import type { PaletteItem } from './palette-item.ts'

export const roomActions = ({ setState }: UiStore): PaletteItem[] =>
  [
    {
      label: 'Write down a decision or an action…',
      hint: 'scribe, minutes',
      keys: 'Shift N',
      perform: () => setState({ dialog: { kind: 'minute' } }),
    },
    {
      label: 'What is to be done',
      hint: 'decisions, actions',
      perform: () => setState({ view: 'deck', notesPanel: 'minutes' }),
    },
    {
      label: 'Private notes',
      hint: 'only for you',
      perform: () => setState({ view: 'deck', notesPanel: 'private' }),
    },
    {
      label: 'Who drives: take over, hand over…',
      hint: 'driver',
      keys: 'D',
      perform: () => setState({ dialog: { kind: 'driver' } }),
    },
  ].map((action) => ({ group: 'Actions', ...action }))
