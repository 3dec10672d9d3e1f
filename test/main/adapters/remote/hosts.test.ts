/** The remote side needs POSIX sh and the smallest set of programs; logins differ in what they greet with and which shell they start. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { hostileValues } from '../../../support/hostile-values.ts'
import { type Sshd, startSshd } from '../../../support/sshd.ts'
import { createRemoteBench, settle } from './support.ts'

const root = mkdtempSync(join(tmpdir(), 'cockpit-hosts-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const applets = 'cat date dd env mkdir od rm setsid sh sleep stat sysctl tr wc ps printf'.split(' ')

/** A PATH with a shell of choice in front, or with nothing but busybox. */
function programs(name: 'busybox' | 'bash' | 'dash'): string {
  const folder = join(root, name)
  mkdirSync(folder)
  const busybox = '/usr/bin/busybox'
  if (name === 'busybox') for (const applet of applets) symlinkSync(busybox, join(folder, applet))
  else symlinkSync(`/bin/${name}`, join(folder, 'sh'))
  return name === 'busybox' ? folder : `${folder}:/usr/bin:/bin`
}

async function on<T>(config: string[], work: (sshd: Sshd) => Promise<T>): Promise<T> {
  const sshd = await startSshd({ config })
  try {
    return await work(sshd)
  } finally {
    await sshd.close()
  }
}

async function proves(sshd: Sshd): Promise<void> {
  const bench = createRemoteBench(sshd)
  try {
    const env = hostileValues(40)
    const script = 'cd /usr; export NEW="a\nb"; printf %s "$ONLY_NEWLINES$V_7$V_8$V_9"; printf "%070000d" 7'
    const { seen, output, spec } = await bench.run(script, { env, carry: true })
    expect(output).toBe(`${env.ONLY_NEWLINES}${env.V_7}${env.V_8}${env.V_9}${'7'.padStart(70_000, '0')}`)
    expect(seen).toMatchObject({ state: 'finished', exitCode: 0, carried: { cwd: '/usr', set: { NEW: 'a\nb' } } })
    expect(await bench.runner.discard(spec.attempt)).toBe(true)
    const long = bench.spec('trap "" TERM; sleep 300')
    await bench.runner.start(long)
    const settled = settle(bench.runner, long.attempt)
    expect(await bench.runner.signal(long.attempt, 'TERM')).toBe(true)
    expect(await bench.runner.signal(long.attempt, 'KILL')).toBe(true)
    expect(await settled).toMatchObject({ state: 'finished', exitCode: 137 })
  } finally {
    bench.dispose()
  }
}

describe('a command runs on a host', { timeout: 300_000 }, () => {
  test.each(['busybox', 'dash', 'bash'] as const)('whose sh and programs are %s', (name) =>
    on([`ForceCommand PATH=${programs(name)}; export PATH; eval "$SSH_ORIGINAL_COMMAND"`], proves),
  )

  test('whose login greets, on both streams', () =>
    on(
      ['ForceCommand echo "Welcome to deploy-01"; echo "cockpit-x here"; echo hello >&2; eval "$SSH_ORIGINAL_COMMAND"'],
      proves,
    ))

  test('that has no setsid but perl', () => {
    const folder = join(root, 'without-setsid')
    mkdirSync(folder)
    for (const name of ['cat', 'date', 'dd', 'env', 'mkdir', 'od', 'rm', 'sh', 'sleep', 'stat', 'tr', 'wc', 'perl'])
      symlinkSync(`/usr/bin/${name}`, join(folder, name))
    return on([`ForceCommand PATH=${folder}; export PATH; eval "$SSH_ORIGINAL_COMMAND"`], proves)
  })

  test('whose processes are told by ps, as on macOS and the BSDs', async () => {
    const folder = join(root, 'ps')
    mkdirSync(folder)
    // The programs look into /proc only where it is: the text that names it is changed on its way to the shell.
    const sh = join(folder, 'sh')
    writeFileSync(
      sh,
      `#!/bin/sh\ncase $2 in 'eval "$(dd'*) ;; *) exec /bin/sh "$@";; esac\nn=$(expr "$2" : '.*count=\\([0-9]*\\)')\nt=$(dd bs=1 count=$n 2>/dev/null | sed 's,/proc/self/stat,/no/proc,g; s,/proc/sys/kernel/random/boot_id,/no/boot,g')\neval "$t"\n`,
    )
    chmodSync(sh, 0o755)
    writeFileSync(join(folder, 'sysctl'), '#!/bin/sh\necho "{ sec = 1764000000, usec = 0 } Wed Nov 25"\n')
    chmodSync(join(folder, 'sysctl'), 0o755)
    await on([`ForceCommand PATH=${folder}:/usr/bin:/bin; export PATH; eval "$SSH_ORIGINAL_COMMAND"`], proves)
  })
})
