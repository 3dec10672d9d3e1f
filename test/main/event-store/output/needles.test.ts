import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { createMasker } from '../../../../main/event-store/output/masker.ts'

const secrets = [
  'Tr0ub4dor&3-plain',
  `it's "quoted" $HOME \`id\` \\ and <more>`,
  'sl/ash+pl us=&?#%é–ü',
  'x'.repeat(20) + Array.from({ length: 90 }, (_, i) => String.fromCharCode(33 + ((i * 37) % 90))).join(''),
  'first line of it\nsecond "line" here\nthird\tline\\',
]

const alreadyPrinted = new Map<string, string>()

/** What a tool prints when it is handed the secret in an environment variable. */
function printed(command: string, secret: string): string {
  const key = `${command}\0${secret}`
  const text = alreadyPrinted.get(key) ?? run(command, secret)
  alreadyPrinted.set(key, text)
  return text
}

function run(command: string, secret: string): string {
  const { stdout, stderr } = spawnSync('bash', ['-c', command], {
    env: { ...process.env, SECRET: secret },
    encoding: 'utf8',
  })
  return stdout + stderr
}

const python = (code: string) => `python3 -Sc 'import os,json,base64,urllib.parse; s=os.environ["SECRET"]; ${code}'`
const node = (code: string) => `${process.execPath} -e 'const s=process.env.SECRET; ${code}'`

/** Tools and spellings in which a secret gets into output; each must be masked to nothing of it. */
const tools: Record<string, string> = {
  echo: 'printf %s "$SECRET"',
  'base64 wrapped': 'printf %s "$SECRET" | base64',
  'base64 unwrapped': 'printf %s "$SECRET" | base64 -w0',
  'base64 in 64 columns': 'printf %s "$SECRET" | base64 -w64',
  'base64 behind a user name': 'printf "u:%s" "$SECRET" | base64 -w0',
  'base64 behind a longer name': 'printf "me:%s" "$SECRET" | base64 -w0',
  'base64 in the middle': 'printf "%s@host" "$SECRET" | base64 -w0',
  base64url: python('print(base64.urlsafe_b64encode(s.encode()).decode())'),
  hex: python('print(s.encode().hex())'),
  'upper-case hex': python('print(s.encode().hex().upper())'),
  encodeURIComponent: node('console.log(encodeURIComponent(s))'),
  URLSearchParams: node('console.log(String(new URLSearchParams({s})).slice(2))'),
  'python quote': python('print(urllib.parse.quote(s))'),
  'python quote_plus': python('print(urllib.parse.quote_plus(s))'),
  'JSON.stringify': node('console.log(JSON.stringify(s).slice(1, -1))'),
  'python json': python('print(json.dumps(s)[1:-1])'),
  'printf %q': 'printf %q "$SECRET"',
  'bash @Q': `echo "\${SECRET@Q}"`,
  'bash trace': 'PS4=; set -x; : "$SECRET"',
  'dash trace': `dash -c 'PS4=; set -x; : "$SECRET"'`,
  'export -p': 'export -p | sed -n "/SECRET=/,\\$p" | sed "/^declare -x S[^E]/,\\$d"',
  'sh export -p': `dash -c 'export -p' | sed -n "/SECRET=/,\\$p"`,
}

const isInstalled = (program: string) => spawnSync(program, ['-c', '']).status === 0
const missing = ['python3', 'dash'].filter((program) => !isInstalled(program))

const maskAll = (secret: string, text: string): string => {
  const bytes = Buffer.from(text)
  return createMasker([secret])(bytes, -1, true).masked.toString()
}

/**
 * Pieces of the output that only the secret can have put there. In base64 the characters at its edges carry bits of its neighbours too, so a piece
 * as short as its neighbour's encoding is none.
 */
function leaks(secret: string, tool: string, masked: string): string[] {
  const other = printed(tool, secret.includes('\n') ? 'another "value"\nentirely' : 'another-value-entirely')
  const left = masked.replaceAll('***', '\n').split('\n')
  return left.filter((piece) => piece.length > 10 && !other.includes(piece))
}

describe.each(secrets)('the secret %j', (secret) => {
  const available = Object.entries(tools).filter(([, tool]) => !missing.some((program) => tool.startsWith(program)))

  test.each(available)('is not shown by %s', (_, tool) => {
    const text = printed(tool, secret)
    expect(text.length).toBeGreaterThan(8)
    const masked = maskAll(secret, text)
    expect(masked).toContain('***')
    expect(leaks(secret, tool, masked)).toEqual([])
  })
})
