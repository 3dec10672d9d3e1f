import { describe, expect, it } from 'vitest'
import { reconnectingClient } from '../../../renderer/client/reconnecting-client.ts'
import type { Channel } from '../../../shared/contract/channel.ts'
import type { FeedMessage } from '../../../shared/contract/client.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { wireFailure } from '../../../shared/contract/wire-failure.ts'
import { channelPair, manualSchedule, type TestChannel } from '../../support/channel-pair.ts'
import { fakeCockpit, helloAnswer } from '../../support/fake-cockpit.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

const setUp = () => {
  const cockpit = fakeCockpit()
  const timers = manualSchedule()
  const ends: TestChannel[] = []
  const trouble: { now?: Error } = {}
  let tries = 0
  const open = async (): Promise<Channel> => {
    tries += 1
    if (trouble.now) throw trouble.now
    const [near, far] = channelPair()
    ends.push(far)
    serve(cockpit, far, 'window', manualSchedule().schedule)
    return near
  }
  const client = reconnectingClient(open, timers.schedule)
  const states: string[] = []
  const feed: FeedMessage[] = []
  client.onConnection((state, detail) => states.push(`${state}: ${detail}`))
  client.onFeed((message) => feed.push(message))
  return { cockpit, client, timers, ends, trouble, states, feed, tries: () => tries }
}

describe('a page whose connection breaks', () => {
  it('comes back by itself, and is told to read what it missed', async () => {
    const { client, timers, ends, states, feed } = setUp()
    await client.call('hello', {})
    ends[0]!.close('the laptop slept')
    await settled()
    expect(states).toEqual(['connected: Connected.', 'lost: the laptop slept', 'connected: Connected.'])
    expect(feed).toEqual([
      { kind: 'owner', epoch: 1 },
      { kind: 'owner', epoch: 1 },
    ])
    await expect(client.call('hello', {})).resolves.toEqual(helloAnswer)
    expect(timers.waiting()).toBe(0)
  })

  it('refuses calls at once while there is no connection, instead of holding a click back', async () => {
    const { client, ends, trouble, timers } = setUp()
    await client.call('hello', {})
    trouble.now = new Error('unreachable')
    ends[0]!.close('gone')
    await settled()
    await expect(client.call('releases.list', {})).rejects.toMatchObject({ code: 'connection-lost' })
    trouble.now = undefined
    timers.runDue()
    await settled()
    await expect(client.call('hello', {})).resolves.toEqual(helloAnswer)
  })

  it('stops trying when the session is over, and says what to do', async () => {
    const { client, ends, trouble, timers, states } = setUp()
    await client.call('hello', {})
    trouble.now = wireFailure('session-over', 'Press Enter there.')
    ends[0]!.close('gone')
    await settled()
    expect(states.at(-1)).toBe('lost: Press Enter there.')
    expect(timers.waiting()).toBe(0)
  })

  it('does not come back after the page closed it', async () => {
    const { client, tries } = setUp()
    await client.call('hello', {})
    client.close()
    await settled()
    expect(tries()).toBe(1)
  })
})
