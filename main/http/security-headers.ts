/**
 * The headers of every answer, for the browser host and for `app://` alike. Styles need 'unsafe-inline': Mantine and xterm.js add `<style>` elements at run
 * time, xterm.js writes style attributes for colours too, and takes no nonce. What a style could fetch is forbidden by the rest. Scripts never need it.
 * `connectSources` names the WebSocket, which not every browser counts under 'self'.
 */
export const securityHeaders = (connectSources: string[] = []): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connectSources].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
})
