import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../../shared/runbook/load.ts'

const load = (communication: string, more = '') =>
  loadDefinition({
    releaseYaml: {
      file: 'release.yaml',
      text: `cockpit: 1\nrelease: { name: Shop, version: "2" }\nteam: { sre: Mei }\nenvironments: { staging: {} }\n${more}communication:\n${communication}`,
    },
    runbook: {
      file: 'runbook.md',
      text: '# Production\n\n```sh {reversible=yes}\necho\n```\n\n# Rollback\n\n```sh\necho\n```\n',
    },
  })
const said = (communication: string, more?: string) =>
  load(communication, more)
    .findings.filter(({ severity }) => severity !== 'hint')
    .map(({ line, column, severity, message }) => `${line}:${column}: ${severity}: ${message}`)

describe('communication in release.yaml', () => {
  it('becomes channels, with secrets by reference and the ports mail has', () => {
    const { definition } = load(`  mode: on
  test: mine
  channels:
    mine: { smtp: { host: mail, from: a@example.com, to: me@example.com } }
    safe: { smtp: { host: mail, secure: true, from: a@example.com, user: u, password: { env: PW } }, to: [sre] }
    room: { mattermost: { url: { env: ROOM } } }
  stages: { production-imminent: { before: 15m, subject: "{name} {version}" } }
  events: { run-started: { off: true } }
`)
    expect(definition!.notices).toEqual({
      mode: 'on',
      test: 'mine',
      channels: [
        {
          name: 'mine',
          kind: 'smtp',
          host: 'mail',
          port: 587,
          secure: false,
          from: 'a@example.com',
          addresses: ['me@example.com'],
        },
        {
          name: 'safe',
          to: ['sre'],
          kind: 'smtp',
          host: 'mail',
          port: 465,
          secure: true,
          from: 'a@example.com',
          addresses: [],
          user: 'u',
          password: { env: 'PW' },
        },
        { name: 'room', kind: 'slack', url: { env: 'ROOM' }, headers: {} },
      ],
      stages: { 'production-imminent': { subject: '{name} {version}', offsetMs: -900_000 } },
      events: { 'run-started': { off: true } },
    })
  })

  it('says of every mistake where it stands and what would be right, all at once', () => {
    expect(
      said(`  mode: on
  test: nobody
  channels:
    two: { slack: { url: "http://x" }, desktop: true }
    mail: { smtp: { host: m, from: "Ops <a@example.com>", password: secret123 }, to: [sra] }
  stages: { release-closed: { to: [romo], text: "{verison}", before: 1d, after: 1d } }
`),
    ).toEqual([
      expect.stringContaining('7:9: error: There is no channel "nobody".'),
      expect.stringContaining('9:10: error: communication.channels.two'),
      expect.stringContaining('10:36: error: communication.channels.mail.smtp.from'),
      expect.stringContaining('10:69: error: communication.channels.mail.smtp.password is a bare value, but must be'),
      expect.stringContaining('10:87: error: There is no role "sra". Did you mean "sre"?'),
      expect.stringContaining('11:36: error: There is no channel "romo".'),
      expect.stringContaining('11:49: error: "{verison}" stands for nothing.'),
      expect.stringContaining('11:81: error: A stage is due either before or after its anchor'),
    ])
  })

  it('warns where nothing would be sent: a test without a channel of one’s own, a trigger and a step that name nobody', () => {
    expect(said('  mode: test\n  channels: { screen: { desktop: true } }\n')).toEqual([
      expect.stringContaining('6:9: warning: Nothing is sent: the mode test sends to your own channel only.'),
    ])
    const trigger =
      'metrics: { e: { target: { below: 1 }, source: { json: { url: "http://x", path: a } } } }\ntriggers: [{ metric: e, above: 1, severity: high, notify: [rom] }]\n'
    expect(said('  channels: { room: { desktop: true } }\n', trigger)).toEqual([
      expect.stringContaining('There is no channel or role "rom". Did you mean "room"?'),
    ])
  })
})
