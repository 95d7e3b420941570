# shellcheck shell=bash
# What every part of devcluster uses: where things are kept, how it speaks, locks.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
state=${POINTSMAN_DEVCLUSTER_DIR:-$root/.devcluster}
mkdir -p "$state/bin" "$state/clusters" "$state/locks" || exit 1
state=$(cd "$state" && pwd -P)

say() {
  echo "devcluster: $*" >&2
}

die() {
  say "$*"
  exit 1
}

# kwokctl cuts KWOK_WORKDIR at a blank and its files at a #. Where the folder's path has any such character, it is used by a plain name.
plain_name_of() {
  local link
  link=/tmp/pointsman-devcluster-$(id -u)-$(cksum <<<"$1" | cut -d ' ' -f 1)
  [ -L "$link" ] || ln -s "$1" "$link" 2>/dev/null || true
  if [ "$(readlink "$link")" != "$1" ] || [ -z "$(find "$link" -maxdepth 0 -user "$(id -u)")" ]; then
    die "$link is needed as a name for $1, but is something else: remove it, or set POINTSMAN_DEVCLUSTER_DIR to a folder whose path has no blank"
  fi
  echo "$link"
}

if [[ $state =~ [^A-Za-z0-9/._-] ]]; then
  state=$(plain_name_of "$state")
fi
bin=$state/bin

# The cluster that the caller's environment points at is never ours, and what we run must not write into the caller's home.
unset KUBECONFIG
export KUBERC=off KUBECACHEDIR="$state/kubectl-cache"

value_of() {
  [ $# -ge 2 ] || die "$1 needs a value"
  echo "$2"
}

# with_lock NAME WAITING COMMAND...: runs COMMAND while no other devcluster holds NAME; says WAITING when it has to wait.
# The kernel gives the lock back when the process ends, however it ends.
with_lock() {
  local file=$state/locks/$1 waiting=$2
  shift 2
  exec 9>"$file"
  if ! lock_now; then
    say "$waiting"
    lock_wait
  fi
  "$@"
  exec 9>&-
}

if command -v flock >/dev/null 2>&1; then
  lock_now() { flock -n 9; }
  lock_wait() { flock 9; }
else
  lock_now() { perl -MFcntl=:flock -e 'open(my $f, ">&=", 9) && flock($f, LOCK_EX | LOCK_NB) or exit 1'; }
  lock_wait() { perl -MFcntl=:flock -e 'open(my $f, ">&=", 9) && flock($f, LOCK_EX) or exit 1'; }
fi

is_locked() {
  [ -e "$state/locks/$1" ] && ! (exec 9>"$state/locks/$1" && lock_now)
}

seconds_since() {
  echo $((SECONDS - $1))
}
