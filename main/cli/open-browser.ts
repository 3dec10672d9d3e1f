import { spawn } from 'node:child_process'

const openers: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
  darwin: ['open', []],
  win32: ['cmd', ['/c', 'start', '']],
}

/** Starts the user's browser on an address; false where there is no display to open one on. */
export function openBrowser(url: string, env: Record<string, string | undefined>): boolean {
  const hasDisplay = process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  if (!hasDisplay) return false
  const [command, args] = openers[process.platform] ?? ['xdg-open', []]
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  // Without an opener the printed address is what is left.
  child.on('error', () => {})
  child.unref()
  return true
}
