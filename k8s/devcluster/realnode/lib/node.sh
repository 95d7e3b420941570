# A machine that runs pods: containerd, runc, a routed CNI network, kubelet, kube-proxy.
# shellcheck shell=bash disable=SC2154

# A veth pair to the LAN in "control", and routes between all pod ranges. Whatever belongs to nobody ends in "control".
node_network() {
  local node=$1 other
  in_network control ip link add "$node" type veth peer name eth0 netns "$(machine_pid "$node")"
  in_network control ip link set "$node" master lan up
  in_network "$node" ip addr add "$(node_address "$node")/24" dev eth0
  in_network "$node" ip link set eth0 up
  in_network "$node" ip route add default via "$control_address"
  # A pod that is gone answers nothing, as on most networks.
  in_network "$node" ip route add blackhole "$(node_pods "$node")"
  in_network control ip route replace "$(node_pods "$node")" via "$(node_address "$node")"
  for other in $(node_names); do
    [ "$other" = "$node" ] || in_network "$node" ip route replace "$(node_pods "$other")" via "$(node_address "$other")"
  done
}

# fill TEMPLATE: @name@ and the like become this cluster's values.
fill() {
  sed -e "s|@node@|$2|g" -e "s|@dir@|$cluster/machines/$2|g" -e "s|@pki@|$cluster/pki|g" \
    -e "s|@address@|$(node_address "$2")|g" -e "s|@pods@|$(node_pods "$2")|g" -e "s|@bridge@|$(node_pods "$2" | sed 's|0/24|1|')|g" \
    "$here/config/$1"
}

node_components() {
  local node=$1 config=$cluster/machines/$1/config
  mkdir -p "$config/cni"
  fill containerd.toml "$node" >"$config/containerd.toml"
  fill pods.conflist "$node" >"$config/cni/pods.conflist"
  fill kubelet.yaml "$node" >"$config/kubelet.yaml"
  define "$node" containerd containerd --config "$config/containerd.toml"
  define "$node" kubelet "$bin/kubelet" --config "$config/kubelet.yaml" --kubeconfig "$cluster/pki/$node.kubeconfig" \
    --hostname-override "$node" --node-ip "$(node_address "$node")"
  define "$node" kube-proxy "$bin/kube-proxy" --kubeconfig "$cluster/pki/proxy.kubeconfig" --hostname-override "$node" \
    --proxy-mode nftables --cluster-cidr "$pods" --conntrack-max-per-core 0 --conntrack-min 0 \
    --conntrack-tcp-timeout-established 0 --conntrack-tcp-timeout-close-wait 0
}

# Reads the tars as the host sees them, so that an image may lie anywhere.
import_images() {
  local node=$1 tar
  shift
  for tar in "$@"; do
    inside "$node" ctr -a /run/containerd/containerd.sock -n k8s.io images import - <"$tar" >/dev/null
  done
}

load_images() {
  local node tar
  [ $# -gt 0 ] || fail "load-image needs docker-archive files"
  for tar in "$@"; do [ -f "$tar" ] || fail "there is no file $tar"; done
  local importing=()
  for node in $(node_names); do
    import_images "$node" "$@" &
    importing+=($!)
  done
  for node in "${importing[@]}"; do wait "$node"; done
}

node_start() {
  local node=$1
  node_components "$node"
  launch "$node" containerd
  wait_until 20 "a ready containerd on $node" inside "$node" ctr -a /run/containerd/containerd.sock version
  import_images "$node" "$images/pause.tar" "$images/app.tar"
  launch "$node" kubelet
  launch "$node" kube-proxy
}
