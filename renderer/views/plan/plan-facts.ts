import { formatClock, formatDigest, formatMany } from '../../../shared/documents/words.ts'
import { selectScheduled, selectScheduleObjections } from '../../../shared/domain/windows.ts'
import type { MarkName } from '../../components/mark.tsx'
import { lastTime } from '../../components/rollback-plan-list.tsx'
import { formatDay } from '../../components/time.ts'
import type { Deck } from '../../state/use-deck.ts'

type Fact = { mark: MarkName; title: string; detail: string; isShut?: boolean }

export function factsOf(deck: Deck): Fact[] {
  const { state, rollback, offsetMinutes, nowMs } = deck
  const objections = selectScheduleObjections(selectScheduled(state)!, nowMs)
  const drills = state.runOrder
    .map((id) => state.runs[id]!)
    .filter((run) => run.drill && run.finished?.outcome === 'succeeded')
  const tested = drills.findLast((run) => run.definitionDigest === state.definitionDigest)
  const staged = state.runOrder
    .map((id) => state.runs[id]!)
    .findLast((run) => run.kind === 'deploy' && !run.protected && run.finished?.outcome === 'succeeded')
  return [
    {
      mark: 'tick',
      title: 'Definition read',
      detail: `${formatDigest(state.definitionDigest ?? '')}, from ${state.folder}${state.commit ? `, commit ${state.commit.slice(0, 8)}` : ', not in git'}`,
    },
    staged
      ? {
          mark: 'tick',
          title: 'Deployed outside production',
          detail: `${staged.environment}, ${formatDay(staged.startedAtMs, offsetMinutes)}, ${formatClock(staged.finished!.durationMs)}`,
        }
      : {
          mark: 'ring',
          title: 'Not yet deployed outside production',
          detail: 'Run the staging stage first; it is listed here when it succeeded.',
          isShut: true,
        },
    rollback
      ? {
          mark: 'tick',
          title: 'A way back is written down',
          detail: `${formatMany(rollback.steps.length, 'step')}${rollback.toVersion ? ` to ${rollback.toVersion}` : ''}`,
        }
      : {
          mark: 'gate-shut',
          title: 'No way back is written down',
          detail: 'Add a Rollback section to runbook.md, or an undo= to its steps.',
          isShut: true,
        },
    tested
      ? {
          mark: 'gate-passed',
          title: 'Rollback tested as it stands',
          detail: `${tested.environment}, ${formatClock(tested.finished!.durationMs)}`,
        }
      : {
          mark: rollback?.lastMs ? 'void' : 'ring',
          title: 'Rollback not tested as it stands',
          detail: rollback?.lastMs
            ? `last ${lastTime(rollback, offsetMinutes)}, of another definition or not a drill`
            : 'cockpit rollback FOLDER --env staging --drill',
          isShut: true,
        },
    ...objections.map(
      (each): Fact => ({ mark: 'gate-shut', title: 'Production cannot start now', detail: each.message, isShut: true }),
    ),
    ...(objections.length === 0
      ? [
          {
            mark: 'gate-passed' as const,
            title: 'The schedule allows production now',
            detail: 'No freeze is in force and no window forbids it.',
          },
        ]
      : []),
  ]
}
