import type { CockpitClient } from './client.ts'
import type { Method, Params } from './methods.ts'
import type { Results } from './results.ts'

/** What the host in front of the person can do and was asked for, which the owner behind it cannot know. */
export type Presentation = Pick<Results['hello'], 'canOpenFolderDialog' | 'unopened'>

/** The same cockpit, introduced with the abilities of the host that presents it. */
export const presentedBy = (client: CockpitClient, presentation: Presentation): CockpitClient => ({
  async call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    const result = await client.call(method, params)
    return method === 'hello' ? { ...result, ...presentation } : result
  },
  onFeed: (listener) => client.onFeed(listener),
  onConnection: (listener) => client.onConnection(listener),
  close: () => client.close(),
})
