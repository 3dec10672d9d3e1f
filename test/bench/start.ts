/**
 * From the start of the built browser host on a ledger of 1,000 releases and 5 million entries to a usable window (DESIGN §13), in a Chromium that is open
 * already and has nothing of it cached: the list of releases, and the deck of the last one. The ledger is written once and kept in the temporary folder.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { releaseRoute } from '../../shared/contract/route.ts'
import { type ReleaseId, stageId, stepId } from '../../shared/ids.ts'
import { chromiumFlags, findChromium } from '../support/chromium.ts'
import { startCockpit } from '../support/cockpit-command.ts'
import { definitionOf, stage, step } from '../support/definition.ts'
import { writePastLedger } from '../support/past/write-past.ts'
import { median } from './ledger.ts'
import type { BenchRow } from './row.ts'

const RELEASES = 1000
const ENTRIES_EACH = 5000
const ROUNDS = 5
const GOAL_MS = 1500
const DAY_MS = 86_400_000

/** Its name changes with what is written: an older one is never measured for a newer. */
const FOLDER = join(tmpdir(), `release-cockpit-bench-past-1-${RELEASES}x${ENTRIES_EACH}`)
const FILE = join(FOLDER, 'ledger.db')
const LAST = 'fleet-11.9.9' as ReleaseId

const MINUTE = 60_000
const forward = [
  step('backup', { expectMs: 5 * MINUTE, undo: stepId('drop-backup') }),
  step('deploy-green', { expectMs: 3 * MINUTE, undo: stepId('stop-green') }),
  step('smoke'),
  step('switch-traffic', { expectMs: MINUTE, undo: stepId('switch-back') }),
]
const back = ['switch-back', 'stop-green', 'drop-backup'].map((id) => step(id, {}, { stage: stageId('rollback') }))
const definition = definitionOf([stage('production', forward), stage('rollback', back, { kind: 'rollback' })], {
  environments: ['production', 'staging'].map((name) => ({
    ...{ name, vars: {}, secrets: {}, protected: name === 'production' },
  })),
})

/** Some minutes the first time. What is half written has another name. */
function ensureLedger(): void {
  if (existsSync(FILE)) return
  const unfinished = `${FOLDER}-unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  writePastLedger({
    ...{ file: join(unfinished, 'ledger.db'), definition, folder: join(FOLDER, 'release'), releases: RELEASES },
    ...{ entriesEach: ENTRIES_EACH, toMs: Date.now() - 2 * DAY_MS, daysApart: 1 },
    products: ['Parcel Tracker', 'Night Train', 'Ticket Desk', 'Fleet'],
    onProgress: (done) => done % 100 === 0 && process.stderr.write(`  ${done} of ${RELEASES} releases written\n`),
  })
  renameSync(unfinished, FOLDER)
}

/** As soon as it is printed. */
const addressOf = ({ child, done, stdout }: ReturnType<typeof startCockpit>): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout!.on('data', () => {
      const found = /http:\/\/\S+/.exec(stdout())?.[0]
      if (found) resolve(found)
    })
    void done.then(({ stderr }) => reject(new Error(`The host ended before it answered: ${stderr}`)))
  })

type Started = { addressMs: number; usableMs: number; historyMs?: number }

/** The same clock as the page's. */
const instant = () => performance.timeOrigin + performance.now()

/** Looked at by the page itself, in the frame after the one it was painted in: who asks from outside asks twice a second. */
async function seen(page: Page, selector: string): Promise<() => Promise<number>> {
  await page.addInitScript((wanted) => {
    const here = globalThis as { seenAtMs?: number }
    const look = () => {
      if (here.seenAtMs !== undefined || !document.querySelector(wanted)) return
      here.seenAtMs = 0
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          here.seenAtMs = performance.timeOrigin + performance.now()
        }),
      )
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true })
  }, selector)
  const read = () => (globalThis as { seenAtMs?: number }).seenAtMs || false
  return async () => Number(await (await page.waitForFunction(read)).jsonValue())
}

/** What can be pressed when the window is usable: a release in the list, and the start of a run. */
const USABLE = { list: '.release-rows button', deck: '.what-foot button' }

async function start(browser: Browser, release: ReleaseId | undefined): Promise<Started> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const usable = await seen(page, release ? USABLE.deck : USABLE.list)
  const startMs = instant()
  const started = startCockpit(['serve', '--db', FILE])
  const { child, done } = started
  try {
    const address = await addressOf(started)
    const addressMs = instant() - startMs
    await page.goto(`${address}${release ? releaseRoute(release) : ''}`, { waitUntil: 'commit' })
    const usableMs = (await usable()) - startMs
    return { addressMs, usableMs, ...(release ? {} : { historyMs: await openHistory(page) }) }
  } finally {
    await context.close()
    child.kill('SIGINT')
    await done
  }
}

async function openHistory(page: Page): Promise<number> {
  const startMs = performance.now()
  await page.getByRole('button', { name: 'History' }).click()
  await page.locator('button.past-row').first().waitFor()
  return performance.now() - startMs
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`

export async function benchStart(): Promise<BenchRow[]> {
  ensureLedger()
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags() })
  try {
    // What the first page of a browser costs is no part of it, nor is what a first look at the file reads from the disk.
    await start(browser, LAST)
    const lists: Started[] = []
    const decks: Started[] = []
    for (let round = 0; round < ROUNDS; round++) {
      lists.push(await start(browser, undefined))
      decks.push(await start(browser, LAST))
    }
    const of = (all: Started[], pick: (each: Started) => number) => median(all.map(pick))
    const [list, deck] = [lists, decks].map((all) => of(all, ({ usableMs }) => usableMs))
    const worst = Math.max(list!, deck!)
    return [
      {
        what: 'start to usable window with 1,000 releases and 5 million entries',
        figure: seconds(worst),
        goal: '< 1.5 s',
        reached: worst < GOAL_MS,
        detail: `list ${seconds(list!)}, deck ${seconds(deck!)}, of which ${seconds(of([...lists, ...decks], ({ addressMs }) => addressMs))} until the host answers; medians of ${ROUNDS}`,
      },
      {
        what: '… History pressed → 1,000 releases, measures and trends shown',
        figure: seconds(of(lists, ({ historyMs }) => historyMs!)),
        goal: '',
        reached: null,
      },
    ]
  } finally {
    await browser.close()
  }
}

if (import.meta.main) for (const row of await benchStart()) console.log(JSON.stringify(row))
