# shellcheck shell=bash
# What a cluster is made of: kwokctl's settings file, and fake nodes.

write_settings() {
  local name=$1 bare=$2 option port_found
  cat <<YAML
apiVersion: config.kwok.x-k8s.io/v1alpha1
kind: KwokctlConfiguration
options:
  runtime: binary
  bindAddress: 127.0.0.1
  components: [$(components_of "$bare" | tr ' ' ',')]
  kubeAuthorization: true
  kubeAdmission: true
  etcdBinary: "$bin/etcd"
  kubeApiserverBinary: "$bin/kube-apiserver"
  kubeControllerManagerBinary: "$bin/kube-controller-manager"
  kubeSchedulerBinary: "$bin/kube-scheduler"
  kwokControllerBinary: "$bin/kwok"
  kubectlBinary: "$bin/kubectl"
YAML
  for option in etcdPeerPort etcdPort kubeApiserverPort kubeControllerManagerPort kubeSchedulerPort kwokControllerPort; do
    free_port
    echo "  $option: $port_found"
  done
  cat <<YAML
componentsPatches:
  - name: etcd
    extraArgs:
      # The data are thrown away with the cluster.
      - {key: unsafe-no-fsync, value: "true"}
  - name: kube-apiserver
    extraArgs:
      # An address from the range kept for documentation: nothing here is reached by it, and no default route is needed.
      - {key: advertise-address, value: 192.0.2.1}
      - {key: service-cluster-ip-range, value: 10.96.0.0/16}
  - name: kube-controller-manager
    extraArgs:
      # Each controller is its own service account, as kubeadm sets it, so that admission sees who really writes.
      - {key: use-service-account-credentials, value: "true"}
      - {key: leader-elect, value: "false"}
      # With the default of 20 requests/s the controllers' accounts alone take 5 s to make.
      - {key: kube-api-qps, value: "500"}
      - {key: kube-api-burst, value: "1000"}
  - name: kube-scheduler
    extraArgs:
      - {key: leader-elect, value: "false"}
      - {key: kube-api-qps, value: "500"}
      - {key: kube-api-burst, value: "1000"}
YAML
  if ! $bare; then
    echo ---
    cat "$here/fake-pods.yaml"
    echo ---
    cat "$here/fake-nodes.yaml"
  fi
}

# scale_nodes NAME COUNT: fake-1 … fake-COUNT, over three zones.
scale_nodes() {
  local name=$1 count=$2 number zones=(a b c) extra
  extra=$(kubectl_on "$name" get nodes -o name | sed -n 's#^node/fake-##p' | awk -v count="$count" '$1 > count { print "fake-" $1 }')
  # shellcheck disable=SC2086
  [ -z "$extra" ] || kubectl_on "$name" delete node $extra >/dev/null
  [ "$count" -gt 0 ] || return 0
  for ((number = 1; number <= count; number++)); do
    cat <<YAML
---
apiVersion: v1
kind: Node
metadata:
  name: fake-$number
  labels:
    type: kwok
    kubernetes.io/hostname: fake-$number
    kubernetes.io/os: linux
    kubernetes.io/arch: amd64
    topology.kubernetes.io/region: local
    topology.kubernetes.io/zone: ${zones[number % 3]}
YAML
  done | kubectl_on "$name" apply --server-side --field-manager devcluster -f - >/dev/null
  kubectl_on "$name" wait --for=condition=Ready node --all --timeout=60s >/dev/null
}
