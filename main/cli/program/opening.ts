/** Commands that open the cockpit, or look at this machine. */

import { doctorCommand } from '../doctor.ts'
import type { CliIo } from '../io.ts'
import { secretCommand } from '../secret.ts'
import { serveCommand } from '../serve.ts'
import { DB, JSON_, type Register, wholeNumber } from './options.ts'

const openDesktop = async (folder: string, io: CliIo): Promise<number> =>
  (await import('../open.ts')).openCommand(folder, io)

export const opening: Register = (program, run, io) => {
  program
    .command('serve')
    .description('open the cockpit in a browser on this machine')
    .option('--port <number>', 'a fixed port (default: a free one)', wholeNumber)
    .option('--folder <folder>', 'a release folder to open')
    .option('--open', 'start the browser as well')
    .option(...DB)
    .action((options) => run(serveCommand(options, io)))
  program
    .command('open <folder>')
    .description(
      'open a release folder or a .cockpit-bundle in the desktop app; a folder in the browser where that cannot be had',
    )
    .action((folder) => run(openDesktop(folder, io)))
  program
    .command('secret <action> [name]')
    .description(
      'set, forget or list what the desktop app keeps in the keychain; the value is asked for, never an argument',
    )
    .option('--from <file>', 'read the value from a file (- is standard input)')
    .option(...DB)
    .action((action, name, options) => run(secretCommand(action, name, options, io)))
  program
    .command('doctor [release-or-folder]')
    .description('what this machine has and lacks; with a release also whether its Prometheus servers answer')
    .option(...JSON_)
    .option(...DB)
    .action((release, options) => run(doctorCommand(release, options, io)))
}
