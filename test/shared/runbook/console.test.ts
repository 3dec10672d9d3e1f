import { describe, expect, test } from 'vitest'
import { isCommandLike } from '../../../shared/runbook/markdown/command-like.ts'
import { inputName, substitutePlaceholders } from '../../../shared/runbook/markdown/placeholders.ts'
import { separatePrompts } from '../../../shared/runbook/markdown/prompts.ts'

const separate = (text: string, dialect = { powershell: false, rootPrompts: false }) => {
  const { lines, expectedOutput } = separatePrompts(text, dialect)
  return [lines.map((line) => line.text).join('\n'), expectedOutput]
}

describe('A console listing', () => {
  test.each<[string, string, string, string | undefined]>([
    ['prompts alone', '$ a\n$ b', 'a\nb', undefined],
    ['output between', '$ a\nout\n\n$ b\nmore\n', 'a\nb', 'out\n\nmore'],
    ['a user, a host and a directory', 'ada@web1:~/x$ a\nout\n[root@db ~]# b', 'a\nb', 'out'],
    ['a virtual environment', '(venv) $ pip list', 'pip list', undefined],
    ['a backslash', '$ a \\\n  --b\nout', 'a \\\n  --b', 'out'],
    ['the second prompt in a loop', '$ for i in a; do\n> echo $i\n> done\na', 'for i in a; do\necho $i\ndone', 'a'],
    ['an open quote', '$ echo "a\n> b"\na', 'echo "a\nb"', 'a'],
    ['a heredoc', '$ cat <<EOF\nx\n$ y\nEOF\nx', 'cat <<EOF\nx\n$ y\nEOF', 'x'],
    [
      'output that begins like a second prompt',
      '$ npm run build\n> shop@1.0.0 build\n> vite',
      'npm run build',
      '> shop@1.0.0 build\n> vite',
    ],
    ['output that ends in a percent sign', '$ df\n/ 93%\n', 'df', '/ 93%'],
    ['no prompt at all', 'a\nb', 'a\nb', undefined],
  ])('with %s gives the commands', (_, text, commands, output) => {
    expect(separate(text)).toEqual([commands, output])
  })

  test('of PowerShell gives the commands', () => {
    expect(separate('PS C:\\Users> Get-Date\nFriday', { powershell: true, rootPrompts: false })).toEqual([
      'Get-Date',
      'Friday',
    ])
  })
})

describe('A placeholder', () => {
  test.each([
    ['deploy <target-region>', 'deploy "${TARGET_REGION}"'],
    ['deploy --to=<region>', 'deploy --to="${REGION}"'],
    ['echo "to <region> now"', 'echo "to ${REGION} now"'],
    ['echo "$(find <dir>)"', 'echo "$(find "${DIR}")"'],
    ['cat <<EOF\n<app-url>\nEOF', 'cat <<EOF\n${APP_URL}\nEOF'],
    ['ssh <your host> x', 'ssh "${YOUR_HOST}" x'],
    ['cp <path> x', 'cp "${INPUT_PATH}" x'],
    ['# about <region>\ntrue', '# about <region>\ntrue'],
    ['cat <<EOF > out\nx\nEOF', 'cat <<EOF > out\nx\nEOF'],
    ['diff <(a) <(b)', 'diff <(a) <(b)'],
    ['echo "<b>bold</b>"', 'echo "<b>bold</b>"'],
    ['sort < in > out', 'sort < in > out'],
    ['a 2>&1 <&3', 'a 2>&1 <&3'],
    ["echo '\"' <region>", 'echo \'"\' "${REGION}"'],
    ["echo it\\'s <region>", 'echo it\\\'s "${REGION}"'],
  ])('in %j becomes a quoted variable or stays', (text, expected) => {
    expect(substitutePlaceholders(text).text).toBe(expected)
  })

  test.each([["echo '<my-region>'"], ["cat <<'EOF'\n<my-region>\nEOF"], ["echo $'<my-region>'"]])(
    'in %j is a finding, because no variable can stand there',
    (text) => {
      const { text: kept, inputs, problems } = substitutePlaceholders(text)
      expect([kept, inputs]).toEqual([text, []])
      expect(problems).toMatchObject([{ name: 'my-region', certain: true }])
    },
  )

  test('never takes the name of a variable that programs rely on', () => {
    expect(['home', 'user', 'ifs', 'lc_all', 'ld_preload', 'region'].map(inputName)).toEqual([
      'INPUT_HOME',
      'INPUT_USER',
      'INPUT_IFS',
      'INPUT_LC_ALL',
      'INPUT_LD_PRELOAD',
      'REGION',
    ])
  })
})

describe('A block without a language', () => {
  test.each([
    'kubectl get pods',
    'FOO=1 ./deploy.sh',
    '# x\ngit pull\nmake -j4',
    'curl -d \'{\n "a": 1\n}\' http://x',
    'kubectl apply -f - <<EOF\nkind: Pod\nEOF',
  ])('reads like commands: %j', (text) => {
    expect(isCommandLike(text)).toBe(true)
  })

  test.each([
    'apiVersion: v1\nkind: Pod',
    '{"a": 1}',
    'NAME  READY\nweb 1/1',
    '# only words',
    'make: *** error',
    'date: today',
    '/usr/share/doc',
    'git\nversion control',
  ])('does not read like commands: %j', (text) => {
    expect(isCommandLike(text)).toBe(false)
  })
})
