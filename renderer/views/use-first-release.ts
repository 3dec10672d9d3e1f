import { useEffect, useState } from 'react'
import type { ReleaseListItem } from '../../shared/contract/results.ts'
import { readRoute } from '../../shared/contract/route.ts'
import { isLively } from '../../shared/domain/select-summary.ts'
import { useCockpit, useSession } from '../state/context.tsx'

/** What a window shows at first: what runs, else what it showed last, else the only release there is. Nothing in place of a folder that could not be opened. */
const selectFirst = (
  releases: readonly ReleaseListItem[],
  last: string | undefined,
  isRefused: boolean,
): ReleaseListItem | undefined =>
  releases.find((each) => isLively(each.status)) ??
  (isRefused
    ? undefined
    : (releases.find((each) => each.release === last) ?? (releases.length === 1 ? releases[0] : undefined)))

/** Opens it, once, unless the address names another. */
export function useFirstRelease() {
  const { cockpit, ui } = useSession()
  const releases = useCockpit((state) => state.releases)
  const shown = useCockpit((state) => state.release?.release)
  const hasUnopened = useCockpit((state) => state.hello?.unopened !== undefined)
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (shown) ui.setState({ lastRelease: shown })
    if (isDone || !releases) return
    setDone(true)
    const first =
      shown || readRoute(location.hash) ? undefined : selectFirst(releases, ui.getState().lastRelease, hasUnopened)
    if (first) void cockpit.open(first.release)
  }, [cockpit, ui, releases, shown, isDone, hasUnopened])
}
