/** Calls the people in front of this window when somebody must act, by sound and by a flash of the frame, until somebody reacts. */
import { useEffect, useRef, useState } from 'react'
import { type Call, selectCalls } from '../../shared/domain/calls.ts'
import { sameName } from '../../shared/domain/same-name.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import { answered, type Calling, callRoom, isCalling } from '../attention/call-room.ts'
import { sound } from '../attention/tone.ts'
import { useCockpit, useSession, useUi } from './context.tsx'

/** Only whoever is asked to drive is called for it. */
function ofHandover({ release, name, version, driver }: ReleaseState, own: string): Call[] {
  const offer = driver?.offer
  if (!offer || !sameName(offer.to, own)) return []
  const body = `${driver.name} asks you to drive.`
  return [{ key: `drive ${offer.seq}`, release, title: `${name} ${version}`, body, isUrgent: false }]
}

/** A hand on this window is a reaction to whatever called by then. */
function useTouched(onTouched: () => void) {
  const latest = useRef(onTouched)
  latest.current = onTouched
  useEffect(() => {
    const touch = () => latest.current()
    const kinds = ['pointerdown', 'keydown'] as const
    for (const kind of kinds) window.addEventListener(kind, touch, true)
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, touch, true)
    }
  }, [])
}

export function useCalls(): void {
  const { cockpit, ui } = useSession()
  const calling = useRef<Calling>({})
  /** Counts the times a flash began; 0 while nobody is called. */
  const [flash, setFlash] = useState(0)
  const isFlashOn = useUi((state) => state.isFlashOn)
  useTouched(() => {
    calling.current = answered(calling.current)
    setFlash(0)
  })
  const nowMs = useCockpit((state) => state.nowMs)
  const release = useCockpit((state) => state.release)
  useEffect(() => {
    const own = ui.getState().person.name || cockpit.store.getState().hello?.user || ''
    const calls = release ? [...selectCalls(release, nowMs), ...ofHandover(release, own)] : []
    const told = callRoom(calls, calling.current, nowMs)
    calling.current = told.calling
    if (!isCalling(told.calling)) setFlash(0)
    if (!told.sound) return
    setFlash((count) => count + 1)
    const { isSoundOn, volume } = ui.getState()
    if (isSoundOn) void sound(told.sound, volume)
  }, [release, nowMs, cockpit, ui])
  useEffect(() => {
    if (flash > 0 && isFlashOn) document.documentElement.dataset.calls = flash % 2 === 0 ? 'even' : 'odd'
    else delete document.documentElement.dataset.calls
  }, [flash, isFlashOn])
}
