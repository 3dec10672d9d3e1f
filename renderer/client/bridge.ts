import type { Channel } from '../../shared/contract/channel.ts'
import { EXPOSED_AS, type ExposedCockpit } from '../../shared/contract/desktop-bridge.ts'

/** What the desktop's preload put on the page, or undefined in a browser. */
export const exposedCockpit = (page: object): ExposedCockpit | undefined =>
  (page as Record<string, ExposedCockpit | undefined>)[EXPOSED_AS]

/** The preload bridge as a channel. It lives and dies with the page, so it never closes from the other side. */
export const bridgeChannel = ({ wire }: ExposedCockpit): Channel => ({
  send: wire.send,
  onMessage: wire.onMessage,
  onClose: () => {},
  close: () => {},
  pendingBytes: () => 0,
})
