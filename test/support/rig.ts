/** The real owner of a ledger in a temporary folder, with a definition built in the test instead of read from files. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSigner } from '../../main/adapters/keys/ed25519.ts'
import { createOwner, type Owner, sha256 } from '../../main/app/owner.ts'
import type { ReleaseEngine } from '../../main/engine/release-engine.ts'
import { acquireOwner } from '../../main/event-store/owner.ts'
import { type CommandInput, commandSchema } from '../../shared/contract/commands.ts'
import { releaseIdOf } from '../../shared/domain/release-id.ts'
import type { ReleaseState, RunState } from '../../shared/domain/state.ts'
import { selectCurrentRun } from '../../shared/domain/steps.ts'
import { definitionDigest } from '../../shared/runbook/digests.ts'
import type { ReleaseDefinition } from '../../shared/runbook/model.ts'
import { movableClock } from './movable-clock.ts'
import { ADA } from './story.ts'
import { until } from './until.ts'

/** Waits for a condition of the folded state; fails with what it waited for. */
export const waitFor = <T>(what: string, look: Parameters<typeof until<T>>[0]): Promise<T> => until(look, what)

export class Rig {
  readonly folder: string
  readonly ledgerFile: string
  readonly definition: ReleaseDefinition
  owner!: Owner
  engine!: ReleaseEngine

  /** The machine's time, which a test may let sleep or set. */
  readonly time = movableClock()

  /** A folder given is one another process made. */
  constructor(definition: ReleaseDefinition, folder = mkdtempSync(join(tmpdir(), 'cockpit-rig-'))) {
    this.definition = definition
    this.folder = folder
    this.ledgerFile = join(folder, 'ledger.db')
  }

  /** `env` is what the cockpit itself was started with. */
  async open(env: Record<string, string | undefined> = process.env): Promise<this> {
    const { ownership } = acquireOwner(this.ledgerFile, () => new Date().toISOString())
    if (!ownership) throw new Error('The ledger of this test has another owner.')
    this.owner = await createOwner({
      ownership,
      host: 'terminal',
      env,
      log: () => {},
      clock: this.time.clock,
    })
    const release = releaseIdOf(this.definition, sha256)
    const known = await this.owner.engine.find(release)
    this.engine = known ?? (await this.create())
    return this
  }

  private async create(): Promise<ReleaseEngine> {
    const { name, version } = this.definition
    const { keyId, publicKeyPem: publicKey } = openSigner(`${this.ledgerFile}.key`)
    const release = releaseIdOf(this.definition, sha256)
    const about = {
      ledgerId: crypto.randomUUID(),
      release,
      name,
      version,
      folder: this.folder,
      keyId,
      publicKey,
    }
    const engine = await this.owner.engine.create(release, { type: 'release.created', payload: about })
    const digest = definitionDigest(this.definition, sha256)
    engine.record([
      {
        type: 'definition.loaded',
        payload: { folder: this.folder, definition: this.definition, definitionDigest: digest },
      },
    ])
    return engine
  }

  get state(): ReleaseState {
    return this.engine.state()
  }

  get run(): RunState {
    return selectCurrentRun(this.state)!
  }

  tell(command: CommandInput) {
    return this.engine.command(commandSchema.parse(command), ADA)
  }

  /** The last attempt of a step, whatever its run. */
  attempt(stepId: string) {
    return Object.values(this.state.attempts).findLast((each) => each.stepId === stepId)
  }

  async output(stepId: string): Promise<string> {
    const { bytes } = await this.owner.client.call('output.read', {
      attempt: this.attempt(stepId)!.id,
      offset: 0,
      length: 65_536,
    })
    return Buffer.from(bytes).toString('utf8')
  }

  async close(): Promise<void> {
    await this.owner.close()
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true })
  }
}
