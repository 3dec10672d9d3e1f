import { readRoute } from '../../shared/contract/route.ts'
import type { ReleaseId } from '../../shared/ids.ts'
import { LINK_SCHEME } from './channels.ts'

/**
 * The release a link (`release-cockpit://releases/ID`) leads to, or undefined. Any page and any mail may hold one, so all it can do is show a release
 * that is on record here.
 */
export const readLink = (text: string): ReleaseId | undefined => {
  const url = URL.parse(text)
  if (url?.protocol !== `${LINK_SCHEME}:`) return undefined
  return readRoute(`#/${url.host}${url.pathname}`)
}

export const isLink = (word: string): boolean => word.startsWith(`${LINK_SCHEME}:`)
