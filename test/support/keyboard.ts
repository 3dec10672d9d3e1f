/** Moves around a page as a person without a mouse does. */
import type { Page } from 'playwright-core'

const MOST_TABS = 200

/** What has the focus, as a screen reader would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null
    const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent
    return element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? ''
  })

/** Presses Tab until the focus is on what is called so. Throws when a whole round did not lead there. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let count = 0; count < MOST_TABS; count++) {
    const at = await focused(page)
    if (name.test(at.trim())) return
    passed.push(at.trim().slice(0, 40))
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${name}, but to ${[...new Set(passed)].join(' | ')}`)
}
