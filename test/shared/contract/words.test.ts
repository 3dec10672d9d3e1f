import { expect, test } from 'vitest'
import { parseParams } from '../../../shared/contract/parse-params.ts'
import { releaseId } from '../../../shared/ids.ts'

const sent = (name: string): { params?: { as: { name: string } }; error?: { message: string } } =>
  parseParams('command.send', {
    release: releaseId('shop-1'),
    command: { type: 'note.add', text: 'Fine.' },
    as: { name },
  })

test('a name on an entry is one line that no terminal obeys', () => {
  expect(sent(' Ben\u001b[31m\n Cole\u202e ').params?.as.name).toBe('Ben [31m Cole')
  expect(sent('Lucía Ferrer').params?.as.name).toBe('Lucía Ferrer')
})

test('nobody is no name', () => {
  expect(sent(' \u001b ').error?.message).toContain('Say who it is.')
})
