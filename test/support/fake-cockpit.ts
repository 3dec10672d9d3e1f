/** The test double of the CockpitClient port, for tests of what carries one. Answers are given by the test; every call is kept. */
import type { CockpitClient, FeedMessage } from '../../shared/contract/client.ts'
import type { Method } from '../../shared/contract/methods.ts'
import type { Results } from '../../shared/contract/results.ts'

type Answers = { [M in Method]?: (params: unknown) => Results[M] | Promise<Results[M]> }

export type FakeCockpit = CockpitClient & {
  calls: { method: string; params: unknown }[]
  feed(message: FeedMessage): void
  listeners(): number
}

export const helloAnswer: Results['hello'] = {
  version: '0.1.0',
  ledgerFile: 'ledger.db',
  epoch: 1,
  pid: 4711,
  host: 'war-room',
  user: 'ada',
  canOpenFolderDialog: false,
}

export const fakeCockpit = (answers: Answers = {}): FakeCockpit => {
  const calls: FakeCockpit['calls'] = []
  const listeners = new Set<(message: FeedMessage) => void>()
  const all: Answers = { hello: () => helloAnswer, ...answers }
  return {
    calls,
    feed: (message) => {
      for (const listener of listeners) listener(message)
    },
    listeners: () => listeners.size,
    async call(method, params) {
      calls.push({ method, params })
      const answer = all[method]
      if (!answer) throw new Error(`The test gave no answer for ${method}.`)
      return answer(params)
    },
    onFeed: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onConnection: () => () => {},
    close: () => {},
  }
}
