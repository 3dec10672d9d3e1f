import { ShellScanner } from './shell-scanner.ts'

/** Whether an unlabelled block reads like commands. Cautious: what is not recognised is shown as "not a step", never run. */
const KNOWN = new Set(
  `alias ansible ansible-playbook apk apt apt-get argocd aws awk az base64 bash brew bundle cargo cat cd chgrp chmod chown cmake
  composer consul cp cron crontab cut curl date dd deno df diff dig dnf docker docker-compose dotnet du echo env etcdctl eval exec
  export false file find firewall-cmd flux free fuser gcloud gem getent git go gpg gradle grep groupadd gsutil gunzip gzip haproxy head
  helm host htpasswd http https id ip iptables istioctl java journalctl jq k3s kill killall kubectl kubectx kubens kustomize ldapsearch
  less ln logger ls lsof make mkdir mktemp mongo mongosh mongodump mongorestore mount mv mvn mysql mysqladmin mysqldump nc netstat nginx node nohup nomad npm npx nslookup
  oc openssl packer passwd php ping pip pip3 pipenv pkill pm2 pnpm podman poetry popd printenv printf ps psql pg_dump pg_restore pg_ctl
  pulumi pushd pwd python python3 rabbitmqctl rake rails readlink realpath reboot redis-cli rm rmdir rpm rsync ruby scp screen sed
  seq service set sftp sh sha256sum shutdown skopeo sleep sort source ss ssh ssh-keygen stat stern su sudo supervisorctl swapoff swapon sync sysctl
  systemctl tail tar tee telnet terraform terragrunt test tmux touch tr trap tree true ufw umask umount uname unalias uniq unset unzip
  uptime useradd usermod vagrant vault velero wait watch wc wget which while xargs yarn yq yum zip zcat zstd`.split(
    /\s+/,
  ),
)

const KEYWORDS = new Set(
  'if then else elif fi for while until do done case esac { } ! [ [[ function return exit local readonly :'.split(' '),
)

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/
const PATH = /^(?:\.{1,2}|~|\/[\w.-]+)\/[\w./@+-]+$|^\.\/[\w.-]+$/

type Verdict = 'command' | 'neutral' | 'no'

function judge(line: string): Verdict {
  const words = line.trim().split(/\s+/)
  const first = words.find((word) => !ASSIGNMENT.test(word))
  if (first === undefined) return 'command'
  const bare = first.replace(/[;&|]+$/, '')
  if (KEYWORDS.has(bare)) return 'neutral'
  if (PATH.test(bare)) return words.length === 1 && !bare.startsWith('./') ? 'neutral' : 'command'
  if (!KNOWN.has(bare)) return 'no'
  return /^[:=]/.test(words[words.indexOf(first) + 1] ?? '') ? 'no' : 'command'
}

/** First lines of commands: what a quote, a heredoc or a backslash joins to them is left out, as are comments and blank lines. */
function firstLines(text: string): string[] {
  const scanner = new ShellScanner()
  return text.split('\n').filter((line) => {
    const isContinuation = scanner.isOpen
    scanner.feed(line)
    return !isContinuation && line.trim() !== '' && !line.trim().startsWith('#')
  })
}

export function isCommandLike(text: string): boolean {
  const verdicts = firstLines(text).map(judge)
  return verdicts.includes('command') && !verdicts.includes('no')
}

/** The first line reads like a command, whatever follows. */
export const beginsLikeCommand = (text: string): boolean => {
  const first = firstLines(text)[0]
  return first !== undefined && judge(first) === 'command'
}
