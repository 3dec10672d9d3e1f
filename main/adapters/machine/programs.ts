/** Programs a release may need, what each is for, and what to do where it is missing. */
export type Program = {
  name: string
  args: string[]
  version: RegExp
  isNeeded: boolean
  found: string
  missing: string
  means: string
  remedy: string
}

export const PROGRAMS: readonly Program[] = [
  {
    name: 'bash',
    args: ['--version'],
    version: /version (\d+\.\d+)/,
    isNeeded: true,
    found: 'local steps',
    missing: 'most steps are bash',
    means: 'The shell that runs the commands of a runbook on this machine.',
    remedy: 'Install bash with the system’s packages, for example apt install bash.',
  },
  {
    name: 'git',
    args: ['--version'],
    version: /(\d+\.\d+\.\d+)/,
    isNeeded: false,
    found: 'the commit of a release folder',
    missing: 'no commit will be recorded',
    means: 'Records the commit a release folder is at, compares revisions, and makes release notes.',
    remedy: 'Install git, or go on without: releases run, their commit is not on record.',
  },
  {
    name: 'ssh',
    args: ['-V'],
    version: /OpenSSH_(\d+\.\d+)/,
    isNeeded: false,
    found: 'for runbooks that use it',
    missing: 'steps on other hosts cannot run',
    means: 'Reaches other hosts for steps with runner=ssh, with your own keys and configuration.',
    remedy: 'Install openssh-client if a runbook has such steps.',
  },
  {
    name: 'prometheus',
    args: ['--version'],
    version: /version (\d+\.\d+)/,
    isNeeded: false,
    found: 'for the second sample',
    missing: 'HTTP probes measure instead',
    means: 'Only the second sample starts one of its own; yours runs elsewhere and is asked over HTTP.',
    remedy: 'Nothing to do unless you want to try the second sample.',
  },
  {
    name: 'nginx',
    args: ['-v'],
    version: /nginx\/(\d+\.\d+)/,
    isNeeded: false,
    found: 'for the second sample',
    missing: 'only the second sample needs it',
    means: 'Only the samples with nginx start one of their own.',
    remedy: 'Nothing to do unless you want to try them.',
  },
]
