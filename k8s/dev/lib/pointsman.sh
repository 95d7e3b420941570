# shellcheck shell=bash
# Raises a development cluster with Pointsman beside it: the chart installed, the process on this machine with the rights of its own account.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
devcluster=$root/k8s/devcluster/devcluster
jar=$root/target/quarkus-app/quarkus-run.jar
# shellcheck source=../../.mvn/toolchain.sh
. "$root/.mvn/toolchain.sh"
# shellcheck source=../devcluster/lib/ports.sh
. "$root/k8s/devcluster/lib/ports.sh"

state=$("$devcluster" bin)
state=${state%/bin}
cluster=
was_up=false
pointsman=
work=

say() {
  echo "pointsman: $*" >&2
}

fail() {
  say "$*"
  exit 1
}

# need_port PORT WHAT VARIABLE
need_port() {
  [[ $1 =~ ^[0-9]{1,5}$ ]] || fail "$3 must be a port number, not '$1'"
  is_free "$1" || fail "port $1 of the loopback, where $2 is to listen, is in use: stop what listens there, or choose another with $3=PORT"
}

# only_one NAME CLUSTER: fails when this checkout already runs one; ends what one left that was killed.
only_one() {
  pid_file=$state/$1.pid
  exec 8>>"$pid_file"
  ! command -v flock >/dev/null 2>&1 || flock -n 8 || fail "'make $1' is running here already"
  pointsman=$(cat "$pid_file")
  if [ -n "$pointsman" ] && ps -ww -o args= -p "$pointsman" | grep -qF -- "-jar $jar"; then
    say "ending the Pointsman that an earlier 'make $1' left"
    stop TERM
  fi
  pointsman=
  if [ -e "$state/clusters/$2/made-by-$1" ]; then
    "$devcluster" down --name "$2" 8>&-
  fi
  mark=made-by-$1
  work=$state/$1
  rm -rf "$work"
}

build() {
  command -v curl >/dev/null 2>&1 || fail "curl is missing here: install it first"
  JAVA_HOME=$(find_jdk) || exit 1
  export JAVA_HOME
  if [ ! -e "$jar" ] || [ -n "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -type f -print -quit)" ]; then
    say "building the service"
    "$root/mvnw" -q -B -Dmaven.test.skip -Dspotless.check.skip package </dev/null 8>&- || fail "the service does not build (see above)"
  fi
  "$devcluster" build 8>&-
  bin=$state/bin
}

# raise CLUSTER WEBHOOK_PORT: the cluster, with everything that Pointsman needs in it.
raise() {
  cluster=$1
  mkdir -p "$work"
  if "$devcluster" status --name "$cluster" >/dev/null 2>&1; then
    was_up=true
    say "the cluster '$cluster' is up already, and stays up afterwards"
  fi
  "$devcluster" up --name "$cluster" 8>&-
  KUBECONFIG=$("$devcluster" kubeconfig --name "$cluster")
  $was_up || touch "${KUBECONFIG%/*}/$mark"
  export KUBECONFIG KUBERC=off KUBECACHEDIR="$work/cache" HELM_CACHE_HOME="$work/helm" HELM_CONFIG_HOME="$work/helm" HELM_DATA_HOME="$work/helm"
  export PATH="$bin:$PATH"
  helm upgrade --install pointsman "$root/charts/pointsman" --namespace pointsman-system --create-namespace \
    --set deployment.enabled=false --set "webhook.url=https://127.0.0.1:$2" >"$work/helm.log" || fail "the chart could not be installed (see above)"
  write_account_kubeconfig
}

# Pointsman gets no more rights here than the chart gives it in a cluster.
write_account_kubeconfig() {
  local file=$work/pointsman.kubeconfig
  cp "$KUBECONFIG" "$file"
  kubectl config --kubeconfig "$file" set-credentials pointsman --token "$(kubectl create token pointsman -n pointsman-system --duration=48h)" >/dev/null
  kubectl config --kubeconfig "$file" set-context --current --user=pointsman >/dev/null
}

