import type { IpcMainEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { isOwnFrame, isOwnUrl } from '../../../main/electron/own-frame.ts'

const event = (url: string, isMain = true): IpcMainEvent => {
  const frame = { url }
  return { sender: { mainFrame: isMain ? frame : { url } }, senderFrame: frame } as unknown as IpcMainEvent
}

describe('a message to main', () => {
  it('is taken from the main frame of the cockpit’s own page', () => {
    expect(isOwnFrame(event('app://cockpit/'))).toBe(true)
    expect(isOwnFrame(event('app://cockpit/#/releases/x'))).toBe(true)
  })

  it('is dropped from a frame inside the page, and from a frame that is gone', () => {
    expect(isOwnFrame(event('app://cockpit/', false))).toBe(false)
    expect(isOwnFrame({ sender: { mainFrame: {} }, senderFrame: null } as unknown as IpcMainEvent)).toBe(false)
  })

  it.each([
    'https://cockpit/',
    'app://cockpit.evil.example/',
    'app://evil/cockpit',
    'file:///app://cockpit/',
    'about:blank',
    'data:text/html,app://cockpit/',
    '',
    'app:cockpit',
  ])('is dropped from %j', (url) => {
    expect(isOwnFrame(event(url))).toBe(false)
    expect(isOwnUrl(url)).toBe(false)
  })
})
