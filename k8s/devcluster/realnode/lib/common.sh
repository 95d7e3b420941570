# Names, places and addresses that all parts share.
# shellcheck shell=bash disable=SC2034,SC2154

# RFC 2544 test addresses; they exist inside the cluster's own network namespaces only.
lan=198.18.0
control_address=$lan.1
pods=198.18.0.0/16
services=198.19.0.0/16
kubernetes_service=198.19.0.1
skip_code=77

say() { printf '%s\n' "$*" >&2; }
fail() { say "realnode: $*"; exit 1; }
skip() { say "skipped: $*"; exit "$skip_code"; }

node_address() { printf '%s.%d' "$lan" "$((10 + ${1#node}))"; }
node_pods() { printf '198.18.%d.0/24' "${1#node}"; }

locate_cluster() {
  root=$(cd "$here/../../.." && pwd -P)
  state=${POINTSMAN_DEVCLUSTER_DIR:-$root/.devcluster}
  mkdir -p "$state"
  state=$(cd "$state" && pwd -P)
  bin=$state/bin
  images=$state/images
  cluster=$state/clusters/$1
  kubeconfig=$cluster/kubeconfig.yaml
  # Every process of the cluster outside its PID namespaces carries this in its environment: `down` ends what has it.
  marker=POINTSMAN_REALNODE=$cluster
  group=pointsman-$1-$(printf %s "$cluster" | cksum | cut -d' ' -f1)
}

machines() { [ ! -d "$cluster/machines" ] || ls "$cluster/machines"; }
node_names() { machines | grep '^node' || true; }
kube() { KUBERC=off KUBECACHEDIR=$state/kubectl-cache "$bin/kubectl" --kubeconfig "$kubeconfig" --request-timeout 5s "$@"; }

must_be_up() {
  [ -f "$cluster/complete" ] || fail "no cluster '$name' is up (realnode up --name $name)"
}

# wait_until SECONDS WHAT CMD...: fails with a sentence that says what did not happen.
wait_until() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$what did not happen in time; logs are in $cluster/machines/*/log"
    sleep 0.1
  done
}
