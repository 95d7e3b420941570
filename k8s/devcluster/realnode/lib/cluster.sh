# The whole: up, down, status.
# shellcheck shell=bash disable=SC2154

cluster_up() {
  local count=$1 node
  case $count in 1 | 2) ;; *) fail "--nodes is 1 or 2" ;; esac
  need_all
  ! is_whole "$count" || return 0
  cluster_down
  mkdir -p "$cluster/machines/control"
  for node in $(seq "$count"); do mkdir "$cluster/machines/node$node"; done
  make_pki
  machine_start control
  for node in $(node_names); do machine_start "$node"; done
  control_start
  for node in $(node_names); do node_network "$node"; done
  for node in $(node_names); do node_start "$node"; done
  wait_until 60 "a ready node" nodes_ready "$count"
  wait_until 20 "the default service account" kube get serviceaccount default
  touch "$cluster/complete"
}

is_whole() {
  local machine
  [ -f "$cluster/complete" ] && [ "$(node_names | wc -l)" = "$1" ] || return 1
  for machine in $(machines); do machine_pid "$machine" >/dev/null || return 1; done
  nodes_ready "$1"
}

nodes_ready() {
  local ready
  ready=$(kube get nodes --no-headers 2>/dev/null | grep -cw Ready)
  [ "$ready" = "$1" ]
}

# Ends what is marked as ours; each PID 1 takes its machine along. Needs no record, so a half-made cluster goes too.
# A cgroup can go only when the last of its processes is reaped.
cluster_down() {
  local pids groups deadline=$((SECONDS + 30))
  while pids=$(marked_processes) && groups=$(our_groups) && [ -n "$pids$groups" ]; do
    [ "$SECONDS" -lt "$deadline" ] || fail "still there: processes $(xargs <<<"$pids"), cgroups $(xargs <<<"$groups")"
    # shellcheck disable=SC2086
    [ -z "$pids" ] || kill -KILL $pids 2>/dev/null || true
    # shellcheck disable=SC2086
    [ -z "$groups" ] || rmdir $groups 2>/dev/null || sleep 0.05
  done
  rm -rf "$cluster"
}

our_groups() {
  find /sys/fs/cgroup -mindepth 1 -depth -type d \( -path "*/$group" -o -path "*/$group/*" \) 2>/dev/null || true
}

cluster_status() {
  local machine component
  if [ ! -d "$cluster" ]; then
    echo "$name: not up"
    return 1
  fi
  for machine in $(machines); do
    if machine_pid "$machine" >/dev/null; then
      printf '%s\n' "$machine"
      for component in "$cluster/machines/$machine/components"/*; do
        component=${component##*/}
        printf '  %-26s %s\n' "$component" "$(component_state "$machine" "$component")"
      done
    else
      printf '%s off\n' "$machine"
    fi
  done
  [ ! -f "$kubeconfig" ] || kube get nodes -o wide || true
}
