import type { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'

/** The web contents of a page. */
const registry = new WeakMap<Page, EventEmitter>()

export const registerContents = (page: Page, contents: EventEmitter): void => void registry.set(page, contents)
export const contentsOf = (page: Page): EventEmitter | undefined => registry.get(page)
