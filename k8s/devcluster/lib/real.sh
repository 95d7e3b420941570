# shellcheck shell=bash
# Clusters with real nodes: the same folder, locks and binaries; raised and removed by realnode/realnode.

realnode() {
  "$here/realnode/realnode" "$@"
}

is_real() {
  [ -d "$(dir_of "$1")/machines" ]
}

real_up() {
  local name=$1 nodes=$2
  [ -z "$(pids_of "$name")" ] || die "'$name' is up with fake nodes: take it down first (devcluster down --name $name)"
  realnode check --name "$name"
  build_tools etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kubelet kube-proxy
  with_lock "cluster-$name" "another devcluster is busy with '$name'; waiting for it" real_up_locked "$name" "$nodes"
}

real_up_locked() {
  local started=$SECONDS
  realnode up --name "$1" --nodes "$2"
  say "'$1' is up after $(seconds_since "$started") s, with real nodes: $(realnode kubeconfig --name "$1")"
}
