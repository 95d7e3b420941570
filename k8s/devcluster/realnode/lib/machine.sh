# A machine is one PID 1 in its own PID, mount, network, UTS and cgroup namespaces. Killing that process ends every
# process and pod in it, and with the last process its mounts, interfaces, routes and nft rules are gone.
# What is started here lives on, so it must not keep descriptor 9, which may be its caller's lock.
# shellcheck shell=bash disable=SC2154

# The cgroup of a machine in every hierarchy, one per line. Under v1 it nests in the caller's own group, so that a
# limit on the caller holds for the cluster too; under v2 it must stand at the root.
machine_groups() {
  local id controllers path
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    printf '/sys/fs/cgroup/%s/%s\n' "$group" "$1"
    return
  fi
  while IFS=: read -r id controllers path; do
    [ "$id" != 0 ] || continue
    [ "$path" != / ] || path=
    printf '/sys/fs/cgroup/%s%s/%s/%s\n' "${controllers#name=}" "$path" "$group" "$1"
  done </proc/self/cgroup
}

make_groups() {
  local dir parent
  machine_groups "$1" >"$cluster/machines/$1/groups"
  while read -r dir; do
    parent=$(dirname "$dir")
    for dir in "$parent" "$dir"; do
      [ -d "$dir" ] || mkdir "$dir"
      if [ -f "$dir/cpuset.cpus" ] && [ -f "$dir/cgroup.clone_children" ]; then
        cat "$dir/../cpuset.cpus" >"$dir/cpuset.cpus"
        cat "$dir/../cpuset.mems" >"$dir/cpuset.mems"
      elif [ -f "$dir/cpu.shares" ] && [ "$dir" = "$parent" ]; then
        # Else the whole cluster would weigh as much as one thread of the machine's other programs.
        echo 16384 >"$dir/cpu.shares"
      elif [ -f "$dir/cgroup.subtree_control" ] && [ "$dir" = "$parent" ]; then
        sed 's/^/+/; s/ / +/g' "$dir/cgroup.controllers" >"$dir/cgroup.subtree_control"
      fi
    done
  done <"$cluster/machines/$1/groups"
}

# Moves the calling subshell; what it starts stays there.
join_groups() {
  local dir
  while read -r dir; do
    [ ! -d "$dir/init" ] || dir=$dir/init
    echo "$BASHPID" >"$dir/cgroup.procs"
  done <"$cluster/machines/$1/groups"
}

machine_start() {
  local machine=$1 dir=$cluster/machines/$1
  rm -f "$dir/ready"
  mkdir -p "$dir/lib" "$dir/log" "$dir/run" "$dir/components" "$dir/config"
  make_groups "$machine"
  (
    join_groups "$machine"
    exec env -i "$marker" HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      setsid unshare --fork --kill-child --pid --mount-proc --mount --propagation private --net --uts --ipc --cgroup \
      bash "$here/lib/machine-init.sh" "$dir" "$machine"
  ) </dev/null >"$dir/log/machine.log" 2>&1 9>&- &
  wait_until 10 "the start of machine $machine" test -e "$dir/ready"
  machine_find "$machine" >"$dir/pid"
}

# The host's PID of a machine's PID 1: the process of ours that says so in its command line and is 1 in its namespace.
machine_find() {
  local pid
  for pid in $(marked_processes); do
    if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "machine-init.sh $cluster/machines/$1 " &&
      grep -qE '^NSpid:.*\s1$' "/proc/$pid/status" 2>/dev/null; then
      printf '%s\n' "$pid"
      return
    fi
  done
  return 1
}

machine_pid() {
  local pid
  pid=$(cat "$cluster/machines/$1/pid" 2>/dev/null) || return 1
  grep -qxzF "$marker" "/proc/$pid/environ" 2>/dev/null || return 1
  printf '%s\n' "$pid"
}

# Processes come and go while grep reads, so its exit code says nothing.
marked_processes() {
  { grep -lxzF "$marker" /proc/[0-9]*/environ 2>/dev/null || true; } | cut -d/ -f3
}

# inside MACHINE CMD...: all namespaces.
inside() {
  local pid
  pid=$(machine_pid "$1") || fail "machine '$1' is not running"
  shift
  nsenter -t "$pid" --pid --mount --net --uts --ipc --cgroup --wd="$PWD" -- "$@"
}

# in_network MACHINE CMD...: the host's processes and files, the machine's network.
in_network() {
  local pid
  pid=$(machine_pid "$1") || fail "machine '$1' is not running"
  shift
  nsenter -t "$pid" --net -- "$@"
}

machine_exec() {
  [ $# -gt 1 ] || fail "exec needs a machine ($(machines | xargs)) and a command"
  local machine=$1
  shift
  export "${marker?}"
  if [ -n "$net_only" ]; then in_network "$machine" "$@"; else inside "$machine" "$@"; fi
}

# define MACHINE COMPONENT CMD...: how a component is started, kept so that it can be started again.
define() {
  local script=$cluster/machines/$1/components/$2
  shift 2
  { printf '#!/bin/sh\nexec'; printf ' %q' "$@"; printf '\n'; } >"$script"
  chmod +x "$script"
}

launch() {
  local machine=$1 dir=$cluster/machines/$1 component=$2 pid
  pid=$(machine_pid "$machine") || fail "machine '$machine' is not running"
  # shellcheck disable=SC2016
  (
    join_groups "$machine"
    exec env -i "$marker" HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      nsenter -t "$pid" --pid --mount --net --uts --ipc --cgroup --wd=/ -- \
      bash -c 'setsid "$1" </dev/null >>"$2" 2>&1 & echo $! >"$3"' launch \
      "$dir/components/$component" "$dir/log/$component.log" "$dir/run/$component.pid"
  ) 9>&-
}

# running|stopped|dead
component_state() {
  local pid state
  pid=$(cat "$cluster/machines/$1/run/$2.pid" 2>/dev/null) || { echo dead; return; }
  state=$(inside "$1" sed -n 's/^State:.//p' "/proc/$pid/status" 2>/dev/null) || true
  case ${state%% *} in
    '' | Z | X) echo dead ;;
    T | t) echo stopped ;;
    *) echo running ;;
  esac
}
