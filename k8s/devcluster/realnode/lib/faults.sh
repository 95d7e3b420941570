# Levers that hurt: each does one thing that happens in real life.
# shellcheck shell=bash disable=SC2154

a_component() {
  [ -x "$cluster/machines/$2/components/$1" ] || fail "no component '$1' on '$2' (see: realnode status)"
}

fault_signal() {
  [ $# = 3 ] || fail "signal needs a signal, a component and a machine"
  a_component "$2" "$3"
  inside "$3" kill "-${1#SIG}" "$(cat "$cluster/machines/$3/run/$2.pid")"
}

fault_restart() {
  [ $# = 2 ] || fail "restart needs a component and a machine"
  a_component "$1" "$2"
  if [ "$(component_state "$2" "$1")" != dead ]; then
    fault_signal KILL "$1" "$2"
    wait_until 10 "the end of $1" component_is dead "$2" "$1"
  fi
  launch "$2" "$1"
}

# SIGKILL to every process of a pod at the same moment, as the kernel does when memory runs out; the pod itself stays.
fault_kill_pod() {
  [ $# = 2 ] || fail "kill-pod needs a namespace and a pod"
  local node uid
  read -r node uid < <(kube -n "$1" get pod "$2" -o jsonpath='{.spec.nodeName} {.metadata.uid}{"\n"}') || fail "no pod $2 in $1"
  # shellcheck disable=SC2016
  inside "$node" sh -c '
    find /sys/fs/cgroup -path "*/pod$1/*" -name cgroup.procs -exec cat {} + | sort -u | while read -r pid; do
      [ "$(cat "/proc/$pid/comm")" = pause ] || kill -KILL "$pid"
    done' kill-pod "$uid"
}

component_is() { [ "$(component_state "$2" "$3")" = "$1" ]; }

a_node() {
  case " $(node_names | xargs) " in *" $1 "*) ;; *) fail "no node '$1' (there are: $(node_names | xargs))" ;; esac
}

fault_cut() { a_node "$1"; in_network control ip link set "$1" down; }
fault_join() { a_node "$1"; in_network control ip link set "$1" up; }

fault_power() {
  [ $# = 2 ] || fail "power needs on or off, and a node"
  a_node "$2"
  case $1 in
    off) machine_kill "$2" ;;
    on)
      ! machine_pid "$2" >/dev/null || fail "$2 is running"
      machine_start "$2"
      node_network "$2"
      node_start "$2"
      ;;
    *) fail "power is on or off" ;;
  esac
}

machine_kill() {
  local pid
  pid=$(machine_pid "$1") || return 0
  kill -KILL "$pid"
  wait_until 20 "the end of machine $1" gone "$pid"
  # As after a real power cut: a kubelet that finds its old pods' cgroups waits for them long.
  wait_until 10 "the end of the cgroups of $1" ungrouped "$1"
}

gone() { [ ! -e "/proc/$1" ]; }

ungrouped() {
  local groups
  groups=$(our_groups | grep -E "/$1(/|$)")
  # shellcheck disable=SC2086
  [ -z "$groups" ] || rmdir $groups
}
