/** Takes a picture of what the window shows in each size and theme, and looks for faults in it on the way. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { accessibilityFaults, layoutFaults } from './audit.ts'

/** A small laptop, a screen, a projector. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
]
/** Charts and panes have drawn themselves anew after a change of size. */
const SETTLED_MS = 350

/** A tab with its theme. */
export type Tab = { theme: 'dark' | 'light'; page: Page }
type Move = (page: Page) => Promise<unknown>

/** Counts on over all scenes. */
export class Album {
  readonly folder: string
  readonly faults: string[] = []
  taken = 0
  audited = 0

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }
}

export class Camera {
  readonly #album: Album
  readonly #scene: string
  readonly #tabs: Tab[]
  #count = 0

  constructor(album: Album, scene: string, tabs: Tab[]) {
    this.#album = album
    this.#scene = scene
    this.#tabs = tabs
  }

  /** Each tab is brought `there` first, and `back` afterwards. */
  async take(name: string, there?: Move, back?: Move): Promise<void> {
    this.#count += 1
    const title = `${this.#scene}-${String(this.#count).padStart(2, '0')}-${name}`
    for (const tab of this.#tabs) {
      await tab.page.bringToFront()
      await there?.(tab.page)
      for (const size of SIZES) await this.#shoot(title, tab, size)
      await back?.(tab.page)
    }
    process.stdout.write(`${title}\n`)
  }

  async #shoot(title: string, { theme, page }: Tab, size: (typeof SIZES)[number]): Promise<void> {
    await page.setViewportSize(size)
    await page.waitForTimeout(SETTLED_MS)
    const picture = `${title}-${size.width}x${size.height}-${theme}`
    await page.screenshot({ path: join(this.#album.folder, `${picture}.png`), animations: 'disabled' })
    this.#album.taken += 1
    const faults = await layoutFaults(page)
    if (size === SIZES[0]) {
      faults.push(...(await accessibilityFaults(page)))
      this.#album.audited += 1
    }
    this.#album.faults.push(...faults.map((fault) => `${picture}: ${fault}`))
  }
}
