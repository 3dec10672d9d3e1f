/** Every circle of a directed graph, once, as the names along it. */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  for (const start of edges.keys()) follow(start, edges, done, cycles)
  return cycles
}

function follow(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
  cycles: string[][],
): void {
  const path: string[] = []
  const at = new Map<string, number>()
  const stack: { name: string; next: number }[] = []
  const enter = (name: string) => {
    at.set(name, path.length)
    path.push(name)
    stack.push({ name, next: 0 })
  }
  if (!done.has(start)) enter(start)
  while (stack.length > 0) {
    const top = stack.at(-1)!
    const next = edges.get(top.name)?.[top.next++]
    if (next === undefined) {
      stack.pop()
      path.pop()
      at.delete(top.name)
      done.add(top.name)
    } else if (at.has(next)) cycles.push(path.slice(at.get(next)))
    else if (!done.has(next) && edges.has(next)) enter(next)
  }
}
