/** The place the address names: the host puts the release there that it was asked to show. */
import { useEffect } from 'react'
import { readRoute } from '../../shared/contract/route.ts'
import type { ReleaseId } from '../../shared/ids.ts'

/** Opens the release in `location.hash`, now and when the hash changes. `open` must keep its identity. */
export function useRoute(open: (release: ReleaseId) => Promise<unknown>): void {
  useEffect(() => {
    const follow = () => {
      const release = readRoute(location.hash)
      if (release) void open(release)
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [open])
}
