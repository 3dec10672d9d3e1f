/** `cockpit issue`: the issue log of a release, and what becomes of an issue. */
import type { CommandInput } from '../../shared/contract/commands.ts'
import { ISSUE_WORDS, issueSource, issueStanding } from '../../shared/documents/issue-words.ts'
import { type IssueView, isOpenIssue, projectIssues } from '../../shared/domain/issues/project-issues.ts'
import { CliFailure } from './failure.ts'
import { type CliIo, EXIT } from './io.ts'
import { findOrOpen, type LedgerOptions, readState, send, whoAmI, withCockpit } from './session.ts'

type Severity = Extract<CommandInput, { type: 'issue.report' }>['severity']
type Outcome = Extract<CommandInput, { type: 'issue.resolve' }>['outcome']

export type IssueOptions = LedgerOptions & {
  report?: string
  severity?: Severity
  env?: string
  service?: string
  take?: boolean
  person?: string
  resolve?: Outcome
  accept?: boolean
  close?: boolean
  reopen?: boolean
  reason?: string
  all?: boolean
  json?: boolean
  as?: string
  role?: string
}

const lineOf = (issue: IssueView): string =>
  `${issue.id.padEnd(4)} ${issue.severity.padEnd(8)} ${ISSUE_WORDS[issue.status].padEnd(11)} ${issue.title} (${issueSource(issue)}). ${issueStanding(issue)}`

function needReason({ reason }: IssueOptions): string {
  if (!reason?.trim()) throw new CliFailure(EXIT.unusable, 'Give --reason WORDS: it goes on the record.')
  return reason
}

const bad = (message: string) => new CliFailure(EXIT.unusable, message)

function reportOf({ report, severity, env, service }: IssueOptions): CommandInput {
  if (!severity) throw bad('Give --severity critical, high, medium or low.')
  return {
    type: 'issue.report',
    title: report!,
    severity,
    ...(env === undefined ? {} : { environment: env }),
    ...(service === undefined ? {} : { service }),
  }
}

/** Undefined when nothing is said: then it is only shown. */
function commandOf(issue: string | undefined, options: IssueOptions): CommandInput | undefined {
  const { report, take, resolve, accept, close, reopen } = options
  const said = [report, take, resolve, accept, close, reopen].filter((each) => each !== undefined).length
  if (said > 1) throw bad('Say one of --report, --take, --resolve, --accept, --close and --reopen.')
  if (report !== undefined) {
    if (issue !== undefined) throw bad('A new issue gets its number by itself: leave it out beside --report.')
    return reportOf(options)
  }
  if (said === 0) return undefined
  if (issue === undefined) throw bad('Name the issue: cockpit issue RELEASE lists them.')
  if (take) return { type: 'issue.take', issue, ...(options.person ? { person: options.person } : {}) }
  const words = needReason(options)
  if (resolve) return { type: 'issue.resolve', issue, outcome: resolve, words }
  if (close) return { type: 'issue.close', issue, words }
  if (reopen) return { type: 'issue.reopen', issue, reason: words }
  if (!options.role) throw bad('To let it go out give --role ROLE: whose word it is.')
  return { type: 'issue.accept', issue, role: options.role, words }
}

function show(issues: IssueView[], issue: string | undefined, { all, json }: IssueOptions, io: CliIo): void {
  const found =
    issue === undefined ? issues.filter((each) => all || isOpenIssue(each)) : issues.filter(({ id }) => id === issue)
  if (json) io.stdout(`${JSON.stringify(issue === undefined ? issues : (found[0] ?? null))}\n`)
  else if (found.length > 0) io.stdout(`${found.map(lineOf).join('\n')}\n`)
  else if (issue !== undefined) throw bad(`There is no issue "${issue}": cockpit issue RELEASE --all lists them.`)
  else
    io.stdout(
      issues.length === 0 ? 'No issue is on record.\n' : `No issue is open; ${issues.length} are settled (--all).\n`,
    )
}

export async function issueCommand(
  release: string | undefined,
  issue: string | undefined,
  options: IssueOptions,
  io: CliIo,
): Promise<number> {
  return withCockpit(io, options, async (client) => {
    const found = await findOrOpen(client, release, io)
    const command = commandOf(issue, options)
    if (command) await send(client, found, command, await whoAmI(client, options.as, options.role))
    show(projectIssues(await readState(client, found)), issue, options, io)
    return EXIT.ok
  })
}
