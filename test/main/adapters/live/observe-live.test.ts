import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { observeInstances } from '../../../../main/adapters/live/observe-instances.ts'
import { observeLive } from '../../../../main/adapters/live/observe-live.ts'
import { startServer, type TestServer } from '../metrics/server.ts'

let server: TestServer
let folder: string

const answers: Record<string, string> = {
  '/version': '{"version":"2.4.0","build":{"number":17,"tags":["blue","green"]}}',
  '/plain': ' 2.3.1\n',
  '/empty': '',
  '/fleet': '{"hosts":[{"name":"web-01","version":"2.4.0","ok":true}]}',
  '/page': '<html>\n<body>hello</body>\n</html>',
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cockpit-live-'))
  server = await startServer((request, response) => {
    const answer = answers[request.url ?? '']
    if (answer === undefined) response.statusCode = 503
    response.end(answer ?? 'down')
  })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const ask = (path: string, json?: string) =>
  observeLive({ http: `$APP_URL${path}`, ...(json === undefined ? {} : { json }) }, { APP_URL: server.url }, folder)
const command = (text: string, variables: Record<string, string> = {}) =>
  observeLive({ command: text }, variables, folder)

describe('which version is live', () => {
  it('is read from the answer of the service, by path or as a whole', async () => {
    expect(await ask('/version', 'version')).toEqual({ version: '2.4.0' })
    expect(await ask('/version', '$.build.number')).toEqual({ version: '17' })
    expect(await ask('/version', 'build.tags[1]')).toEqual({ version: 'green' })
    expect(await ask('/plain')).toEqual({ version: '2.3.1' })
  })

  it('is an error with a sentence when the answer is not one', async () => {
    expect(await ask('/version', 'versoin')).toEqual({
      error: `The version cannot be read from ${server.url}/version: there is no "versoin" at the top of the answer.`,
    })
    expect(await ask('/version', 'build')).toMatchObject({ error: expect.stringContaining('not a text or a number') })
    expect(await ask('/plain', 'version')).toMatchObject({ error: expect.stringContaining('not JSON') })
    expect(await ask('/empty')).toMatchObject({ error: expect.stringContaining('empty') })
    expect(await ask('/page')).toMatchObject({ error: expect.stringContaining('more than a version') })
    expect(await ask('/down')).toEqual({ error: `${server.url}/down answered 503 Service Unavailable.` })
  })

  it('names a variable nobody defined, and a service that is not there', async () => {
    expect(await observeLive({ http: '$NOPE/version' }, {}, folder)).toMatchObject({
      error: expect.stringContaining('$NOPE'),
    })
    const closed = await startServer(() => {})
    await closed.close()
    expect(await observeLive({ http: closed.url }, {}, folder)).toEqual({
      error: `${closed.url}/ refused the connection: nothing listens there.`,
    })
  })

  it('is what a command prints, run in the release folder with the variables as its environment', async () => {
    expect(await command('echo "$COLOUR"', { COLOUR: 'green; echo x' })).toEqual({ version: 'green; echo x' })
    expect(await command('basename "$(pwd)"')).toEqual({ version: folder.split('/').at(-1) })
  })

  it('is an error when the command fails, with its last word', async () => {
    expect(await command('echo first >&2; echo no route to cluster >&2; exit 3')).toEqual({
      error:
        'The live command "echo first >&2; echo no route to cluster >&2; exit 3" ended with exit code 3: no route to cluster.',
    })
    expect(await command('true')).toMatchObject({ error: expect.stringContaining('empty') })
  })

  it('gives up on a command that does not end, its children included', async () => {
    expect(await command('sleep 60 & wait')).toMatchObject({ error: expect.stringContaining('within 5 s') })
  })
})

describe('what the instances of a service run', () => {
  const instances = [{ name: 'web-01', version: '2.4.0', ok: true }]

  it('is read over HTTP and from a command, and is an error with a sentence otherwise', async () => {
    const http = (path: string, json?: string) =>
      observeInstances({ http: `$APP_URL${path}`, ...(json ? { json } : {}) }, { APP_URL: server.url }, folder)
    expect(await http('/fleet', 'hosts')).toEqual({ instances })
    expect(await http('/down')).toEqual({ error: `${server.url}/down answered 503 Service Unavailable.` })
    expect(await observeInstances({ command: 'echo web-01 $V ok' }, { V: '2.4.0' }, folder)).toEqual({ instances })
    expect(await observeInstances({ command: 'echo web-01' }, {}, folder)).toEqual({
      error: expect.stringContaining('The instances command "echo web-01" said "web-01"'),
    })
  })
})

it('names the idle side where that is what was asked', async () => {
  expect(await observeLive({ command: 'exit 7' }, {}, folder, 'idle')).toEqual({
    error: 'The idle command "exit 7" ended with exit code 7.',
  })
})
