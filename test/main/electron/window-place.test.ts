import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { keepPlace, readPlace } from '../../../main/electron/window-place.ts'

const folder = mkdtempSync(join(tmpdir(), 'cockpit-place-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const laptop = { x: 0, y: 0, width: 1440, height: 900 }
const projector = { x: 1440, y: 0, width: 1920, height: 1080 }
const place = { bounds: { x: 1500, y: 40, width: 1600, height: 1000 }, isMaximized: false, isFullScreen: true }

describe('the place of the window', () => {
  const file = join(folder, 'profile', 'window.json')

  it('is that of the last time', () => {
    keepPlace(file, place)
    expect(readPlace(file, [laptop, projector])).toEqual(place)
  })

  it('is the usual one when the display it was on is gone', () => {
    keepPlace(file, place)
    expect(readPlace(file, [laptop])).toBeUndefined()
  })

  it('is the usual one when only a sliver of it could be seen', () => {
    keepPlace(file, { ...place, bounds: { ...place.bounds, x: 3300 } })
    expect(readPlace(file, [laptop, projector])).toBeUndefined()
  })

  it.each(['', 'null', '[]', '{"bounds":3}', '{"bounds":{"x":0,"y":0,"width":1,"height":1}}', '{"bounds":{"x":"0"}}'])(
    'is the usual one when what is kept is %j',
    (text) => {
      writeFileSync(file, text)
      expect(readPlace(file, [laptop])).toBeUndefined()
    },
  )
})
