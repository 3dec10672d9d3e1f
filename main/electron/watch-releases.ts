import type { CockpitClient } from '../../shared/contract/client.ts'
import { type FollowedRelease, followRelease } from '../../shared/contract/follow-release.ts'
import type { ReleaseState } from '../../shared/domain/state.ts'
import type { ReleaseId } from '../../shared/ids.ts'

/** Statuses of the release list with which nothing can be open. */
const AT_REST = new Set([
  'never run',
  'succeeded',
  'failed',
  'stopped',
  'rolled back',
  'rollback failed',
  'drill passed',
])

/** Follows every release that runs now or of which something is recorded from now on. */
export const watchReleases = async (
  client: CockpitClient,
  onChange: (states: ReleaseState[]) => void,
): Promise<() => void> => {
  const followed = new Map<ReleaseId, FollowedRelease>()
  const changed = () => onChange([...followed.values()].flatMap((each) => each.state() ?? []))
  const follow = (release: ReleaseId) => {
    if (followed.has(release)) return
    const each = followRelease(client, release, { onState: changed })
    followed.set(release, each)
    each.caughtUp().catch(() => {
      each.close()
      followed.delete(release)
    })
  }
  const endFeed = client.onFeed((message) => {
    if (message.kind === 'events') follow(message.release)
  })
  const releases = await client.call('releases.list', {})
  for (const { release, status } of releases) if (!AT_REST.has(status)) follow(release)
  return () => {
    endFeed()
    for (const each of followed.values()) each.close()
  }
}
