#!/bin/sh
# Brings up the fleet as it is before the release, where it does not exist yet.
set -eu
if ! command -v ansible-playbook >/dev/null; then
  echo 'This sample needs Ansible, which is not installed. Install it: apt-get install ansible-core, or pipx install ansible-core.' >&2
  exit 1
fi
if [ "$("$(dirname "$0")/live.sh")" = 'nothing' ]; then
  ansible-playbook -i "$(dirname "$0")/inventory.ini" "$(dirname "$0")/roll.yml" -e "version=$RELEASE_PREVIOUS" -e batch=4
fi
"$(dirname "$0")/live.sh"
