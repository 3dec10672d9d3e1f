import { parseSync, Visitor } from 'oxc-parser'

export type SourceImport = { specifier: string; line: number }

/** What `shared` must not touch: clock, randomness, timers. `Date.parse` and `new Date(ms)` are pure and allowed. */
export type ImpureUse = { what: string; line: number }

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'performance']

/** Every module a file names: imports, type imports, re-exports, `import()` and `import('…')` types, with constant specifiers. */
export function readSource(file: string, text: string): { imports: SourceImport[]; impure: ImpureUse[] } {
  const { program, module } = parseSync(file, text)
  const imports: SourceImport[] = []
  const impure: ImpureUse[] = []
  const add = (specifier: string, offset: number) => imports.push({ specifier, line: lineAt(text, offset) })
  for (const each of module.staticImports) add(each.moduleRequest.value, each.start)
  for (const each of module.staticExports)
    for (const entry of each.entries) if (entry.moduleRequest) add(entry.moduleRequest.value, each.start)
  const found = (what: string, offset: number) => impure.push({ what, line: lineAt(text, offset) })
  new Visitor({
    ImportExpression(node) {
      if (node.source.type === 'Literal') add(String(node.source.value), node.start)
    },
    TSImportType(node) {
      if (node.source.type === 'Literal') add(String(node.source.value), node.start)
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
      const name = `${node.object.name}.${node.property.name}`
      if (name === 'Date.now' || name === 'Math.random') found(name, node.start)
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0)
        found('new Date()', node.start)
    },
    CallExpression(node) {
      if (node.callee.type !== 'Identifier') return
      if (node.callee.name === 'Date') found('Date()', node.start)
      if (TIMERS.includes(node.callee.name)) found(node.callee.name, node.start)
    },
  }).visit(program)
  return { imports, impure }
}
