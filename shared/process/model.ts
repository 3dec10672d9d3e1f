/** The process around a deployment, as data: what a team does from the first plan to the closure, and who says that it is done. */
import type { ApprovalRule, Target, Unit } from '../runbook/model.ts'
import type { APPROVED_SUBJECTS, CONDITIONS, KNOWN_RULES } from './known-rules.ts'

/** What the ledger can say of an item by itself; `step:ID`: everything of that step is done. */
export type KnownRule = (typeof KNOWN_RULES)[number] | `step:${string}`

/** When an item matters at all. */
export type Condition = (typeof CONDITIONS)[number]

/** `entry/ID`, `check/ID`, `gate/ID`, or `STEP/ID` for a task or deliverable. */
export type ItemId = string

export type ProcessItem = {
  id: ItemId
  title: string
  /** Roles who can say that it is done; empty: whoever does it. */
  asks: string[]
  known?: KnownRule
  /** Stages of communication: when each was received by somebody, the item is done. */
  toldBy?: string[]
  onlyIf?: Condition
}

/** `generated`: rendered from the record; `run`: what a run left; `attached`: brought along as evidence. */
export type Deliverable = ProcessItem & { comes: 'generated' | 'run' | 'attached'; document?: string }

export const ANCHORS = ['window-start', 'production-end', 'closure'] as const

/** `offsetMs` after the anchor (negative: before), at the latest at `untilMs`. */
export type Due = { anchor: (typeof ANCHORS)[number]; offsetMs: number; untilMs?: number }

export type ProcessStep = {
  id: string
  title: string
  longTitle: string
  owner: string[]
  participants: string[]
  standby: string[]
  /** How long it takes, in ms, or in words. */
  takes: { fromMs?: number; toMs?: number; words?: string }
  due: Due
  /** Steps that come before it. */
  after: string[]
  tasks: ProcessItem[]
  deliverables: Deliverable[]
  /** By role: what its approval says. */
  approvals: Record<string, string>
  /** What more is asked of some of them. */
  approvalRules?: Record<string, Partial<ApprovalRule>>
}

export type Phase = { id: string; phase?: number; title: string }

export type ReleaseProcess = {
  id: string
  title: string
  phase?: number
  objective: string
  beginsWith: string
  endsWith: string
  owner: string
  secondaryOwner?: string
  participants: string[]
  duration: { fromMs: number; toMs: number }
  previous?: Phase
  next?: Phase
  roles: Record<string, { title: string; responsibility: string }>
  strategies: Record<string, { title: string; description: string; useWhen: string }>
  severities: Record<string, { examples: string[]; action: string; withinMs?: number }>
  entryCriteria: ProcessItem[]
  checklist: ProcessItem[]
  gates: ProcessItem[]
  /** What a protected environment asks for before a run: `entry-criteria`, `checklist`, a known rule or an item. */
  productionRequires: string[]
  /** Who approves `schedule` and `plan`. */
  subjectApprovals?: Partial<Record<(typeof APPROVED_SUBJECTS)[number], string[]>>
  /** Whom the GO/NO-GO poll asks, and of how many of them a GO is needed; without it the whole team, and all of them. */
  poll?: { asks: string[]; quorum?: number }
  outputs: { id: string; title: string; of: ItemId }[]
  metrics: Record<string, { title: string; unit: Unit; target: Target }>
  communication: { id: string; title: string; to: string[]; due: Due }[]
  steps: ProcessStep[]
}
