/** Takes a picture of what the deck shows in each size and theme. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

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

export class Camera {
  readonly folder: string
  readonly #tabs: Tab[]
  #taken = 0

  constructor(folder: string, tabs: Tab[]) {
    this.folder = folder
    this.#tabs = tabs
    mkdirSync(folder, { recursive: true })
  }

  get taken(): number {
    return this.#taken
  }

  /** Each tab is brought `there` first, and `back` afterwards. */
  async take(name: string, there?: (page: Page) => Promise<unknown>, back?: (page: Page) => Promise<unknown>) {
    for (const { theme, page } of this.#tabs) {
      await page.bringToFront()
      await there?.(page)
      for (const size of SIZES) {
        await page.setViewportSize(size)
        await page.waitForTimeout(SETTLED_MS)
        const file = `${name}-${size.width}x${size.height}-${theme}.png`
        await page.screenshot({ path: join(this.folder, file), animations: 'disabled' })
        this.#taken += 1
      }
      await back?.(page)
    }
    process.stdout.write(`${name}\n`)
  }
}
