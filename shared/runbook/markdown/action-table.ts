/** Tables of actions: who does what when. Reference tables (parameters, contacts) are none. */
import { parseDuration } from '../duration.ts'
import type { StepAttributes } from '../model.ts'
import { slug } from '../slug.ts'
import { plainText, titleOf } from './plain-text.ts'

const ACTION = /^(?:actions?|tasks?|activit(?:y|ies)|steps?|instructions?|to ?do|what|what to do|procedure)$/i
const ORDER = /^(?:#|no\.?|nr\.?|number|step|order|seq\.?|id)$/i
const OWNER = /^(?:owner|who|responsible|role|assignee|by|by whom|executed by|team)$/i
const TIME = /^(?:when|time|start|start time|t[+-].*|duration|planned|estimate|est\.?)$/i
const STATE = /^(?:status|done|✓|✔|☐|complete[d]?|check|sign-?off|result|expected|expected result|verification)$/i
const DURATION_HEADER = /^(?:duration|planned|estimate|est\.?)$/i

type Columns = { action: number; owner: number; duration: number }

function columnsOf(header: string[]): Columns | undefined {
  const names = header.map(plainText)
  const find = (pattern: RegExp, except = -1) =>
    names.findIndex((name, index) => index !== except && pattern.test(name))
  const candidates = names.flatMap((name, index) => (ACTION.test(name) ? [index] : []))
  const action = candidates.find((index) => !ORDER.test(names[index]!)) ?? candidates[0]
  if (action === undefined) return undefined
  const isProcedure = [ORDER, OWNER, TIME, STATE].some((pattern) => find(pattern, action) !== -1)
  return isProcedure ? { action, owner: find(OWNER, action), duration: find(DURATION_HEADER, action) } : undefined
}

export type ActionRow = { title: string; attributes: StepAttributes; line: number }

const durationOf = (text: string | undefined) =>
  parseDuration(
    (text ?? '')
      .replace(/\s+/g, '')
      .replace(/(?:minutes?|mins?)$/i, 'm')
      .replace(/(?:hours?|hrs?)$/i, 'h')
      .replace(/(?:seconds?|secs?)$/i, 's'),
  )

/** The rows of an action table; empty for another table. */
export function actionRows(table: { header: string[]; rows: { cells: string[]; line: number }[] }): ActionRow[] {
  const columns = columnsOf(table.header)
  if (!columns) return []
  return table.rows.flatMap(({ cells, line }) => {
    const title = titleOf(cells[columns.action] ?? '')
    if (title === '') return []
    const owner = slug(plainText(cells[columns.owner] ?? ''))
    const expectMs = durationOf(cells[columns.duration])
    const attributes = { ...(owner ? { owner } : {}), ...(expectMs === undefined ? {} : { expectMs }) }
    return [{ title, attributes, line }]
  })
}
