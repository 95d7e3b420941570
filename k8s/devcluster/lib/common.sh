# shellcheck shell=bash
# What every part of devcluster uses: where things are kept, how it speaks, locks.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
state=${POINTSMAN_DEVCLUSTER_DIR:-$root/.devcluster}
mkdir -p "$state/bin" "$state/clusters" "$state/locks" || exit 1
state=$(cd "$state" && pwd -P)
bin=$state/bin

# The cluster that the caller's environment points at is never ours, and what we run must not write into the caller's home.
unset KUBECONFIG
export KUBERC=off KUBECACHEDIR="$state/kubectl-cache"

say() {
  echo "devcluster: $*" >&2
}

die() {
  say "$*"
  exit 1
}

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

seconds_since() {
  echo $((SECONDS - $1))
}
