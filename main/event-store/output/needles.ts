import { shortestSecret } from '../../../shared/output/secret-rules.ts'

/** The characters of `bytes`' base64 that do not depend on what stands before and after, for each of the three alignments. */
function base64Alignments(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const from = Math.ceil((before * 8) / 6)
    return encoded.slice(from, Math.floor(((before + bytes.length) * 8) / 6))
  })
}

/** Tools wrap base64 at 76 (coreutils) or 64 columns (openssl, PEM): whole, and every full line by itself. */
function wrapped(base64: string): string[] {
  return [76, 64].flatMap((columns) => {
    if (base64.length <= columns) return []
    const lines = base64.match(new RegExp(`.{1,${columns}}`, 'g')) ?? []
    return [lines.join('\n'), lines.join('\r\n'), ...lines]
  })
}

function base64(bytes: Buffer): string[] {
  const all = [...base64Alignments(bytes), ...wrapped(bytes.toString('base64').replace(/=+$/, ''))]
  return [...all, ...all.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))]
}

const hex = (bytes: Buffer) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]

const percent = (text: string, plain: RegExp) =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((char) => (plain.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`))
    .join('')

/** As encodeURIComponent, RFC 3986 (Python, curl, Go), with `/` kept (Python's default, paths), and forms (`+`); in both cases of hex. */
function url(text: string): string[] {
  const upper = [
    encodeURIComponent(text),
    percent(text, /[\w.~-]/),
    percent(text, /[\w.~/-]/),
    percent(text, /[\w.*-]/).replaceAll('%20', '+'),
  ]
  return [...upper, ...upper.map((each) => each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

const unicodeEscape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** As JSON.stringify, with `/` escaped (PHP), with `<>&` escaped (Go), with everything beyond ASCII escaped (Python). */
function json(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1)
  return [
    plain,
    plain.replaceAll('/', '\\/'),
    plain.replace(/[<>&\u2028\u2029]/g, unicodeEscape),
    plain.replace(/[\u007f-\uffff]/g, unicodeEscape),
  ]
}

/** Inside '…', as bash's and dash's traces write it, inside "…" (export -p), with backslashes (printf %q of bash 5 and 4, then more cautiously) and inside $'…'. */
function shellQuoted(text: string): string[] {
  const percentQ = [/[\s!"$&'()*,;<>?[\\\]^`{|}]/g, /[\s!"$&'()*;<>?[\\\]^`{|}]/g].map((each) =>
    text.replace(each, '\\$&'),
  )
  const ansi = text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
  return [
    text.replaceAll("'", "'\\''"),
    text.replaceAll("'", `'"'"'`),
    text.replace(/["$`\\]/g, '\\$&'),
    ...percentQ,
    ...percentQ.map((each) => each.replace(/^[#~]/, '\\$&')),
    text.replace(/[^\w@%+=:,./\u0080-\uffff-]/g, '\\$&'),
    ansi,
  ]
}

function encodings(text: string): string[] {
  const bytes = Buffer.from(text)
  return [text, ...base64(bytes), ...hex(bytes), ...url(text), ...json(text), ...shellQuoted(text)]
}

/** The secret itself, without surrounding white space, and each of its lines. */
function parts(secret: string): string[] {
  const lines = secret.split(/\r\n|\r|\n/)
  return [
    secret,
    secret.trim(),
    secret.replaceAll('\n', '\r\n'),
    ...(lines.length > 1 ? lines.map((line) => line.trim()) : []),
  ]
}

/** Leaves the importer's buffer room to go on; only a secret of 128 KiB made of control characters has a longer spelling. */
const longestNeedle = 768 * 1024

/** Every byte sequence that would show one of the secrets (DESIGN §12). None is shorter than a secret may be. */
export function needlesFor(secrets: string[]): Buffer[] {
  const texts = new Set<string>()
  for (const part of secrets.flatMap(parts)) {
    if (part.length < shortestSecret) continue
    for (const text of encodings(part)) texts.add(text)
  }
  return [...texts]
    .map((text) => Buffer.from(text))
    .filter((needle) => needle.length >= shortestSecret && needle.length <= longestNeedle)
}
