import { describe, expect, test } from 'vitest'
import { isHurl, readHurl } from '../../../shared/runbook/markdown/hurl.ts'

describe('An HTTP check', () => {
  test('has a request, headers, a body, a status, headers of the answer and assertions', () => {
    const text = `# comment
POST https://<shop-host>/orders
Content-Type: application/json
Authorization: Bearer {{TOKEN}}
{"a": 1}

HTTP/2 201
Location: /orders/1
[Asserts]
jsonpath "$.id" == 1
header "X-Cache" not contains "stale"
jsonpath "$.items" count >= 2
body isEmpty
duration < 500
`
    const { check, inputs, problems } = readHurl(text, 10)
    expect(problems).toEqual([])
    expect(inputs).toEqual(['SHOP_HOST'])
    expect(check).toEqual({
      method: 'POST',
      url: 'https://${SHOP_HOST}/orders',
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ${TOKEN}' },
      body: '{"a": 1}',
      expectStatus: 201,
      assertions: [
        { subject: 'header "Location"', predicate: '==', value: '"/orders/1"', line: 17 },
        { subject: 'jsonpath "$.id"', predicate: '==', value: '1', line: 19 },
        { subject: 'header "X-Cache"', predicate: 'not contains', value: '"stale"', line: 20 },
        { subject: 'jsonpath "$.items" count', predicate: '>=', value: '2', line: 21 },
        { subject: 'body', predicate: 'isEmpty', value: '', line: 22 },
        { subject: 'duration', predicate: '<', value: '500', line: 23 },
      ],
    })
  })

  test('may accept any status', () => {
    expect(readHurl('GET $URL\nHTTP *', 1).check).toMatchObject({ url: '$URL', assertions: [] })
    expect(readHurl('GET $URL\nHTTP *', 1).check).not.toHaveProperty('expectStatus')
  })

  test.each([
    ['an assertion that is none', 'GET http://a\nHTTP 200\n[Asserts]\nxpath "//a" == 1', 4],
    ['a section that is not supported', 'GET http://a\nHTTP 200\n[Captures]\nid: jsonpath "$.id"', 3],
    ['a second request', 'GET http://a\nHTTP 200\n\nGET http://b\nHTTP 200', 4],
    ['options of a request', 'GET http://a\n[Options]\nretry: 3\nHTTP 200', 2],
  ])('with %s is refused on its line', (_, text, line) => {
    expect(readHurl(text, 1).problems.map((problem) => problem.line)).toContain(line)
  })

  test.each(['HTTP/1.1 200 OK', 'GET /path HTTP/1.1\nHost: a', 'POST /x', '{"a": 1}', ''])('is not %j', (text) => {
    expect(isHurl(text)).toBe(false)
  })
})
