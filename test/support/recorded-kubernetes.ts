/**
 * An API server made of recorded answers: discovery, and one Deployment whose image can be patched and that then rolls replica by replica with every
 * look at it. It knows nothing else; what it is asked is kept.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const recorded = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'kubernetes', `${name}.json`), 'utf8'))

type Deployment = {
  metadata: { generation: number; resourceVersion: string }
  spec: { replicas: number; template: { spec: { containers: { name: string; image: string }[] } } }
  status: Record<string, unknown> & { updatedReplicas: number; observedGeneration: number }
}

const DEPLOYMENTS = '/apis/apps/v1/namespaces/shop/deployments'

export type RecordedKubernetes = {
  port: number
  /** `METHOD path`, in order. */
  asked: string[]
  image(): string
  /** While true a new image never becomes ready. */
  stuck: boolean
  writeKubeconfig(file: string, contexts: string[]): void
  close(): Promise<void>
}

const bodyOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function answer(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

const table = (deployment: Deployment) => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { resourceVersion: deployment.metadata.resourceVersion },
  columnDefinitions: ['Name', 'Ready', 'Images'].map((name) => ({
    name,
    type: 'string',
    format: '',
    description: '',
    priority: 0,
  })),
  rows: [
    {
      cells: ['fares', `${deployment.status.readyReplicas}/${deployment.spec.replicas}`, imageOf(deployment)],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: deployment.metadata },
    },
  ],
})

const imageOf = (deployment: Deployment) => deployment.spec.template.spec.containers[0]!.image

/** A JSON merge of the one thing `set image` changes. */
function patch(deployment: Deployment, text: string): void {
  const { spec } = JSON.parse(text) as Deployment
  const image = spec.template.spec.containers.find((each) => each.name === 'fares')!.image
  if (image === imageOf(deployment)) return
  deployment.spec.template.spec.containers[0]!.image = image
  deployment.metadata.generation += 1
  Object.assign(deployment.status, { updatedReplicas: 0 })
}

/** One replica more is on the new image. */
function progress(deployment: Deployment): void {
  const { status, spec, metadata } = deployment
  metadata.resourceVersion = String(Number(metadata.resourceVersion) + 1)
  status.observedGeneration = metadata.generation
  status.updatedReplicas = Math.min(spec.replicas, status.updatedReplicas + 1)
}

export async function startRecordedKubernetes(): Promise<RecordedKubernetes> {
  const discovery = recorded('discovery') as Record<string, unknown>
  const deployment = recorded('deployment') as Deployment
  const asked: string[] = []
  const server = createServer((request, response) => void serve(request, response))
  const all: RecordedKubernetes = {
    port: 0,
    asked,
    stuck: false,
    image: () => imageOf(deployment),
    writeKubeconfig: (file, contexts) => writeFileSync(file, kubeconfig(all.port, contexts), { mode: 0o600 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  const watch = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const tell = () => {
      if (!all.stuck) progress(deployment)
      response.write(`${JSON.stringify({ type: 'MODIFIED', object: deployment })}\n`)
    }
    const timer = setInterval(tell, 50)
    response.once('close', () => clearInterval(timer))
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    asked.push(`${request.method} ${pathname}`)
    const known = discovery[pathname]
    if (known) return answer(response, known)
    if (pathname === DEPLOYMENTS && searchParams.get('watch')) return watch(response)
    if (pathname === DEPLOYMENTS)
      return answer(response, {
        kind: 'DeploymentList',
        apiVersion: 'apps/v1',
        metadata: { resourceVersion: deployment.metadata.resourceVersion },
        items: [deployment],
      })
    if (pathname !== `${DEPLOYMENTS}/fares`)
      return answer(
        response,
        {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'NotFound',
          code: 404,
          message: `the server could not find ${pathname}`,
        },
        404,
      )
    if (request.method === 'PATCH') patch(deployment, await bodyOf(request))
    answer(response, request.headers.accept?.includes('as=Table') ? table(deployment) : deployment)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  all.port = (server.address() as AddressInfo).port
  return all
}

const kubeconfig = (port: number, contexts: string[]) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'recorded', cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: 'nobody', user: {} }],
    contexts: contexts.map((name) => ({ name, context: { cluster: 'recorded', user: 'nobody' } })),
  })
