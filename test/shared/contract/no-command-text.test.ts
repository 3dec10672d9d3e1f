/** No page can hand over the text of a command (docs/security.md, rules W1 to W3): every place of the contract that takes free text is known here by what it is for. */
import { describe, expect, it } from 'vitest'
import type { Method } from '../../../shared/contract/methods.ts'
import { checkRequest } from '../../../shared/contract/serve.ts'
import { contractMethods, schemaOf, textPlaces } from '../../support/contract-schemas.ts'

/** What a text is for, by the last name of its place. None of it is ever executed. */
const PURPOSE: Record<string, string> = {
  ...names('names something that is on record or in the folder', [
    ...[
      'release',
      'releases[]',
      'stageId',
      'stepId',
      'fromStep',
      'undo',
      'runId',
      'attempt',
      'attemptId',
      'environment',
    ],
    ...[
      'service',
      'role',
      'overrideRole',
      'decisionId',
      'item',
      'issue',
      'pollId',
      'subjectId',
      'comment',
      'replyTo',
      'noteId',
    ],
    ...['notice', 'stage', 'channel', 'channels[]', 'metric', 'code', 'kinds[]', 'place', 'revision'],
  ]),
  ...names('is compared with a digest or a token', ['digest', 'shownDigest', 'arm', 'confirm', 'anchor', 'publicKey']),
  ...names('is recorded as words', [
    ...[
      'reason',
      'override',
      'words',
      'note',
      'by',
      'how',
      'person',
      'url',
      'text',
      'title',
      'from',
      'subject',
      'name',
    ],
    ...['until', 'owner', 'due', 'to', 'startsAt', 'message'],
  ]),
  ...names('is a version in the text of a new release', ['version', 'previous']),
  ...names('is a secret or is looked for in output', ['pin', 'oldPin', 'value', 'leakedText']),
  ...names('names a job or an opened bundle of this client', ['job', 'upload', 'bundle']),
  ...names('is bytes: a file to verify, keys for a program that asks', ['base64']),
}

/** Texts that reach commands or name files: each is refused to windows, or bounded by the owner, and tested below or where it says. */
const GUARDED: Record<string, string> = {
  'command.send.command:step.exec.argv[]': 'refused to windows',
  'exec.preview.command:step.exec.argv[]': 'refused to windows',
  'command.send.environmentVariables{}': 'refused to windows',
  'command.send.environmentVariables{}.value': 'refused to windows',
  'review.fixes.file': 'refused to windows',
  'ledger.export.file': 'refused to windows',
  'document.write.file': 'refused to windows',
  ...Object.fromEntries(
    [
      'run.preview',
      'rehearsal.preview',
      'run.changes',
      ...commands('run.start', 'rehearsal.start', 'amend.request'),
    ].flatMap((at) => [
      [`${at}.inputs{}`, 'only names the release knows (test/main/app/arming.test.ts, W3)'],
      [`${at}.inputs{}.value`, 'the value of an environment variable, never part of a script'],
    ]),
  ),
  'secrets.provide.values{}': 'only names the run waits for (test/main/engine/secrets-after-restart.test.ts)',
  'secrets.provide.values{}.value': 'the value of an environment variable, never part of a script',
  'release.open.folder': 'a folder that is read',
  'new.preview.folder': 'written never',
  'new.write.folder': 'a new folder from the program’s own texts, never over what is there',
  'new.preview.from:release.folder': 'a folder that is read',
  'new.write.from:release.folder': 'a folder that is read',
  'new.preview.from:plan.file': 'a file that is read',
  'new.write.from:plan.file': 'a file that is read',
  'verify.file.file': 'a file that is read',
  'bundle.open.file': 'a file that is read',
  'command.send.command:item.done.evidence[]:file.path': 'a file of the release folder whose digest is taken',
  'exec.preview.command:item.done.evidence[]:file.path': 'refused to windows',
}

function names(purpose: string, all: string[]): Record<string, string> {
  return Object.fromEntries(all.map((name) => [name, purpose]))
}

function commands(...types: string[]): string[] {
  return types.flatMap((type) => [`command.send.command:${type}`, `exec.preview.command:${type}`])
}

const places = contractMethods.flatMap((method) => textPlaces(schemaOf(method), method))
const lastName = (place: string) => place.split('.').at(-1)!.replace(/:.*$/, '')

describe('the contract', () => {
  it('takes free text only in places whose purpose is known', () => {
    expect(places.length).toBeGreaterThan(300)
    const unknown = places.filter((place) => GUARDED[place] === undefined && PURPOSE[lastName(place)] === undefined)
    expect(
      unknown,
      'say in this file what these are for, and guard them if they reach a command or name a file',
    ).toEqual([])
  })

  it('has no guard here for a place it does not have', () => {
    expect(Object.keys(GUARDED).filter((place) => !places.includes(place))).toEqual([])
  })

  it('knows no text by a name that would be a command', () => {
    const suspicious = places.filter((place) =>
      /command$|script|shell|argv|exec$|cmd|program|binary/i.test(lastName(place)),
    )
    expect(suspicious.filter((place) => GUARDED[place] !== 'refused to windows')).toEqual([])
  })

  const about = { release: 'r', as: { name: 'Ada' } }
  const typed = { type: 'step.exec', argv: ['id'], reason: 'x' }
  const refused: [Method, object][] = [
    ['command.send', { ...about, command: typed }],
    ['exec.preview', { release: 'r', command: typed }],
    ['exec.preview', { release: 'r', command: { type: 'live.observe', environment: 'e' } }],
    ['command.send', { ...about, command: { type: 'live.observe', environment: 'e' }, environmentVariables: {} }],
    ['review.fixes', { release: 'r', kind: 'patch', file: '/x' }],
    ['ledger.export', { release: 'r', format: 'jsonl', file: '/x' }],
    ['document.write', { release: 'r', document: 'checklist', format: 'md', file: '/x' }],
  ]
  it.each(refused)('refuses %s with such a text to every window', (method, params) => {
    expect(checkRequest(method, params, 'window')).toMatchObject({ error: { code: 'not-from-a-window' } })
    expect(checkRequest(method, params, 'terminal')).not.toHaveProperty('error')
  })
})
