import { describe, expect, test } from 'vitest'
import { shellCommands } from '../../../../shared/runbook/shell/shell-commands.ts'

const programs = (text: string) => shellCommands(text).map(({ program, args }) => [program, ...args].join(' '))

describe('The commands of a script', () => {
  test('are told apart by separators, with what stands behind each', () => {
    const all = shellCommands('make build && make push | tee log; deploy & wait')
    expect(all.map(({ program, follows }) => `${program} ${follows}`)).toEqual([
      'make &&',
      'make |',
      'tee ;',
      'deploy &',
      'wait ;',
    ])
  })

  test.each([
    ['quotes and continued lines are one word', 'psql -c "a; b | c" \\\n  \'x y\'', ['psql -c a; b | c x y']],
    ['a here-document is data', 'cat <<EOF | psql\nrm -rf /\nEOF\nls', ['cat', 'psql', 'ls']],
    ['comments are nothing', '# rm -rf /\nls # rm', ['ls']],
    ['what passes on is not the program', 'sudo -u app FOO=1 timeout 5m /usr/bin/kubectl get x', ['kubectl get x']],
    [
      'substitutions come first',
      'export X="$(kubectl get pod | head -1)"',
      ['kubectl get pod', 'head -1', 'export X=$()'],
    ],
    ['arithmetic runs nothing', 'echo $((1 + 2)) `date`', ['date', 'echo $(()) $()']],
    ['a function is its body', 'foo() { bar 1; }', ['bar 1']],
    ['redirections are no words', 'a 2>&1 >out <in b', ['a b']],
    ['keywords are no programs', 'if a; then b; else c; fi', ['a', 'b', 'c']],
    [
      'patterns of a case are no programs',
      'case "$1" in start) a;; stop|(go) b c ;;&\n *)\n d\nesac; e',
      ['a', 'b c', 'd', 'e'],
    ],
    [
      'a case in a case ends where it does',
      'if a; then case x in (y) case z in w) b; esac;; v) c; esac; fi | d',
      ['a', 'b', 'c', 'd'],
    ],
    ['words of an array are data', 'x=(a b\n$(c d) e) f=g; declare -a y=(h)', ['c d', '', 'declare -a y=']],
    ['a question in [[ ]] is one command', '[[ -n $x && ( a < b || c ) ]] && d', ['[[ -n $x a b c ]]', 'd']],
    [
      'arithmetic commands run nothing',
      'for ((i=0; i<3; i++)); do a; done; (( i > 2 )) && b',
      ['for (())', 'a', '(())', 'b'],
    ],
    ['half-written text ends somewhere', 'echo "$(a `b', ['b', 'a $()', 'echo $()']],
  ])('%s', (_, text, expected) => {
    expect(programs(text)).toEqual(expected)
  })

  test('know where each of their words stands', () => {
    const [, command] = shellCommands('cd x && sudo apt-get \\\n  install "jq"')
    expect(command!.places).toEqual([
      { offset: 0, column: 13 },
      { offset: 1, column: 2 },
      { offset: 1, column: 10 },
    ])
  })

  test('know whether their input is given', () => {
    expect(shellCommands('a | read x; read y; read z <f').map(({ hasInput }) => hasInput)).toEqual([
      false,
      true,
      false,
      true,
    ])
  })
})
