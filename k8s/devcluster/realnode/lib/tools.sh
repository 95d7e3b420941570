# Our own small Go programs and the images that every cluster has; Go's build cache makes a second time cheap.
# shellcheck shell=bash disable=SC2154

# As the control plane's programs are built: found, or said in a sentence why not.
our_go() (
  here=$root/k8s/devcluster
  # shellcheck source=/dev/null
  . "$here/lib/common.sh" && . "$here/lib/build.sh" && find_go
)

go_build() {
  [ ! -x "$2" ] || [ -n "$(find "$1" -newer "$2" -type f -print -quit)" ] || return 0
  (cd "$1" && GOWORK=off GOFLAGS=-buildvcs=false CGO_ENABLED=0 "$go" build -trimpath -ldflags "-s -w" -o "$2" "$3") || fail "$1 does not build"
}

build_own() {
  local go devcluster=$root/k8s/devcluster made=$state/images/content
  mkdir -p "$bin" "$made"
  go=$(our_go) || exit 1
  go_build "$devcluster/realnode/forward" "$bin/forward" .
  go_build "$devcluster/load" "$bin/load" .
  go_build "$devcluster/images" "$bin/image" .
  go_build "$devcluster/images" "$made/pause" ./pause
  go_build "$root/k8s/samples/app" "$made/app" .
  image_of_one_file pause pointsman.test/pause:1
  image_of_one_file app pointsman.test/app:1
}

image_of_one_file() {
  [ "$images/$1.tar" -nt "$images/content/$1" ] ||
    "$bin/image" --name "$2" --out "$images/$1.tar" --layer "$images/content/$1=/$1" -- "/$1"
}
