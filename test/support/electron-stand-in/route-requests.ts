import type { BrowserContext, Frame, Request, Route } from 'playwright-core'
import { contentsOf, partitionOfPage } from './contents-registry.ts'
import { cancellable } from './event.ts'
import { session } from './session.ts'
import { isAppPage, toAppUrl } from './settings.ts'

/** Every request of every page: `app://` is answered by the app's handler, navigations away are offered to `will-navigate`, the rest is blocked. */
export const routeRequests = (context: BrowserContext): Promise<unknown> => context.route('**/*', routeOne)

const routeOne = async (route: Route): Promise<void> => {
  const request = route.request()
  if (isAppPage(request.url())) {
    const partition = partitionOf(request)
    if (partition === undefined) return route.abort('blockedbyclient')
    const { protocol } = session.fromPartition(partition)
    return route.fulfill(await protocol.answer(toAppUrl(request.url()), request.method()))
  }
  // A navigation answered with "no content" leaves the page where it is, as a prevented one does.
  if (request.isNavigationRequest()) return isPrevented(request) ? route.fulfill({ status: 204 }) : route.continue()
  return route.abort('blockedbyclient')
}

/** A page that is just being opened (a popup) has no frame yet: it is denied by the window's open handler, and never loads. */
const isPrevented = (request: Request): boolean => {
  const frame = frameOf(request)
  if (!frame) return true
  const event = cancellable({ url: request.url(), isMainFrame: frame.parentFrame() === null })
  contentsOf(frame.page())?.emit(event.isMainFrame ? 'will-navigate' : 'will-frame-navigate', event)
  return event.defaultPrevented
}

/** The session of the window a request comes from; of a page that is just being opened, none. */
const partitionOf = (request: Request): string | undefined => {
  const frame = frameOf(request)
  return frame && partitionOfPage(frame.page())
}

const frameOf = (request: Request): Frame | undefined => {
  try {
    return request.frame()
  } catch {
    return undefined
  }
}
