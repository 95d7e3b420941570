#!/bin/sh
# Renders the chart's default values to pointsman.yaml beside this script, for clusters without Helm.
#   render.sh           writes it
#   render.sh --check   says whether it is what the chart renders today
# Helm is $HELM, else the one of the development cluster, else the one on the PATH.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
helm=${HELM:-${POINTSMAN_DEVCLUSTER_DIR:-$root/.devcluster}/bin/helm}
[ -n "${HELM:-}" ] || [ -x "$helm" ] || helm=helm
command -v "$helm" >/dev/null || {
    echo "render.sh: no Helm. Build it with k8s/devcluster/devcluster build, or name one in HELM." >&2
    exit 2
}

render() {
    manifests=$("$helm" template pointsman "$root/charts/pointsman" --namespace pointsman-system) || exit 1
    cat <<'END'
# Pointsman, rendered from charts/pointsman with its default values by k8s/install/render.sh. Do not edit.
apiVersion: v1
kind: Namespace
metadata:
  name: pointsman-system
  labels:
    app.kubernetes.io/name: pointsman
    pod-security.kubernetes.io/enforce: restricted
END
    printf '%s\n' "$manifests" |
        sed -e '/^ *app.kubernetes.io\/managed-by: Helm$/d' -e '/^ *helm.sh\/chart: /d' -e '/^$/d'
}

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
case ${1:-} in
"") render >"$fresh" && cat "$fresh" >"$here/pointsman.yaml" ;;
--check)
    render >"$fresh"
    diff -u "$here/pointsman.yaml" "$fresh" || {
        echo "render.sh: k8s/install/pointsman.yaml is not what the chart renders: run k8s/install/render.sh" >&2
        exit 1
    }
    ;;
*)
    echo "render.sh: unknown argument $1; it takes none, or --check" >&2
    exit 2
    ;;
esac
