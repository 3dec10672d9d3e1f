import { useMemo, useState } from 'react'
import { formatMany } from '../../../shared/documents/words.ts'
import { projectGroups, type StepGroup, selectDiffMs } from '../../../shared/domain/project-groups.ts'
import type { StepView } from '../../../shared/domain/select-steps.ts'
import { Mark } from '../../components/mark.tsx'
import type { Deck } from '../../state/use-deck.ts'
import type { Section } from './project-sections.ts'
import { Figures, Row } from './step-row.tsx'

export function SectionGroups({
  deck,
  section,
  focus,
  longestMs,
}: {
  deck: Deck
  section: Section
  focus: StepView | undefined
  longestMs: number
}) {
  const groups = useMemo(
    () => projectGroups(section.views, deck.definition.runbook.stages),
    [section.views, deck.definition],
  )
  if (section.title !== undefined) {
    const whole = { ...mergeGroups(groups), title: section.title }
    return (
      <Group
        deck={deck}
        group={whole}
        section={section}
        focus={focus}
        longestMs={longestMs}
        startsOpen={section.startsOpen ?? false}
      />
    )
  }
  if (section.isRollback) {
    const whole = { ...mergeGroups(groups), title: section.run?.drill ? 'Rollback drill' : 'Rollback' }
    return (
      <Group
        deck={deck}
        group={whole}
        section={section}
        focus={focus}
        longestMs={longestMs}
        startsOpen={section.run !== undefined}
      />
    )
  }
  return groups.map((group) => (
    <Group
      key={group.key}
      deck={deck}
      group={group}
      section={section}
      focus={focus}
      longestMs={longestMs}
      startsOpen={!group.isFinished}
    />
  ))
}

const total = (values: (number | undefined)[]) =>
  values.reduce<number | undefined>((sum, each) => (each === undefined ? sum : (sum ?? 0) + each), undefined)

const mergeGroups = (groups: StepGroup[]): StepGroup => ({
  key: 'rollback',
  title: 'Rollback',
  views: groups.flatMap((group) => group.views),
  done: groups.reduce((sum, group) => sum + group.done, 0),
  isFinished: groups.every((group) => group.isFinished),
  plannedMs: total(groups.map((group) => group.plannedMs)),
  actualMs: total(groups.map((group) => group.actualMs)),
})

type GroupProps = {
  deck: Deck
  group: StepGroup
  section: Section
  focus: StepView | undefined
  longestMs: number
  startsOpen: boolean
}

/** Finished groups fold away by themselves unless a person opened them. */
function Group({ deck, group, section, focus, longestMs, startsOpen }: GroupProps) {
  const [chosen, setChosen] = useState<boolean>()
  const isOpen = chosen ?? startsOpen
  const diff = group.isFinished ? selectDiffMs(group.plannedMs, group.actualMs) : undefined
  const state =
    section.isAhead && section.isRollback
      ? `${formatMany(group.views.length, 'step')}, not started`
      : section.run
        ? `${group.done} of ${group.views.length}`
        : formatMany(group.views.length, 'step')
  return (
    <div className="group">
      <button
        type="button"
        className={`group-head ${section.isRollback && section.run && !section.run.finished ? 'is-rollback' : ''}`}
        aria-expanded={isOpen}
        onClick={() => setChosen(!isOpen)}
      >
        <Mark name={isOpen ? 'down' : 'right'} className="t3" />
        <span className="clip">
          <b>{group.title}</b> <span className="t2">{state}</span>
        </span>
        <Figures actualMs={group.actualMs} plannedMs={group.plannedMs} diffMs={diff} />
      </button>
      {isOpen && (
        <ol>
          {group.views.map((view) => (
            <Row
              key={view.step.id}
              deck={deck}
              view={view}
              section={section}
              isFocus={focus?.step.id === view.step.id}
              longestMs={longestMs}
            />
          ))}
        </ol>
      )}
    </div>
  )
}
