# One CA for the whole cluster, and a certificate for each who speaks.
# shellcheck shell=bash disable=SC2154

# sign FILE SUBJECT [SUBJECT-ALT-NAMES]
sign() {
  local file=$cluster/pki/$1 key=(ec -pkeyopt ec_paramgen_curve:P-256)
  # Java clients outside read RSA keys only, unless they carry BouncyCastle.
  [ "$1" != admin ] || key=(rsa:2048)
  openssl req -x509 -newkey "${key[@]}" -nodes -days 30 -subj "$2" \
    -CA "$cluster/pki/ca.crt" -CAkey "$cluster/pki/ca.key" \
    -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=clientAuth,serverAuth \
    ${3:+-addext "subjectAltName=$3"} -keyout "$file.key" -out "$file.crt" 2>/dev/null
}

# client_config WHO SERVER: a kubeconfig with everything inside it.
client_config() {
  local pki=$cluster/pki
  cat <<EOF
apiVersion: v1
kind: Config
clusters:
- {name: $name, cluster: {server: "$2", certificate-authority-data: $(base64 -w0 "$pki/ca.crt")}}
users:
- {name: $1, user: {client-certificate-data: $(base64 -w0 "$pki/$1.crt"), client-key-data: $(base64 -w0 "$pki/$1.key")}}
contexts:
- {name: $name, context: {cluster: $name, user: $1}}
current-context: $name
EOF
}

make_pki() {
  local pki=$cluster/pki node who subject
  mkdir -p "$pki"
  chmod 700 "$pki"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=pointsman-devcluster \
    -addext keyUsage=critical,keyCertSign,digitalSignature -keyout "$pki/ca.key" -out "$pki/ca.crt" 2>/dev/null
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$pki/service-accounts.key" 2>/dev/null
  sign apiserver /CN=kube-apiserver \
    "DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:localhost,IP:127.0.0.1,IP:$control_address,IP:$kubernetes_service"
  sign apiserver-to-kubelet /O=system:masters/CN=apiserver-to-kubelet
  while read -r who subject; do
    sign "$who" "$subject"
    client_config "$who" "https://$control_address:6443" >"$pki/$who.kubeconfig"
  done <<EOF
admin /O=system:masters/CN=admin
controller-manager /CN=system:kube-controller-manager
scheduler /CN=system:kube-scheduler
proxy /CN=system:kube-proxy
EOF
  for node in $(node_names); do
    sign "$node" "/O=system:nodes/CN=system:node:$node" "DNS:$node,IP:$(node_address "$node")"
    client_config "$node" "https://$control_address:6443" >"$pki/$node.kubeconfig"
  done
}
