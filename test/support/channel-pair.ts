import type { Channel } from '../../shared/contract/channel.ts'

export type TestChannel = Channel & { sent: string[]; pending: number; isOpen(): boolean }

/** Two ends of one in-memory channel; messages arrive in order, on the next microtask, as on a real transport. */
export const channelPair = (): [TestChannel, TestChannel] => {
  let open = true
  const ends = [end(), end()] as const
  const closeAll = (reason = 'closed') => {
    if (!open) return
    open = false
    for (const each of ends) for (const listener of each.closeListeners) listener(reason)
  }
  function end() {
    return { onText: (_: string) => {}, closeListeners: [] as ((reason: string) => void)[] }
  }
  const channel = (own: (typeof ends)[number], other: (typeof ends)[number]): TestChannel => ({
    sent: [],
    pending: 0,
    isOpen: () => open,
    send(text) {
      this.sent.push(text)
      queueMicrotask(() => open && other.onText(text))
    },
    onMessage: (listener) => {
      own.onText = listener
    },
    onClose: (listener) => {
      own.closeListeners.push(listener)
    },
    close: closeAll,
    pendingBytes() {
      return this.pending
    },
  })
  return [channel(ends[0], ends[1]), channel(ends[1], ends[0])]
}

/** A schedule the test moves by hand. */
export const manualSchedule = () => {
  let due: { action: () => void; delayMs: number }[] = []
  return {
    schedule: (action: () => void, delayMs: number) => {
      const entry = { action, delayMs }
      due.push(entry)
      return () => {
        due = due.filter((each) => each !== entry)
      }
    },
    runDue: () => {
      const now = due
      due = []
      for (const { action } of now) action()
    },
    waiting: () => due.length,
  }
}