# start HTTP_PORT WEBHOOK_PORT [VARIABLE=VALUE...]: starts the process and waits until it is ready.
start() {
  local http=$1 webhook=$2 deadline=$((SECONDS + 180))
  shift 2
  env "$@" KUBECONFIG="$work/pointsman.kubeconfig" QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$http" \
    POINTSMAN_WEBHOOK_HOST=127.0.0.1 POINTSMAN_WEBHOOK_PORT="$webhook" POINTSMAN_CERTIFICATES_HOSTS=127.0.0.1 \
    "$JAVA_HOME/bin/java" -jar "$jar" </dev/null >>"$work/pointsman.log" 2>&1 8>&- &
  pointsman=$!
  echo "$pointsman" >"$pid_file"
  until curl -fsS -o "$work/ready" --max-time 2 "http://127.0.0.1:$http/q/health/ready" 2>/dev/null; do
    if ! kill -0 "$pointsman" 2>/dev/null; then
      show_log
      fail "Pointsman ended before it was ready (see above)"
    elif [ $SECONDS -gt $deadline ]; then
      curl -sS --max-time 2 "http://127.0.0.1:$http/q/health/ready" >&2
      show_log
      fail "Pointsman was not ready after three minutes (see above)"
    fi
    sleep 0.2
  done
}

show_log() {
  echo "--- the last lines of Pointsman's log" >&2
  tail -n 30 "$work/pointsman.log" >&2
}

# stop SIGNAL: ends the process, and waits until it is gone. (bash's own word on killed children is not wanted.)
stop() {
  local tries=0
  [ -n "$pointsman" ] || return 0
  kill "-$1" "$pointsman" || true
  while kill -0 "$pointsman"; do
    tries=$((tries + 1))
    [ "$tries" -ne 150 ] || kill -KILL "$pointsman"
    sleep 0.1
  done
  wait "$pointsman" || true
  pointsman=
} 2>/dev/null

# clean_up: what was started ends, and what was made goes; a cluster that was there before is left as it was.
clean_up() {
  trap '' INT TERM HUP
  say "stopping"
  stop TERM
  if $was_up; then
    unfurnish
    helm uninstall pointsman --namespace pointsman-system --wait >/dev/null 2>&1
    kubectl delete namespace pointsman-system --ignore-not-found >/dev/null 2>&1
  elif [ -n "$cluster" ]; then
    "$devcluster" down --name "$cluster" 8>&-
  fi
  : >"$pid_file"
  rm -rf "$work"
}

# furnish: the samples, a pipeline that may change things in its namespace, and a stranger who may not.
furnish() {
  {
    kubectl apply -f "$root/k8s/samples/namespaces.yaml"
    kubectl apply -n default -f "$root/k8s/samples/user-service.yaml"
    kubectl create serviceaccount pipeline
    kubectl create rolebinding pipeline --clusterrole=edit --serviceaccount=default:pipeline
    kubectl create serviceaccount stranger
    kubectl wait -n default --for=condition=Available deployment -l app=user-service --timeout=60s
  } >"$work/furnish.log" 2>&1 || {
    cat "$work/furnish.log" >&2
    fail "the samples could not be applied (see above)"
  }
  await_admission
}

# await_admission: a process that is ready is not yet one that the API server calls; that takes it a moment after the configuration changes.
await_admission() {
  local deadline=$((SECONDS + 30))
  while kubectl apply --dry-run=server -n shop -f "$root/k8s/samples/reckless.yaml" >"$work/admission.log" 2>&1; do
    if [ $SECONDS -gt $deadline ]; then
      say "the API server does not ask Pointsman yet; going on all the same"
      return
    fi
    sleep 0.5
  done
}

unfurnish() {
  kubectl delete bluegreenswaps,pacedrollouts --all
  kubectl delete -n default -f "$root/k8s/samples/user-service.yaml" --ignore-not-found
  kubectl delete -f "$root/k8s/samples/namespaces.yaml" --ignore-not-found
  kubectl delete serviceaccount/pipeline serviceaccount/stranger rolebinding/pipeline --ignore-not-found
} >/dev/null 2>&1
