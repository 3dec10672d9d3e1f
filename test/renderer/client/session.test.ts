import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ADDRESS_USED, enterSession } from '../../../renderer/client/session.ts'
import { readRoute, releaseRoute } from '../../../shared/contract/route.ts'
import { releaseId } from '../../../shared/ids.ts'
import { startHost, type TestHost } from '../../main/http/host.ts'

let host: TestHost
let cookie: string | undefined
const realFetch = globalThis.fetch

/** The part of a browser that fetch in Node lacks: the page's origin and a cookie jar. */
const browserFetch: typeof fetch = async (input, init) => {
  const own = `http://127.0.0.1:${host.port}`
  const headers = { ...(init?.headers as Record<string, string>), origin: own, ...(cookie ? { cookie } : {}) }
  const answer = await realFetch(new URL(String(input), own), { ...init, headers })
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
  return answer
}

beforeEach(async () => {
  host = await startHost()
  cookie = undefined
  globalThis.fetch = browserFetch
})
afterEach(async () => {
  globalThis.fetch = realFetch
  await host.end()
})

const pageAt = (url: string) => {
  const { hash, pathname } = new URL(url)
  const shown: string[] = []
  const page = {
    location: { hash, pathname },
    history: { replaceState: (_: unknown, __: string, to: string) => shown.push(to) },
  }
  return { page: page as unknown as Window, shown }
}

describe('opening the address the cockpit printed', () => {
  it('gives the page a session and takes the token out of the address', async () => {
    const { page, shown } = pageAt(host.issueUrl())
    expect(await enterSession(page)).toEqual({ ok: true })
    expect(shown).toEqual(['/'])
  })

  it('keeps the release the address names', async () => {
    const release = releaseId('parcel-tracker-2.4.0')
    const { page, shown } = pageAt(host.issueUrl(release))
    expect(await enterSession(page)).toEqual({ ok: true })
    expect(shown).toEqual([`/#${releaseRoute(release)}`])
    expect(readRoute(shown[0]!.slice(1))).toBe(release)
  })

  it('works once: another browser gets a sentence, this one a reload and a second tab', async () => {
    const url = host.issueUrl()
    expect(await enterSession(pageAt(url).page)).toEqual({ ok: true })
    expect(await enterSession(pageAt(`http://127.0.0.1:${host.port}/`).page)).toEqual({ ok: true })
    expect(await enterSession(pageAt(url).page)).toEqual({ ok: true })
    cookie = undefined
    expect(await enterSession(pageAt(url).page)).toEqual({ ok: false, sentence: ADDRESS_USED })
  })

  it('lets a new address in after the first was used', async () => {
    await enterSession(pageAt(host.issueUrl()).page)
    cookie = undefined
    expect(await enterSession(pageAt(host.issueUrl()).page)).toEqual({ ok: true })
  })
})

describe('a place in the window', () => {
  it.each(['', '#', '#/', '#/releases/', '#/releases/a/b', '#/releases/%zz', '#token'])(
    'is no release in %j',
    (hash) => {
      expect(readRoute(hash)).toBeUndefined()
    },
  )
})
