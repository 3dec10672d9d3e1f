/** What is wrong with a page that a picture of it may not show: what axe calls critical or serious, and what does not fit. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Sentences; none when all is well. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
  return violations
    .filter(({ impact }) => impact === 'critical' || impact === 'serious')
    .map(({ id, nodes }) => `axe: ${id}, ${nodes.length} times, first ${nodes[0]?.html.slice(0, 160)}`)
}

/** The window itself never scrolls, no button's words run out of it, and nothing is drawn under 12 px. */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = []
    const { scrollWidth, scrollHeight } = document.documentElement
    if (scrollWidth > innerWidth) faults.push(`layout: the page is ${scrollWidth - innerWidth} px too wide`)
    if (scrollHeight > innerHeight) faults.push(`layout: the page is ${scrollHeight - innerHeight} px too high`)
    const name = (element: Element) => `${element.className || element.tagName} “${element.textContent?.slice(0, 40)}”`
    for (const element of document.querySelectorAll<HTMLElement>('button, kbd, .chip, .label')) {
      const box = element.getBoundingClientRect()
      if (box.width === 0) continue
      const style = getComputedStyle(element)
      const isCut = element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis'
      if (isCut && !element.querySelector('.clip') && style.display !== 'inline')
        faults.push(`layout: words run out of ${name(element)}`)
      if (Number.parseFloat(style.fontSize) < 12 && element.textContent?.trim())
        faults.push(`layout: ${style.fontSize} in ${name(element)}`)
    }
    return [...new Set(faults)]
  })
