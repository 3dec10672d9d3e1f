/** What a person gets wrong in the terminal is said in a sentence, and what a terminal would obey does not get onto the record. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cockpit } from '../../support/cockpit-command.ts'
import { type SmallRelease, smallRelease } from '../../support/small-release.ts'

let small: SmallRelease
beforeEach(() => {
  small = smallRelease(
    'cockpit: 1\nrelease: { name: Shop, version: "2" }\nenvironments: { staging: {} }\n',
    '# Staging\n\n```sh\necho hi\n```\n',
  )
})
afterEach(() => small.remove())

const report = (title: string) =>
  cockpit(['issue', small.folder, '--report', title, '--severity', 'low', '--db', small.db])

test('an issue without words or with too many is refused in a sentence, and one that is there is listed', async () => {
  expect(await report(' ')).toMatchObject({ code: 2, stderr: expect.stringMatching(/title: Say what is wrong\.\n$/) })
  expect(await report('x'.repeat(2001))).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/title: At most 2000 characters: what is longer belongs into a file\.\n$/),
  })
  const said = await report('Labels\u001b[31m print\u202e\nblank')
  expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('Labels [31m print blank (reported by') })
  const unknown = await cockpit(['issue', small.folder, 'I7', '--take', '--db', small.db])
  expect(unknown).toMatchObject({ code: 2, stderr: 'There is no issue "I7". There are: I1.\n' })
})
