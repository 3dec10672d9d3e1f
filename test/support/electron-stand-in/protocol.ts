type Handler = (request: Request) => Response | Promise<Response>

export type Protocol = {
  handle(scheme: string, answer: Handler): void
  isProtocolHandled(scheme: string): boolean
  answer(
    url: string,
    method: string,
  ): Promise<{ status: number; headers?: Record<string, string>; body: string | Buffer }>
}

/** Of one session: what it serves under a scheme. */
export const createProtocol = (): Protocol => {
  const handlers = new Map<string, Handler>()
  return {
    handle: (scheme, answer) => void handlers.set(scheme, answer),
    isProtocolHandled: (scheme) => handlers.has(scheme),
    async answer(url, method) {
      const handler = handlers.get(new URL(url).protocol.slice(0, -1))
      if (!handler) return { status: 500, body: `No handler for ${url} was registered.` }
      const response = await handler(new Request(url, { method }))
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      }
    },
  }
}
