import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffText } from '../../../../shared/documents/line-diff.ts'
import { canonicalText } from '../../../../shared/ledger/canonical.ts'
import { compareRunbooks } from '../../../../shared/runbook/diff/compare-runbooks.ts'
import { parseRunbook } from '../../../../shared/runbook/markdown/parse-runbook.ts'

const runbook = (text: string) => parseRunbook('runbook.md', text).runbook
const sh = (text: string, info = 'sh') => `\`\`\`${info}\n${text}\n\`\`\`\n`
const compare = (before: string[], after: string[]) =>
  compareRunbooks(runbook(`# Production\n\n${before.join('\n')}`), runbook(`# Production\n\n${after.join('\n')}`))
const kinds = (before: string[], after: string[]) =>
  compare(before, after).map(({ kind, title }) => `${kind}: ${title}`)

describe('Two runbooks differ', () => {
  const [a, b, c] = ['echo a', 'make b', 'kubectl c'].map((each) => sh(each)) as [string, string, string]

  test.each<[string, string[], string[], string[]]>([
    ['nowhere when they are the same', [a, b], [a, b], []],
    ['by one step put in before unnamed ones, not by all of them', [a, b], [c, a, b], ['added: kubectl c']],
    ['by one step taken out', [a, b, c], [a, c], ['removed: make b']],
    ['by the one step that was moved', [a, b, c], [c, a, b], ['moved: kubectl c']],
    ['by a command', [a, sh('make b --old x y')], [a, sh('make b --new x y')], ['command: make b --new x y']],
    ['by an attribute', [sh('x', 'sh {name=n timeout=1m}')], [sh('x', 'sh {name=n timeout=2m}')], ['attributes: N']],
    ['by prose alone', ['Do this.\n', a], ['Do that.\n', a], ['prose: Do that.']],
    [
      'by what a person is told',
      ['- [ ] Tell the team now'],
      ['- [ ] Tell the team later'],
      ['command: Tell the team later'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(kinds(before, after)).toEqual(expected)
  })

  test('with the text inside, and everything that differs about one step in one place', () => {
    const [one] = compare(
      [sh('one\ntwo\nthree', 'sh {name=n}'), a, b],
      [a, b, 'Careful.\n', sh('one\n2\nthree', 'sh {name=n retries=2}')],
    )
    expect(one).toMatchObject({ kind: 'command', isMoved: true, attributes: ['retries'], line: 13 })
    expect(one!.parts.map(({ about, lines }) => `${about}\n${diffText(lines)}`)).toEqual([
      'command\n  one\n- two\n+ 2\n  three\n',
      'attributes\n  kind: command\n  language: sh\n  name: n\n+ retries: 2\n',
      'prose\n  Production\n  N\n+ Careful.\n',
    ])
  })

  test('by nothing when one of them comes from the record, where keys are sorted', () => {
    const now = runbook(`# A\n\n${sh('x', 'sh {name=n timeout=1m expect=5s owner=sre env="A=1"}')}`)
    const recorded = JSON.parse(canonicalText(JSON.parse(JSON.stringify(now))))
    expect(compareRunbooks(recorded, now)).toEqual([])
  })

  test('by nothing but what was done to one of them, whatever stands in it', () => {
    const step = fc.tuple(fc.stringMatching(/^[a-z]{4,8}$/), fc.boolean())
    const list = fc.uniqueArray(step, { minLength: 1, maxLength: 12, selector: ([word]) => word })
    fc.assert(
      fc.property(list, fc.nat(), (steps, at) => {
        const all = steps.map(([word, isNamed]) => sh(`run-${word}`, isNamed ? `sh {name=${word}}` : 'sh'))
        const index = at % all.length
        expect(compare(all, all)).toEqual([])
        const isChanged = compare(all, all.toSpliced(index, 1)).map(({ kind }) => kind)
        expect(isChanged).toEqual(['removed'])
        expect(compare(all, all.toSpliced(index, 0, sh('quite another thing'))).map(({ kind }) => kind)).toEqual([
          'added',
        ])
      }),
      { numRuns: 30 },
    )
  })
})
