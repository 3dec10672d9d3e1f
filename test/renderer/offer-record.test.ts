import { expect, test } from 'vitest'
import { offerRecord, takeWaiting } from '../../renderer/state/offer-record.ts'
import { createUiStore, type Dialog } from '../../renderer/state/ui-store.ts'

test('A record dropped over a dialog leaves it as it is, and is verified once it is closed', () => {
  const ui = createUiStore(undefined)
  const typedIn: Dialog = { kind: 'postpone' }
  ui.setState({ dialog: typedIn })
  ui.setState(offerRecord({ path: '/night.zip' }))
  expect(ui.getState().dialog).toBe(typedIn)
  expect(takeWaiting(ui.getState())).toBeUndefined()
  ui.setState({ dialog: undefined })
  ui.setState(takeWaiting(ui.getState())!)
  expect(ui.getState()).toMatchObject({ dialog: { kind: 'verify', path: '/night.zip' }, waiting: undefined })
})

test('A record dropped while nothing is open is verified at once, and so is another in its place', () => {
  const ui = createUiStore(undefined)
  ui.setState(offerRecord({ path: '/night.zip' }))
  ui.setState(offerRecord({ path: '/day.zip' }))
  expect(ui.getState().dialog).toEqual({ kind: 'verify', path: '/day.zip' })
})
