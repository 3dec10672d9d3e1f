/**
 * Takes what is private out of the text of the page itself, whoever wrote it there: a view that is written next year cannot forget to. Every change of
 * the page is looked at before it is painted; what was there comes back when the screen is not shared any more.
 */
import type { Hide } from './find-private.ts'

type Was = { original: string; shown: string }

/** What is read out or shown when the pointer rests. */
const ATTRIBUTES = ['title', 'aria-label', 'placeholder', 'alt'] as const
/** Fields keep their value: a person works with it. They are drawn illegible. */
const FIELD = 'data-private'

const OBSERVED: MutationObserverInit = {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: [...ATTRIBUTES, 'value'],
}

const isField = (element: Node | null): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement

export class DiscreetPage {
  readonly #root: Element
  readonly #hide: Hide
  readonly #texts = new WeakMap<Node, Was>()
  readonly #attributes = new WeakMap<Element, Map<string, Was>>()
  readonly #observer = new MutationObserver((changes) => this.#changed(changes))
  readonly #onInput = (event: Event) => event.target instanceof Element && this.#field(event.target)

  constructor(root: Element, hide: Hide) {
    this.#root = root
    this.#hide = hide
    this.#walk(root)
    this.#observer.observe(root, OBSERVED)
    root.addEventListener('input', this.#onInput)
  }

  /** Brings back what was there. */
  end(): void {
    this.#observer.disconnect()
    this.#root.removeEventListener('input', this.#onInput)
    this.#each(this.#root, (node) => {
      const was = this.#texts.get(node)
      if (was && node.nodeValue === was.shown) node.nodeValue = was.original
      if (!(node instanceof Element)) return
      node.removeAttribute(FIELD)
      for (const [name, { original, shown }] of this.#attributes.get(node) ?? [])
        if (node.getAttribute(name) === shown) node.setAttribute(name, original)
    })
  }

  #changed(changes: MutationRecord[]): void {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'childList') for (const node of addedNodes) this.#walk(node)
      // Of a text field only its value changed, if its parts did.
      if (type !== 'childList' || isField(target)) this.#look(target)
    }
    // What was written here just now is no news.
    this.#observer.takeRecords()
  }

  #walk(from: Node): void {
    this.#each(from, (node) => this.#look(node))
  }

  #each(from: Node, perform: (node: Node) => void): void {
    const walker = document.createTreeWalker(from, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    perform(from)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) perform(node)
  }

  #look(node: Node): void {
    if (isField(node.parentNode)) this.#look(node.parentNode)
    else if (node instanceof Text) this.#text(node)
    else if (node instanceof Element) this.#element(node)
  }

  #text(node: Text): void {
    const original = node.nodeValue ?? ''
    const shown = this.#hide(original)
    if (shown === original) return
    this.#texts.set(node, { original, shown })
    node.nodeValue = shown
  }

  #element(element: Element): void {
    for (const name of ATTRIBUTES) {
      const original = element.getAttribute(name)
      if (original === null) continue
      const shown = this.#hide(original)
      if (shown === original) continue
      const held = this.#attributes.get(element) ?? new Map<string, Was>()
      this.#attributes.set(element, held.set(name, { original, shown }))
      element.setAttribute(name, shown)
    }
    this.#field(element)
  }

  #field(element: Element): void {
    if (!isField(element)) return
    const isPrivate = this.#hide(element.value) !== element.value
    if (isPrivate !== element.hasAttribute(FIELD)) element.toggleAttribute(FIELD, isPrivate)
  }
}
