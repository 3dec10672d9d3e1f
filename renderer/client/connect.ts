import type { CockpitClient } from '../../shared/contract/client.ts'
import type { DesktopBridge } from '../../shared/contract/desktop-bridge.ts'
import { remoteClient } from '../../shared/contract/remote-client.ts'
import { bridgeChannel, exposedCockpit } from './bridge.ts'
import { reconnectingClient } from './reconnecting-client.ts'
import { schedule } from './schedule.ts'
import { enterSession } from './session.ts'
import { openWebSocket } from './web-socket.ts'

export type Connection =
  | { ok: true; client: CockpitClient; desktop: DesktopBridge | undefined }
  | { ok: false; sentence: string }

/** The cockpit behind this page: over the preload bridge on the desktop, over a WebSocket in a browser. */
export const connectCockpit = async (page: Window): Promise<Connection> => {
  const exposed = exposedCockpit(page)
  if (exposed) return { ok: true, client: remoteClient(bridgeChannel(exposed)), desktop: exposed.desktop }
  const session = await enterSession(page)
  if (!session.ok) return session
  return { ok: true, client: reconnectingClient(() => openWebSocket(page.location), schedule), desktop: undefined }
}
