# shellcheck shell=bash
# Raises and removes clusters. kwokctl writes the components' settings and starts them; what runs is judged by the process list alone,
# because a pid file can be stale and its number may belong to somebody else by now.

dir_of() {
  echo "$state/clusters/$1"
}

# programs_under PATH: "pid program" of each process whose program lies under PATH. The program's own path says whose it is: that of a
# cluster lies in the cluster's folder, and nobody else's does.
programs_under() {
  ps -axww -o pid= -o args= | UNDER=$1/ awk '{
    pid = $1
    sub(/^ *[0-9]+ /, "")
    if (index($0, ENVIRON["UNDER"]) == 1) {
      program = substr($0, length(ENVIRON["UNDER"]) + 1)
      sub(/ .*/, "", program)
      print pid, program
    }
  }'
}

pids_of() {
  programs_under "$(dir_of "$1")/bin" | cut -d ' ' -f 1
}

components_of() {
  if $1; then
    echo etcd kube-apiserver
  else
    echo etcd kube-apiserver kube-controller-manager kube-scheduler kwok-controller
  fi
}

is_bare() {
  [ -e "$(dir_of "$1")/bare" ]
}

stopped_components() {
  local component running bare=false
  ! is_bare "$1" || bare=true
  running=$(programs_under "$(dir_of "$1")/bin" | cut -d ' ' -f 2)
  for component in $(components_of $bare); do
    grep -qx "$component" <<<"$running" || echo "$component"
  done
}

kubectl_on() {
  local name=$1
  shift
  "$bin/kubectl" --kubeconfig "$(dir_of "$name")/kubeconfig.yaml" "$@"
}

answers() {
  kubectl_on "$1" get --raw /readyz --request-timeout 5s >/dev/null 2>&1
}

# problem_of NAME: prints what is wrong with a cluster that is here; prints nothing when it is whole.
problem_of() {
  local stopped
  if [ ! -e "$(dir_of "$1")/complete" ]; then
    echo "it was never completed"
    return
  fi
  stopped=$(stopped_components "$1" | tr '\n' ' ')
  if [ -n "$stopped" ]; then
    echo "not running: ${stopped% }"
  elif ! answers "$1"; then
    echo "its API server does not answer"
  fi
}

cluster_up() {
  local name=$1 nodes=$2 bare=$3
  command -v ps >/dev/null 2>&1 || die "ps is missing here (Debian: the package procps)"
  build_tools
  with_lock "cluster-$name" "another devcluster is busy with '$name'; waiting for it" up_locked "$name" "$nodes" "$bare"
}

up_locked() {
  local name=$1 nodes=$2 bare=$3 started=$SECONDS problem was_bare=false
  ! is_real "$name" || die "'$name' is up with real nodes: take it down first (devcluster down --name $name)"
  if [ -d "$(dir_of "$name")" ] || [ -n "$(pids_of "$name")" ]; then
    problem=$(problem_of "$name")
    if [ -z "$problem" ]; then
      ! is_bare "$name" || was_bare=true
      [ "$was_bare" = "$bare" ] || die "'$name' is already up $($was_bare && echo with || echo without) --bare: take it down first (devcluster down --name $name)"
      $bare || [ -z "$nodes" ] || scale_nodes "$name" "$nodes"
      say "'$name' is up already: $(server_of "$name")"
      return
    fi
    say "'$name' is left over from an earlier run ($problem); removing it first"
    remove_cluster "$name"
  fi
  half_made=$name
  trap 'abandon' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  create_cluster "$name" "$bare"
  if ! $bare; then
    scale_nodes "$name" "${nodes:-3}"
    until kubectl_on "$name" get serviceaccount default >/dev/null 2>&1; do sleep 0.1; done
  fi
  touch "$(dir_of "$name")/complete"
  half_made=
  trap - EXIT INT TERM HUP
  say "'$name' is up after $(seconds_since "$started") s: $(server_of "$name")"
}

# abandon: an `up` that fails or is interrupted leaves nothing behind.
abandon() {
  [ -n "$half_made" ] || return 0
  remove_cluster "$half_made"
}

