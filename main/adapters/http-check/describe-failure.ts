const WORDS: Record<string, string> = {
  ECONNREFUSED: 'refused the connection: nothing listens there',
  ECONNRESET: 'closed the connection before answering',
  EPIPE: 'closed the connection while the request was sent',
  ENOTFOUND: 'cannot be found: the name does not resolve',
  EAI_AGAIN: 'cannot be found: name resolution does not answer (is this machine online?)',
  ENETUNREACH: 'cannot be reached: this machine has no route to it (is it online?)',
  ENETDOWN: 'cannot be reached: the network of this machine is down',
  EHOSTUNREACH: 'cannot be reached: no route to the host',
  EMFILE: 'cannot be asked: this machine has no file descriptors left',
  ENFILE: 'cannot be asked: this machine has no file descriptors left',
  EADDRNOTAVAIL: 'cannot be asked: this machine has no free port left',
  EPROTO: 'does not answer in TLS as https needs; is its address http?',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another name',
}

const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** Failures of this machine, which say nothing about the service it asks. */
const OWN_SIDE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'ENOBUFS',
  'ENOMEM',
  'EACCES',
  'EPERM',
])

const first = (error: unknown): { code: string; message: string } => {
  const inner = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const { code, message } = inner as { code?: string; message?: string }
  return { code: code ?? '', message: message ?? String(inner) }
}

/** Whether an error of a request is this machine's own (offline, no descriptors, an unknown certificate authority). */
export const isOwnFailure = (error: unknown): boolean => {
  const { code } = first(error)
  return OWN_SIDE.has(code) || UNTRUSTED.has(code)
}

/** An error of a request as the rest of a sentence whose subject is the address. `trustHint` is what to do about a certificate nobody vouches for. */
export const describeFailure = (error: unknown, trustHint = 'name its authority in NODE_EXTRA_CA_CERTS'): string => {
  const { code, message } = first(error)
  if (code === 'TIMEOUT') return `gave ${message}`
  if (UNTRUSTED.has(code)) return `shows a certificate this machine does not trust; ${trustHint}`
  return WORDS[code] ?? `failed: ${message}`
}

/** An address without what may be secret in it (credentials, the query): it may end up in an event. */
export const shownUrl = (url: URL): string =>
  `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?…'}`

/** Parses an http or https address, or says what is wrong with it. */
export const parseHttpUrl = (text: string): { url: URL } | { problem: string } => {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return { url }
  return { problem: `"${text}" is not an address; write it like http://host:8080/path` }
}
