/** What a shared screen does not show (docs/room.md). */
import { expect, test } from 'vitest'
import { HIDDEN, hiding } from '../../renderer/discretion/find-private.ts'

const hide = hiding(['ada@example.com', '555-0199', '#night-pager', 'Ada'])

test.each([
  ['Ada Obi, ada.obi+night@mail.example.co.uk', `Ada Obi, ${HIDDEN}`],
  ['<jo@exämple.de>', `<${HIDDEN}>`],
  ['call +44 20 7946 0958, or 555-0199', `call ${HIDDEN}, or ${HIDDEN}`],
  ['/home/ada/releases/shop: No such file', '~/releases/shop: No such file'],
  ['C:\\Users\\Ada\\shop and /Users/ada', '~\\shop and ~'],
  ['cd /root && ls "/home/ada"', 'cd ~ && ls "~"'],
  ['page #night-pager now', `page ${HIDDEN} now`],
])('%s', (text, shown) => {
  expect(hide(text)).toBe(shown)
  expect(hide(shown)).toBe(shown)
})

test.each([
  'git@github.com:shop/shop.git',
  'deploy@host:/srv and 2026-12-04T22:00:00+01:00',
  'Ada says GO, +14.4 at 22:04:10, 1,402 entries, 5552-01990',
  '/var/lib/root, /homestead, users: 12, @sre',
])('%s is shown as it is', (text) => {
  expect(hide(text)).toBe(text)
})
