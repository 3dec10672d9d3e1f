type Handler = (request: Request) => Response | Promise<Response>

let handler: Handler | undefined

export const protocol = {
  registerSchemesAsPrivileged(_schemes: unknown): void {},
  handle(_scheme: string, answer: Handler): void {
    handler = answer
  },
}

/** What the app's own handler answers, as a route is fulfilled with. */
export const answerAppRequest = async (url: string, method: string) => {
  if (!handler) return { status: 500, body: 'No handler for app:// was registered.' }
  const response = await handler(new Request(url, { method }))
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
}
