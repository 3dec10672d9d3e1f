import type { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'

/** The web contents of a page. */
const registry = new WeakMap<Page, EventEmitter>()

export const registerContents = (page: Page, contents: EventEmitter): void => void registry.set(page, contents)
const partitions = new WeakMap<Page, string>()

/** Before the page loads anything. Empty for the default session. */
export const placeInSession = (page: Page, partition: string): void => void partitions.set(page, partition)
export const partitionOfPage = (page: Page): string | undefined => partitions.get(page)
export const contentsOf = (page: Page): EventEmitter | undefined => registry.get(page)