create_cluster() {
  local name=$1 bare=$2
  for _ in 1 2 3; do
    start_components "$name" "$bare" && return
    grep -qs "address already in use" "$(dir_of "$name")"/logs/*.log || break
    say "a port that was free a moment ago is taken; trying others"
    remove_cluster "$name"
  done
  tail_logs "$name"
  die "'$name' did not come up (see above)"
}

start_components() {
  local name=$1 bare=$2 dir starter deadline=$((SECONDS + 120))
  dir=$(dir_of "$name")
  mkdir -p "$dir"
  ! $bare || touch "$dir/bare"
  write_settings "$name" "$bare" >"$dir/settings.yaml"
  # Nothing of the caller's environment reaches kwokctl: its KWOK_ variables would change the cluster, and its home is not ours.
  env -i HOME="$dir" PATH="$bin:/usr/bin:/bin" KUBERC=off KUBECACHEDIR="$KUBECACHEDIR" KWOK_WORKDIR="$state" \
    "$bin/kwokctl" create cluster --name "$name" --config "$dir/settings.yaml" --kubeconfig "" --wait 0s </dev/null >"$dir/kwokctl.log" 2>&1 9>&- &
  starter=$!
  while kill -0 $starter 2>/dev/null; do
    if died_early "$name" || [ $SECONDS -gt $deadline ]; then
      kill $starter 2>/dev/null || true
      wait $starter 2>/dev/null || true
      return 1
    fi
    sleep 0.2
  done
  wait $starter || return 1
  until answers "$name"; do
    if died_early "$name" || [ $SECONDS -gt $deadline ]; then
      return 1
    fi
    sleep 0.2
  done
}

# died_early NAME: a component that kwokctl started is gone again.
died_early() {
  local file
  for file in "$(dir_of "$1")"/pids/*.pid; do
    if [ -s "$file" ] && ! kill -0 "$(cat "$file")" 2>/dev/null; then
      return 0
    fi
  done
  return 1
}

tail_logs() {
  local file
  for file in "$(dir_of "$1")"/kwokctl.log "$(dir_of "$1")"/logs/*.log; do
    [ -s "$file" ] || continue
    echo "--- ${file##*/}" >&2
    tail -n 5 "$file" | cut -c 1-300 >&2
  done
}

server_of() {
  sed -n 's/^ *server: //p' "$(dir_of "$1")/kubeconfig.yaml"
}

# remove_cluster NAME: its data go with it, so nothing is gained by asking its processes to end in order.
remove_cluster() {
  local pids tries=0
  # Its processes are known by their environment, so also when its folder is gone.
  realnode down --name "$1"
  while pids=$(pids_of "$1") && [ -n "$pids" ]; do
    # shellcheck disable=SC2086
    kill -KILL $pids 2>/dev/null || true
    tries=$((tries + 1))
    [ $tries -le 100 ] || die "processes of '$1' do not end: $(echo "$pids" | tr '\n' ' ')"
    sleep 0.1
  done
  rm -rf "$(dir_of "$1")"
}

cluster_down() {
  with_lock "cluster-$1" "another devcluster is busy with '$1'; waiting for it" down_locked "$1"
}

down_locked() {
  if [ ! -d "$(dir_of "$1")" ] && [ -z "$(pids_of "$1")" ] && ! realnode remains --name "$1"; then
    say "'$1' is not up"
    return
  fi
  remove_cluster "$1"
  say "'$1' is down"
}

cluster_names() {
  {
    ls "$state/clusters"
    # Clusters whose folder was deleted while they ran.
    programs_under "$state/clusters" | sed -n 's#^[0-9]* \([^/]*\)/bin/.*#\1#p'
  } | sort -u
}

cluster_down_all() {
  local name
  for name in $(cluster_names); do
    cluster_down "$name"
  done
}

cluster_kubeconfig() {
  [ -e "$(dir_of "$1")/complete" ] || die "there is no cluster '$1' (devcluster up --name $1 makes it)"
  echo "$(dir_of "$1")/kubeconfig.yaml"
}

cluster_status() {
  local problem
  if is_real "$1"; then
    realnode status --name "$1"
    return
  fi
  if [ ! -d "$(dir_of "$1")" ] && [ -z "$(pids_of "$1")" ]; then
    echo "$1: not up"
    return 1
  fi
  if is_locked "cluster-$1"; then
    echo "$1: being raised or taken down at this moment"
    return 1
  fi
  problem=$(problem_of "$1")
  if [ -n "$problem" ]; then
    echo "$1: broken, $problem (up makes it anew, down removes it)"
    return 1
  fi
  if is_bare "$1"; then
    echo "$1: up, $(server_of "$1"), bare"
  else
    echo "$1: up, $(server_of "$1"), $(kubectl_on "$1" get nodes --no-headers 2>/dev/null | grep -c ' Ready ') fake nodes ready"
  fi
}

cluster_status_all() {
  local names name missing status=0
  missing=$(missing_tools "${default_tools[@]}" | tr '\n' ' ')
  if [ -n "$missing" ]; then
    echo "programs: not built: ${missing% }"
  else
    echo "programs: built, in $bin"
  fi
  names=$(cluster_names)
  [ -n "$names" ] || echo "no cluster is up"
  for name in $names; do
    cluster_status "$name" || status=1
  done
  return $status
}
