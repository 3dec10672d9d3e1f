/** The window while it replays: the ordinary views over a record, marked on all sides, with nothing in it that does anything. */
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { SessionProvider, useSession, useUi } from '../../state/context.tsx'
import { openRemarkShelf } from '../../state/replay/remark-shelf.ts'
import { createReplay, REPLAY_VIEWS, type Replay, type ReplayWish } from '../../state/replay/replay.ts'
import { useRemarks } from '../../state/replay/use-remarks.ts'
import { useDeck } from '../../state/use-deck.ts'
import { ReleaseFrame } from '../release-frame.tsx'
import { EventsSheet } from './events-sheet.tsx'
import { LiveBand } from './live-band.tsx'
import { RemarksSheet } from './remarks-sheet.tsx'
import { ReplayBar } from './replay-bar.tsx'
import { ReplayContext, type ReplayParts } from './replay-context.tsx'
import { useReplayKeys } from './use-replay-keys.ts'

/** One for as long as it is shown; what it was opened with is closed with it. */
function usePlayer(wish: ReplayWish) {
  const live = useSession()
  const [player] = useState(() => createReplay(wish, live))
  useEffect(
    () => () => {
      player.replay.close()
      const { about } = player.replay
      if (about.kind === 'bundle')
        void live.cockpit.client.call('bundle.close', { bundle: about.bundle }).catch(() => undefined)
    },
    [player, live],
  )
  return player
}

export function ReplayWindow({ wish }: { wish: ReplayWish }) {
  const live = useSession()
  const { session, replay } = usePlayer(wish)
  const [shelf] = useState(() => openRemarkShelf(globalThis.localStorage, wish.ledgerId))
  const remarks = useRemarks(replay, live, shelf)
  const parts = useMemo<ReplayParts>(
    () => ({ live, remarks, leave: () => live.ui.setState({ replay: undefined }) }),
    [live, remarks],
  )
  useErasures(replay)
  useEffect(() => {
    const title = document.title
    document.title = `REPLAY: ${title}`
    document.documentElement.dataset.replay = ''
    return () => {
      document.title = title
      delete document.documentElement.dataset.replay
    }
  }, [])
  return (
    <ReplayContext value={parts}>
      <SessionProvider session={session}>
        <Replayed replay={replay} />
      </SessionProvider>
    </ReplayContext>
  )
}

/** Erased words must not stay in a window that has read them: the replay ends. */
function useErasures({ about, recording }: Replay) {
  const { cockpit, ui } = useSession()
  useEffect(() => {
    if (about.kind !== 'release') return
    return cockpit.store.subscribe(({ events }) => {
      if (events.length < recording.events.length) ui.setState({ replay: undefined })
    })
  }, [cockpit, ui, about, recording])
}

const READ_ONLY = 'A replay is read-only: go back to live (Esc) to do that.'
const OF_TODAY = 'That view shows what is today, not what was then: go back to live (Esc) to open it.'

/** Everything a dialog or another view would do is of today. */
function useReadOnly(replay: Replay) {
  const { ui } = useSession()
  useEffect(
    () =>
      ui.subscribe((now) => {
        if (now.dialog) ui.setState({ dialog: undefined })
        if (now.isPaletteOpen) ui.setState({ isPaletteOpen: false })
        if (!REPLAY_VIEWS.includes(now.view)) ui.setState({ view: 'deck' })
        if (now.dialog) replay.refuse(READ_ONLY)
        else if (!REPLAY_VIEWS.includes(now.view)) replay.refuse(OF_TODAY)
      }),
    [ui, replay],
  )
}

function Replayed({ replay }: { replay: Replay }) {
  const deck = useDeck()
  const [sheet, setSheet] = useState<'events' | 'remarks'>()
  const theme = useUi((ui) => ui.theme)
  const read = useStore(replay.store, (state) => state.read)
  useReadOnly(replay)
  useReplayKeys(replay, sheet !== undefined, setSheet)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const close = () => setSheet(undefined)
  return (
    <div className="app is-replay">
      <LiveBand />
      <ReplayBar replay={replay} deck={deck} onSheet={setSheet} />
      {deck ? (
        <ReleaseFrame deck={deck} />
      ) : (
        <p className="empty">
          {read < 1
            ? `Reading the record, ${Math.floor(read * 100)} %.`
            : 'At this moment the release folder had not been read yet: go on to the next event.'}
        </p>
      )}
      {sheet === 'events' && <EventsSheet replay={replay} deck={deck} onClose={close} />}
      {sheet === 'remarks' && <RemarksSheet replay={replay} deck={deck} onClose={close} />}
    </div>
  )
}
