# The machine "control": the cluster's LAN, etcd, API server, controllers, scheduler. No pods run here.
# shellcheck shell=bash disable=SC2154

control_network() {
  in_network control ip link add lan type bridge
  in_network control ip addr add "$control_address/24" dev lan
  in_network control ip link set lan up
}

control_components() {
  local pki=$cluster/pki
  define control etcd "$bin/etcd" --name control --data-dir /var/lib/etcd --unsafe-no-fsync \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --log-level warn
  # Webhooks live on pods; no kube-proxy runs here, so the API server reads their EndpointSlices itself.
  define control kube-apiserver "$bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 \
    --bind-address 0.0.0.0 --secure-port 6443 --advertise-address "$control_address" \
    --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --client-ca-file "$pki/ca.crt" \
    --kubelet-client-certificate "$pki/apiserver-to-kubelet.crt" --kubelet-client-key "$pki/apiserver-to-kubelet.key" \
    --kubelet-certificate-authority "$pki/ca.crt" --kubelet-preferred-address-types InternalIP \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --allow-privileged \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$pki/service-accounts.key" \
    --service-account-signing-key-file "$pki/service-accounts.key" \
    --service-cluster-ip-range "$services" --enable-aggregator-routing
  define control kube-controller-manager "$bin/kube-controller-manager" --kubeconfig "$pki/controller-manager.kubeconfig" \
    --use-service-account-credentials --service-account-private-key-file "$pki/service-accounts.key" \
    --root-ca-file "$pki/ca.crt" --leader-elect=false --bind-address 127.0.0.1 \
    --kube-api-qps 500 --kube-api-burst 1000
  define control kube-scheduler "$bin/kube-scheduler" --kubeconfig "$pki/scheduler.kubeconfig" \
    --leader-elect=false --bind-address 127.0.0.1 --kube-api-qps 500 --kube-api-burst 1000
}

# The API server on a loopback port of the host: `forward` listens there and dials from inside the machine.
control_door() {
  local pid dir=$cluster/machines/control port
  pid=$(machine_pid control)
  rm -f "$dir/run/door"
  (
    join_groups control
    exec env -i "$marker" PATH=/usr/bin:/bin setsid "$bin/forward" --network "/proc/$pid/ns/net" \
      --to "$control_address:6443" --port-file "$dir/run/door"
  ) </dev/null >"$dir/log/forward.log" 2>&1 9>&- &
  wait_until 5 "the API server's loopback port" test -s "$dir/run/door"
  port=$(cat "$dir/run/door")
  client_config admin "https://127.0.0.1:$port" >"$kubeconfig"
  chmod 600 "$kubeconfig"
}

control_start() {
  control_network
  control_components
  launch control etcd
  launch control kube-apiserver
  control_door
  wait_until 60 "a ready API server" kube get --raw /readyz
  launch control kube-controller-manager
  launch control kube-scheduler
}
