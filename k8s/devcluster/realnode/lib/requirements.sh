# What the machine must have; skips with one sentence where it cannot be had.
# shellcheck shell=bash disable=SC2154

need_root_and_kernel() {
  [ "$(id -u)" = 0 ] || skip "a real node needs root (namespaces, mounts, containers)"
  [ "$(uname -s)" = Linux ] || skip "a real node needs Linux"
  grep -qw overlay /proc/filesystems || skip "a real node needs the kernel's overlayfs"
  [ -d /sys/fs/cgroup ] || skip "a real node needs cgroups mounted at /sys/fs/cgroup"
  case $cluster/ in
    /run/* | /var/lib/* | /var/log/*) skip "a real node hides /run, /var/lib and /var/log, so its state cannot live in $cluster" ;;
  esac
  local try='ip link add veth0 type veth peer name veth1 && mount -t tmpfs t /mnt'
  unshare --net --mount --pid --cgroup --fork sh -c "$try" >/dev/null 2>&1 ||
    skip "a real node needs network, mount, PID and cgroup namespaces and veth pairs, and this machine does not allow them"
}

# Debian's packages, installed when a program of theirs is missing.
need_packages() {
  local missing=() program package
  while read -r program package; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null 2>&1 || [ -x "$program" ] || missing+=("$package")
  done <<'EOF'
containerd containerd
runc runc
/usr/lib/cni/ptp containernetworking-plugins
nft nftables
ip iproute2
openssl openssl
nsenter util-linux
EOF
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || skip "a real node needs ${missing[*]}, and apt-get is not there to install them"
  say "installing ${missing[*]}"
  if ! { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "${missing[@]}"; } \
    >"$state/apt.log" 2>&1; then
    skip "a real node needs ${missing[*]}, and apt-get could not install them (see $state/apt.log)"
  fi
}

need_nftables() {
  unshare --net nft add table inet try >/dev/null 2>&1 || skip "a real node needs nftables in the kernel (kube-proxy's mode)"
}

need_binaries() {
  local program
  for program in etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl; do
    [ -x "$bin/$program" ] || fail "$bin/$program is missing: k8s/devcluster/devcluster up --nodes 1 builds it"
  done
}

need_all() {
  need_root_and_kernel
  need_packages
  need_nftables
  need_binaries
  build_own
}
