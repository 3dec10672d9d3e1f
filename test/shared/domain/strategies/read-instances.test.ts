import { expect, test } from 'vitest'
import { readInstances } from '../../../../shared/domain/strategies/read-instances.ts'

const read = (text: string, path?: string) => readInstances(text, 'The instances command "fleet"', path)

test('instances are read from lines, with or without a reason', () => {
  expect(read('web-01 2.4.0 ok\n\n  web-02  2.3.1  failing  connection refused \n')).toEqual({
    instances: [
      { name: 'web-01', version: '2.4.0', ok: true },
      { name: 'web-02', version: '2.3.1', ok: false, reason: 'connection refused' },
    ],
  })
})

test('instances are read from a JSON list, as a whole or at a path', () => {
  const list = '[{"name":"a","version":3,"ok":true},{"name":"b","version":"2","ok":false,"reason":"503"}]'
  const instances = [
    { name: 'a', version: '3', ok: true },
    { name: 'b', version: '2', ok: false, reason: '503' },
  ]
  expect(read(list)).toEqual({ instances })
  expect(read(`{"data":{"hosts":${list}}}`, 'data.hosts')).toEqual({ instances })
})

test.each([
  ['web-01 2.4.0 fine', undefined, 'said "web-01 2.4.0 fine": each line must be NAME VERSION ok|failing[ REASON].'],
  ['a 1 ok\na 1 ok', undefined, 'named a twice: each instance needs a name of its own.'],
  ['', undefined, 'named no instance.'],
  ['[{"name":"a","version":"1"}]', undefined, 'entry 1 must be {"name": …, "version": …, "ok": true or false}'],
  ['{"hosts":3}', 'hosts', 'gave no list of instances at "hosts".'],
  ['{"hosts":[]}', 'host', 'there is no "host" at the top of the answer.'],
  ['<html>', 'hosts', 'answered with something that is not JSON.'],
  [Array.from({ length: 501 }, (_, index) => `n${index} 1 ok`).join('\n'), undefined, 'at most 500 are shown'],
])('an answer that is no fleet says what it must be: %#', (text, path, sentence) => {
  expect(read(text, path)).toEqual({ error: expect.stringContaining(sentence) })
})
