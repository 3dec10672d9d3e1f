/** Several questions at a time, their answers in order. */

/** One piece of work: asks until there is no rest. */
export type Chain<A> = {
  /** The next answer, or undefined when all were given. */
  ask(): Promise<A | undefined>
  deliver(answer: A): void
  /** How much an answer holds; answers that hold nothing need no turn. */
  weight(answer: A): number
}

/** What a piece that is not at its turn keeps at most before it waits. */
const MOST_KEPT = 400

async function follow<A>(chain: Chain<A>, turn: { isReached: boolean; reached: Promise<void> }): Promise<void> {
  const kept: A[] = []
  let weight = 0
  for (let answer = await chain.ask(); answer !== undefined; answer = await chain.ask()) {
    kept.push(answer)
    weight += chain.weight(answer)
    if (weight >= MOST_KEPT) await turn.reached
    if (weight > 0 && !turn.isReached) continue
    for (const each of kept.splice(0)) chain.deliver(each)
    weight = 0
  }
  if (weight > 0) await turn.reached
  for (const each of kept) chain.deliver(each)
}

/** Works on `lanes` of them at a time. What one of them throws is thrown once all lanes have come to rest. */
export async function inOrder<A>(chains: Iterable<Chain<A>>, lanes: number): Promise<void> {
  const left = chains[Symbol.iterator]()
  let before = Promise.resolve()
  let hasFailed = false
  const lane = async () => {
    for (let each = left.next(); !each.done && !hasFailed; each = left.next()) {
      const turn = { isReached: false, reached: before }
      void before.then(() => {
        turn.isReached = true
      })
      const { promise, resolve } = Promise.withResolvers<void>()
      const mine = before
      before = promise
      try {
        await follow(each.value, turn)
      } catch (error) {
        hasFailed = true
        throw error
      } finally {
        void mine.then(resolve)
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}
