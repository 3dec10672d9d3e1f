/** Commands that destroy something, outside comments and quoted text. */
import { isShell } from '../markdown/languages.ts'
import { COMMENT, QUOTED_HEREDOC, ShellScanner } from '../markdown/shell-scanner.ts'
import type { Step } from '../model.ts'
import type { ShellCommand } from '../shell/shell-command.ts'
import { partsOf } from './shell-steps.ts'

const PATTERNS: RegExp[] = [
  /\brm\s+(?:-\S+\s+)*-\w*[rR]\w*\b/,
  /\brm\s+(?:-\S+\s+)*--recursive\b/,
  /\b(?:DROP|TRUNCATE)\s+(?:TABLE|DATABASE|SCHEMA|INDEX|VIEW|USER)\b/i,
  /\bDELETE\s+FROM\s+\S+\s*(?:;|["']|$)/i,
  /\b(?:kubectl|oc)\s+(?:\S+\s+)*?(?:delete|drain)\b/,
  /\bterraform\s+(?:\S+\s+)*?destroy\b/,
  /\bpulumi\s+(?:\S+\s+)*?destroy\b/,
  /\bhelm\s+(?:\S+\s+)*?(?:uninstall|delete)\b/,
  /\bdocker(?:-compose|\s+compose)?\s+(?:\S+\s+)*?(?:prune|rmi|down\s+(?:\S+\s+)*?(?:-v|--volumes))\b/,
  /\bdocker\s+volume\s+rm\b/,
  /\bgit\s+push\s+(?:\S+\s+)*?(?:--force(?!-with-lease)|-f)\b/,
  /\bgit\s+(?:reset\s+--hard|clean\s+-\w*f)\b/,
  /\bmkfs(?:\.\w+)?\s/,
  /\bdd\s+(?:\S+\s+)*?of=/,
  /\baws\s+s3\s+(?:rb\b|rm\s+(?:\S+\s+)*?--recursive)/,
  /\baws\s+\S+\s+(?:delete|terminate)-\S+/,
  /\b(?:gcloud|az)\s+(?:\S+\s+)*?delete\b/,
  /\bdropdb\b/,
  /\bredis-cli\s+(?:\S+\s+)*?flush(?:all|db)\b/i,
  /\bfind\s+(?:\S+\s+)*?-delete\b/,
  />\s*\/dev\/(?:sd|nvme|vd|xvd|hd|mmcblk|disk)\w*/,
  /\b(?:shred|blkdiscard|sgdisk|fdisk|parted)\s/,
  /\b(?:kubectl|oc|helm|docker|git|rsync|npm|terraform|apt-get|systemctl)\s+(?:\S+\s+)*?--force(?:-\w+)?(?=\s|$)(?<!--force-with-lease)/,
  /\brsync\s+(?:\S+\s+)*?--delete\b/,
  /\b(?:lvremove|vgremove|userdel|wipefs)\b/,
]

const MAX_LINE = 2000

/** Lines that only print something. */
function printing(step: Step): Set<number> {
  const byLine = Map.groupBy(partsOf(step).commands, ({ offset }) => offset)
  const prints = ({ program, follows }: ShellCommand) => /^(?:echo|printf)$/.test(program) && follows !== '|'
  return new Set([...byLine].flatMap(([line, commands]) => (commands.every(prints) ? [line] : [])))
}

function visible(step: Step): string[] {
  if (!isShell(step.language)) return step.text.split('\n')
  const scanner = new ShellScanner()
  const prints = printing(step)
  return step.text.split('\n').map((line, index) => {
    if (prints.has(index)) {
      scanner.feed(line)
      return ''
    }
    const contexts = scanner.feed(line)
    const comment = contexts.indexOf(COMMENT)
    if (contexts[0] === QUOTED_HEREDOC && comment === -1) return line
    return comment === -1 ? line : line.slice(0, comment)
  })
}

/** The first destructive command of a step, as written, and where in the step's text it stands (from 0). */
export function findDestructive(step: Step): { text: string; offset: number; column: number } | undefined {
  for (const [offset, line] of visible(step).entries())
    for (const pattern of PATTERNS) {
      const match = pattern.exec(line.slice(0, MAX_LINE))
      if (match) return { text: match[0].trim(), offset, column: match.index }
    }
  return undefined
}
