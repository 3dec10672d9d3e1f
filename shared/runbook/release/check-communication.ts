/** What `communication:` and `notify` name has to be there: channels, roles, a test channel, placeholders. */
import { finding } from '../findings.ts'
import type { Finding } from '../model.ts'
import { EVERYBODY, PLACEHOLDERS } from '../notices/model.ts'
import { suggestion } from '../suggest.ts'
import type { Check } from './check-references.ts'
import { asList, asNames, asRecord, asText } from './raw.ts'
import type { Path } from './read-yaml.ts'

const TEXTS = ['subject', 'text']

export function checkCommunication({ yaml, root }: Check): Finding[] {
  const communication = asRecord(root.communication)
  const channels = Object.keys(asRecord(communication.channels))
  const roles = [...Object.keys(asRecord(root.team)), EVERYBODY]
  const say = (code: string, path: Path, text: string) => finding('error', code, yaml.valueAt(path), text)
  const known = (names: unknown, path: Path, all: string[], code: string, noun: string) =>
    asNames(names).flatMap((name, index) =>
      all.includes(name)
        ? []
        : [
            say(
              code,
              Array.isArray(names) ? [...path, index] : path,
              `There is no ${noun} "${name}".${suggestion(name, all, 'There are')}`,
            ),
          ],
    )
  const braces = (value: unknown, path: Path) =>
    [...(asText(value) ?? '').matchAll(/\{([^{}\s]*)\}/g)].flatMap(([written, name]) =>
      (PLACEHOLDERS as readonly string[]).includes(name!)
        ? []
        : [
            say(
              'bad-value',
              path,
              `"${written}" stands for nothing. There are: ${PLACEHOLDERS.map((each) => `{${each}}`).join(', ')}.`,
            ),
          ],
    )
  const messages = (['stages', 'events'] as const).flatMap((group) =>
    Object.entries(asRecord(communication[group])).flatMap(([id, each]) => {
      const path = ['communication', group, id]
      const written = asRecord(each)
      return [
        ...known(written.to, [...path, 'to'], channels, 'unknown-channel', 'channel'),
        ...known(written.audience, [...path, 'audience'], roles, 'unknown-role', 'role'),
        ...TEXTS.flatMap((key) => braces(written[key], [...path, key])),
        ...('before' in written && 'after' in written
          ? [
              say(
                'bad-value',
                [...path, 'after'],
                'A stage is due either before or after its anchor: keep one of them.',
              ),
            ]
          : []),
      ]
    }),
  )
  const ofChannels = channels.flatMap((name) =>
    known(
      asRecord(asRecord(communication.channels)[name]).to,
      ['communication', 'channels', name, 'to'],
      roles,
      'unknown-role',
      'role',
    ),
  )
  const notify = asList(root.triggers).flatMap((each, index) =>
    known(
      asRecord(each).notify,
      ['triggers', index, 'notify'],
      [...channels, ...roles],
      'unknown-channel',
      'channel or role',
    ),
  )
  const { test, mode } = communication
  const needsTest =
    mode === 'test' && test === undefined
      ? [
          finding(
            'warning',
            'missing-key',
            yaml.valueAt(['communication', 'mode']),
            'Nothing is sent: the mode test sends to your own channel only. Name one of the channels with "test:".',
          ),
        ]
      : []
  return [
    ...messages,
    ...ofChannels,
    ...notify,
    ...known(asText(test), ['communication', 'test'], channels, 'unknown-channel', 'channel'),
    ...needsTest,
  ]
}
