/** What can be done whether a release is open or not, and what can be set. */
import type { Session } from '../../state/context.tsx'
import type { Opening } from '../../state/use-open.ts'
import type { PaletteItem } from './palette-item.ts'

export const cockpitActions = ({ ui: { setState } }: Session, opening: Opening): PaletteItem[] =>
  [
    {
      label: 'Search entries and output…',
      hint: 'find',
      keys: 'Ctrl Shift F',
      perform: () => setState({ isSearchOpen: true }),
    },
    {
      label: 'Open a release folder…',
      hint: '',
      keys: 'Ctrl O',
      perform: () => setState({ dialog: { kind: 'open' } }),
    },
    {
      label: 'New release…',
      hint: 'wizard, next version',
      perform: () => setState({ dialog: { kind: 'new-release' } }),
    },
    { label: 'Open the sample release', hint: 'first steps', perform: () => void opening.openSample() },
    {
      label: 'Verify a file…',
      hint: 'bundle, export or ledger; or drop it here',
      perform: () => setState({ dialog: { kind: 'verify' } }),
    },
    {
      label: 'Replay a bundle…',
      hint: 'verified first, time slider',
      perform: () => setState({ dialog: { kind: 'replay-bundle' } }),
    },
    { label: 'Keys', hint: 'shortcuts, help', keys: '?', perform: () => setState({ dialog: { kind: 'shortcuts' } }) },
  ].map((action) => ({ group: 'Actions', ...action }))

export const settingItems = ({ ui: { getState, setState } }: Session): PaletteItem[] => [
  {
    group: 'Settings',
    label: 'Dark or light',
    hint: 'theme, projector',
    keys: 'T',
    perform: () => setState({ theme: getState().theme === 'dark' ? 'light' : 'dark' }),
  },
  {
    group: 'Settings',
    label: getState().isBig ? 'Deck in its usual size' : 'Big screen: the deck for a projector',
    hint: 'large type, room',
    keys: 'B',
    perform: () => setState({ view: 'deck', isBig: !getState().isBig }),
  },
  {
    group: 'Settings',
    label: getState().isShared ? 'Screen is not shared any more' : 'Screen is shared: hide contacts and private notes',
    hint: 'share, meeting, projector',
    keys: 'S',
    perform: () => setState({ isShared: !getState().isShared }),
  },
  {
    group: 'Settings',
    label: 'Your name and role',
    hint: 'person, on every entry',
    perform: () => setState({ view: 'settings' }),
  },
]
