# shellcheck shell=bash
# Builds the cluster's programs from the pinned Go modules in tools/, each only when its pins or flags changed.

default_tools=(etcd kube-apiserver kube-controller-manager kube-scheduler kubectl kwok kwokctl helm)

# module_of TOOL, package_of TOOL: the folder under tools/ that pins it, and the package that is its main.
module_of() {
  case $1 in
    etcd | helm) echo "$1" ;;
    kube-apiserver | kube-controller-manager | kube-scheduler | kubectl | kubelet | kube-proxy) echo kubernetes ;;
    kwok | kwokctl) echo kwok ;;
    *) die "'$1' is no tool that devcluster builds (it builds: ${default_tools[*]} kubelet kube-proxy)" ;;
  esac
}

package_of() {
  case $1 in
    etcd) echo go.etcd.io/etcd/server/v3 ;;
    helm) echo helm.sh/helm/v4/cmd/helm ;;
    kwok | kwokctl) echo "sigs.k8s.io/kwok/cmd/$1" ;;
    *) echo "k8s.io/kubernetes/cmd/$1" ;;
  esac
}

pinned_version() {
  sed -n "s#^[[:space:]]*\(require \)\{0,1\}$2 \(v[^ ]*\).*#\2#p" "$here/tools/$1/go.mod" | head -n 1
}

# Programs that are built from source know their version only if the linker writes it in.
ldflags_of() {
  local flags="-s -w" version minor package
  case $(module_of "$1") in
    kubernetes)
      version=$(pinned_version kubernetes k8s.io/kubernetes)
      minor=${version#v1.}
      for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
        flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
      done
      ;;
    helm) flags+=" -X helm.sh/helm/v4/internal/version.version=$(pinned_version helm helm.sh/helm/v4)" ;;
  esac
  echo "$flags"
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

fingerprint_of() {
  local module
  module=$here/tools/$(module_of "$1")
  { cat "$module/go.mod" "$module/go.sum" && package_of "$1" && ldflags_of "$1"; } | sha256
}

is_built() {
  [ -x "$bin/$1" ] && [ "$(cat "$bin/.$1.built" 2>/dev/null)" = "$(fingerprint_of "$1")" ]
}

# Prints the go command, or says in one sentence what is wrong with the Go that is here.
find_go() {
  local candidate needed said problem=""
  needed=$(sed -n 's/^go \([0-9.]*\)$/\1/p' "$here/tools/kubernetes/go.mod")
  for candidate in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go/bin/go /opt/homebrew/bin/go "$HOME"/sdk/go*/bin/go; do
    if [ ! -x "$candidate" ]; then
      continue
    elif ! said=$(cd "$here/tools/kubernetes" && GOWORK=off GOFLAGS='' "$candidate" version 2>&1); then
      problem="$candidate can't be used: $(tail -n 1 <<<"$said")"
    elif at_least "$needed" "$said"; then
      echo "$candidate"
      return
    else
      problem="$candidate is older ($said)"
    fi
  done
  die "the cluster's programs are built with Go $needed or newer, and ${problem:-there is none here}: install it from https://go.dev/dl/ and put go on the PATH (a Go from 1.21 on fetches the right one by itself with GOTOOLCHAIN=auto)"
}

# at_least 1.26.0 "go version go1.26.8 linux/amd64"
at_least() {
  local have
  have=$(echo "$2" | sed -n 's/^go version go\([0-9]*\.[0-9]*\).*/\1/p')
  [ -n "$have" ] || return 1
  [ "$((10#${have%.*} * 1000 + 10#${have#*.}))" -ge "$(echo "$1" | awk -F. '{ print $1 * 1000 + $2 }')" ]
}

missing_tools() {
  local tool
  for tool in "$@"; do
    is_built "$tool" || echo "$tool"
  done
}

# build_tools [TOOL...]: builds those that are missing or out of date.
build_tools() {
  [ $# -gt 0 ] || set -- "${default_tools[@]}"
  local tool missing
  for tool in "$@"; do
    module_of "$tool" >/dev/null
  done
  missing=$(missing_tools "$@")
  [ -n "$missing" ] || return 0
  with_lock build "another devcluster is building the programs; waiting for it" build_missing "$@"
}

build_missing() {
  local missing count=0 total started=$SECONDS go
  missing=$(missing_tools "$@")
  [ -n "$missing" ] || return 0
  go=$(find_go)
  total=$(echo "$missing" | wc -l | tr -d ' ')
  say "building $total programs from source, once: $(echo "$missing" | tr '\n' ' ')"
  say "with nothing in Go's build cache that takes 6 to 10 minutes on two cores, else about a minute"
  rm -rf "$bin/.new"
  mkdir -p "$bin/.new"
  for tool in $missing; do
    count=$((count + 1))
    build_one "$go" "$tool" "$count of $total"
  done
  rm -rf "$bin/.new"
  say "built all of them in $(seconds_since "$started") s, in $bin"
}

build_one() {
  local go=$1 tool=$2 position=$3 started=$SECONDS builder status=0 log=$bin/.new/$2.log said=0
  echo "devcluster: [$position] $tool" >&2
  (
    cd "$here/tools/$(module_of "$tool")"
    exec env GOWORK=off GOFLAGS=-buildvcs=false CGO_ENABLED=0 \
      "$go" build -v -trimpath -ldflags "$(ldflags_of "$tool")" -o "$bin/.new/$tool" "$(package_of "$tool")"
  ) >"$log" 2>&1 9>&- &
  builder=$!
  trap 'kill "$builder" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$builder" 2>/dev/null; do
    sleep 1
    if [ "$(seconds_since "$started")" -ge $((said + 15)) ]; then
      said=$(seconds_since "$started")
      say "  … $tool: $said s, $(grep -cv '^go: ' "$log") packages compiled"
    fi
  done
  wait "$builder" || status=$?
  trap - INT TERM
  if [ "$status" -ne 0 ]; then
    grep -v '^[a-z0-9./_-]*$' "$log" | tail -n 20 >&2
    die "$tool could not be built (see above)"
  fi
  mv -f "$bin/.new/$tool" "$bin/$tool"
  fingerprint_of "$tool" >"$bin/.$tool.built"
}
