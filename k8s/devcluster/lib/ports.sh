# shellcheck shell=bash
# Ports of the loopback.

taken_ports=""

is_free() {
  ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Sets port_found to a free one, below the range that the system hands out by itself, and at random, so that programs started at the
# same moment seldom meet.
free_port() {
  while :; do
    port_found=$((20000 + RANDOM % 12000))
    case " $taken_ports " in *" $port_found "*) continue ;; esac
    ! is_free "$port_found" || break
  done
  taken_ports+=" $port_found"
}
