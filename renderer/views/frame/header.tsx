import { Menu } from '@mantine/core'
import { formatDigest, formatRole } from '../../../shared/documents/words.ts'
import { projectRoleLamps, type RoleLamp } from '../../../shared/domain/project-roles.ts'
import { selectOpenRuns } from '../../../shared/domain/steps.ts'
import { Mark, type MarkName } from '../../components/mark.tsx'
import { formatDate, formatDay, formatMinute, formatTime, formatZone } from '../../components/time.ts'
import { useSetUi } from '../../state/context.tsx'
import { type Deck, selectClocks } from '../../state/use-deck.ts'
import { NoticesHint } from '../notices/notices-hint.tsx'

export function Header({ deck }: { deck: Deck }) {
  return (
    <header className="header cols">
      <div className="header-release">
        <EnvironmentBlock deck={deck} />
        <ReleaseName deck={deck} />
      </div>
      <RoleLamps deck={deck} />
      <WindowClock deck={deck} />
    </header>
  )
}

/** The address people know it by: the first variable named …URL, with variables of the same environment filled in. */
const addressOf = ({ vars }: Deck['environment']): string | undefined => {
  const url = Object.entries(vars).find(([name]) => name.endsWith('URL'))?.[1]
  const filled = url?.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => vars[name] ?? whole)
  return filled?.includes('$') ? undefined : filled?.replace(/^https?:\/\//, '')
}

function EnvironmentBlock({ deck: { state, environment, isOpen, definition, run } }: { deck: Deck }) {
  const setUi = useSetUi()
  const isLive = selectOpenRuns(state, environment.name).length > 0
  if (run?.rehearsal)
    return (
      <div className="env is-rehearsal" title={`A rehearsal, as in ${environment.name}`}>
        <span className="env-words">
          <strong>Rehearsal</strong>
          <span className="env-address">as in {environment.name}</span>
        </span>
      </div>
    )
  const tone = environment.protected ? (isLive ? 'is-solid' : 'is-outlined') : 'is-plain'
  const address = addressOf(environment)
  const block = (
    <span className="env-words">
      <strong>{environment.name}</strong>
      {address && <span className="env-address">{address}</span>}
    </span>
  )
  if (isOpen || definition.environments.length < 2) return <div className={`env ${tone}`}>{block}</div>
  return (
    <Menu
      unstyled
      position="bottom-start"
      withinPortal={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: 'menu', item: 'menu-item' }}
    >
      <Menu.Target>
        <button type="button" className={`env ${tone}`} title="Choose another environment">
          {block}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {definition.environments.map((each) => (
          <Menu.Item key={each.name} onClick={() => setUi({ environment: each.name, selectedStep: undefined })}>
            {each.name}
            {each.protected ? ', protected' : ''}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function ReleaseName({ deck }: { deck: Deck }) {
  const { definition } = deck
  const facts = [definition.previous && `replaces ${definition.previous}`, definition.strategy.kind, definition.ticket]
  return (
    <div className="release-name">
      <h1 className="clip" title={`${definition.name} ${definition.version}`}>
        {definition.name} {definition.version}
      </h1>
      <p className="small t2 clip">{facts.filter(Boolean).join(', ')}</p>
      <NoticesHint deck={deck} />
    </div>
  )
}

const LAMPS: Record<RoleLamp['state'], { mark: MarkName; word: string; short: string }> = {
  go: { mark: 'go', word: 'GO', short: 'GO' },
  'no-go': { mark: 'no-go', word: 'NO-GO', short: 'NO-GO' },
  standby: { mark: 'standby', word: 'STANDBY', short: 'STBY' },
  asked: { mark: 'clock', word: 'ASKED', short: 'ASKED' },
  void: { mark: 'void', word: 'VOID', short: 'VOID' },
  'not-asked': { mark: 'ring', word: 'Not asked', short: 'Not asked' },
}

function RoleLamps({ deck: { state, environment, runs, run, isOpen, nowMs, offsetMinutes } }: { deck: Deck }) {
  // A rollback needs no word of anybody: the lamps stay those of the deploy.
  const lamps = projectRoleLamps(state, environment.name, isOpen && !run?.rehearsal ? runs[0] : undefined, nowMs)
  if (lamps.length === 0)
    return (
      <div className="lamps-empty t3 small">
        Name the roles under “team:” in release.yaml; each gets a GO / NO-GO lamp here.
      </div>
    )
  return (
    <ul className="lamps" aria-label="Roles">
      {lamps.map((lamp) => {
        const { mark, word, short } = LAMPS[lamp.state]
        const when = lamp.atMs === undefined ? '' : `, ${formatTime(lamp.atMs, offsetMinutes)}`
        return (
          <li
            key={lamp.role}
            className={`lamp lamp-${lamp.state}`}
            title={`${formatRole(lamp.role)}: ${word}${when}${lamp.byDetail ? `. ${lamp.byDetail}` : ''}${lamp.words ? `. ${lamp.words}` : ''}`}
          >
            <div className="lamp-word">
              <Mark name={mark} />
              <span className="wide-only">{word}</span>
              <span className="narrow-only">{short}</span>
            </div>
            <div className="lamp-role clip">
              <span className="wide-only">{formatRole(lamp.role)}</span>
              <span className="narrow-only">{formatRole(lamp.role).replace(/ (Lead|Owner)$/, '')}</span>
            </div>
            <div className="lamp-name clip wide-only">{lamp.people.join(', ')}</div>
          </li>
        )
      })}
    </ul>
  )
}

function WindowClock({ deck }: { deck: Deck }) {
  const { nowMs, offsetMinutes, run, isOpen } = deck
  const { window } = selectClocks(deck)
  const isLong = window && window.endMs - window.startMs > 20 * 3_600_000
  return (
    <div className="window-clock">
      <div className="clip">
        <div className="label">Window</div>
        <div className="bold clip">
          {!window && <span className="t2">any time</span>}
          {window &&
            !isLong &&
            `${formatMinute(window.startMs, offsetMinutes)} to ${formatMinute(window.endMs, offsetMinutes)}`}
          {window &&
            isLong &&
            `to ${formatDay(window.endMs, offsetMinutes)}, ${formatMinute(window.endMs, offsetMinutes)}`}
        </div>
      </div>
      {isOpen && run && (
        <div className="wide-only">
          <div className="label">Command digest</div>
          <div className="mono">{formatDigest(run.resolvedDigest)}</div>
        </div>
      )}
      <div className="num">
        <div className="time-of-day">{formatTime(nowMs, offsetMinutes)}</div>
        <div className="small t2">
          {formatDate(nowMs, offsetMinutes)}, {formatZone(offsetMinutes)}
        </div>
      </div>
    </div>
  )
}
