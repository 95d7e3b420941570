#!/usr/bin/env bash
# PID 1 of a machine: hides the host's /run, /var/lib, /var/log and cgroups behind the machine's own, then only reaps.
set -euo pipefail
dir=$1
machine=$2

mount --make-rshared /
mount -t tmpfs -o mode=755 run /run
mount --bind "$dir/lib" /var/lib
mount --bind "$dir/log" /var/log

if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  umount /sys/fs/cgroup
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir -p /sys/fs/cgroup/init
  xargs -rn1 </sys/fs/cgroup/cgroup.procs | while read -r pid; do echo "$pid" >/sys/fs/cgroup/init/cgroup.procs || true; done
  sed 's/^/+/; s/ / +/g' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
else
  mount -t tmpfs -o mode=755 cgroups /sys/fs/cgroup
  while IFS=: read -r id controllers _; do
    [ "$id" != 0 ] || continue
    mkdir "/sys/fs/cgroup/${controllers#name=}"
    case $controllers in name=*) controllers=none,$controllers ;; esac
    mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/${controllers#none,name=}"
  done </proc/self/cgroup
fi

hostname "$machine"
ip link set lo up
cat >"$dir/config/resolv.conf" </dev/null
{
  echo 1 >/proc/sys/net/ipv4/ip_forward
  # A load generator opens many connections from one address: all ports, and those in TIME_WAIT again.
  echo 1024 65535 >/proc/sys/net/ipv4/ip_local_port_range
  echo 1 >/proc/sys/net/ipv4/tcp_tw_reuse
}
touch "$dir/ready"
while :; do
  sleep infinity &
  wait $! || true
done
