/** The browser's session with its host: the token of the address is exchanged once for a cookie, which reloads and further tabs use. */
const SESSION_PATH = '/session'

export type Session = { ok: true } | { ok: false; sentence: string }

export const ADDRESS_USED =
  'This address was used before, or the cockpit was started again since. Go to the terminal it runs in and press Enter there: it prints a new address.'

/** Takes the token out of the address, so that it is in no history and no screen share, and exchanges it. */
export const enterSession = async (page: Window): Promise<Session> => {
  const [, token, route = ''] = /^#([\w-]{40,})(\/.*)?$/.exec(page.location.hash) ?? []
  if (token) page.history.replaceState(null, '', page.location.pathname + (route && `#${route}`))
  if (token && (await exchange(token))) return { ok: true }
  return (await hasSession()) ? { ok: true } : { ok: false, sentence: ADDRESS_USED }
}

export const hasSession = async (): Promise<boolean> => (await fetch(SESSION_PATH, { cache: 'no-store' })).ok

const exchange = async (token: string): Promise<boolean> => {
  const headers = { 'content-type': 'application/cockpit-token' }
  const answer = await fetch(SESSION_PATH, { method: 'POST', headers, body: token })
  return answer.ok
}
