/** The steps: state, owner, planned against actual; the one that matters is open, with what can be done about it. */
import { formatClock, formatMany } from '../../../shared/documents/words.ts'
import { selectDiffMs } from '../../../shared/domain/project-groups.ts'
import { selectFocus } from '../../../shared/domain/project-now.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import type { Deck } from '../../state/use-deck.ts'
import { projectSections } from './project-sections.ts'
import { SectionGroups } from './step-group.tsx'

export function RunbookPanel({ deck }: { deck: Deck }) {
  const sections = projectSections(deck)
  const current = sections[0]
  const focus = current?.run && !current.run.finished ? selectFocus(current.views) : undefined
  const done =
    current?.views.filter((view) => ['done', 'skipped', 'undone', 'went-on'].includes(view.status)).length ?? 0
  const longestMs = Math.max(1, ...sections.flatMap((section) => section.views.map((view) => view.plannedMs ?? 0)))
  const ahead = diffOfRun(current?.views ?? [], deck.nowMs)
  return (
    <section className="runbook" aria-label="Runbook">
      <div className="panel-head">
        <h2>Runbook</h2>
        <span className="t2">
          {current?.run
            ? `${done} of ${current.views.length} done`
            : formatMany(
                sections.reduce((sum, section) => sum + (section.isRollback ? 0 : section.views.length), 0),
                'step',
              )}
        </span>
        <span className="end narrow-only t2">{current?.run && ahead !== undefined ? aheadWords(ahead) : ''}</span>
        <span className="end wide-only runbook-columns">
          <span>actual</span>
          <span>plan</span>
          <span>diff</span>
        </span>
      </div>
      <div className="runbook-list">
        {sections.map((section) => (
          <SectionGroups
            key={section.key}
            deck={deck}
            section={section}
            focus={section === current ? focus : undefined}
            longestMs={longestMs}
          />
        ))}
      </div>
    </section>
  )
}

const aheadWords = (diffMs: number) => (diffMs <= 0 ? `${formatClock(-diffMs)} ahead` : `${formatClock(diffMs)} behind`)

function diffOfRun(views: StepView[], nowMs: number): number | undefined {
  const diffs = views.flatMap((view) => {
    const actual =
      view.last && view.last.endedAtMs === undefined
        ? Math.max(view.plannedMs ?? 0, nowMs - view.last.startedAtMs)
        : view.actualMs
    const diff = selectDiffMs(view.plannedMs, actual)
    return diff === undefined ? [] : [diff]
  })
  return diffs.length > 0 ? diffs.reduce((sum, each) => sum + each, 0) : undefined
}
