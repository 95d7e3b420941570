# shellcheck shell=bash disable=SC2016
# The tour, step by step. `make run` prints it, `make demo` does it. A step is a title, a command, how the command must end (ok or refused),
# and patterns that its output must have, or with ! in front, must not have.

endpoints="kubectl get endpointslices -l kubernetes.io/service-name=user-service \\
  -o 'custom-columns=PODS:.endpoints[*].targetRef.name,READY:.endpoints[*].conditions.ready'"
strategy="kubectl get deployment user-service-green \\
  -o 'custom-columns=SURGE:.spec.strategy.rollingUpdate.maxSurge,UNAVAILABLE:.spec.strategy.rollingUpdate.maxUnavailable,MIN-READY:.spec.minReadySeconds,PAUSED:.spec.paused,HELD-BY:.metadata.annotations.pointsman\.io/held-by'"
post='curl -sS -i -X POST -H "Authorization: Bearer $TOKEN"'

tour_of_admission() {
  step "In production, a Deployment that goes down at every change is denied: all reasons at once, each with its fix" \
    "kubectl apply -n shop -f k8s/samples/reckless.yaml" \
    refused "recreate-strategy" "revision-history" "readiness-probe-missing"
  step "Where nothing is said to be at stake, the same is a warning" \
    "kubectl apply -n sandbox -f k8s/samples/reckless.yaml" \
    ok "^Warning: .*recreate-strategy" "deployment.apps/payment-service created"
  step "Put right, it passes in production" \
    "kubectl apply -n shop -f k8s/samples/corrected.yaml" \
    ok "deployment.apps/payment-service created" "!Warning"
}

tour_of_swaps() {
  step "user-service is blue: these pods get its requests" \
    "$endpoints" \
    ok "user-service-blue-.* true,true,true" "!user-service-green"
  step "A pipeline swaps it to green by HTTP" \
    "$post \"\$API/api/v1/namespaces/default/services/user-service/swap\"" \
    ok "^HTTP/1.1 202" "^Location: /api/v1/namespaces/default/operations/"
  step "It waits for the end" \
    "kubectl wait --for=condition=Complete bluegreenswaps --all --timeout=60s" \
    ok "condition met"
  step "What was done stays readable" \
    "kubectl get bluegreenswaps,pacedrollouts" \
    ok "user-service +blue +green +Complete"
  step "The same Service, other pods" \
    "$endpoints" \
    ok "user-service-green-.* true,true,true" "!user-service-blue"
  step "Back to blue, by kubectl" \
    "echo '{apiVersion: pointsman.io/v1alpha1, kind: BlueGreenSwap, metadata: {name: back-to-blue}, spec: {services: [user-service], to: blue}}' |
  kubectl apply -f -
kubectl wait --for=condition=Complete bluegreenswap/back-to-blue --timeout=60s" \
    ok "created" "condition met"
}

tour_of_refusals() {
  step "A color that is not there is refused, and nothing is held" \
    "$post -H 'Content-Type: application/json' -d '{\"to\": \"purple\"}' \"\$API/api/v1/namespaces/default/services/user-service/swap\"" \
    ok "^HTTP/1.1 4" "purple"
  step "So is a caller without a token" \
    "curl -sS -i -X POST \"\$API/api/v1/namespaces/default/services/user-service/swap\"" \
    ok "^HTTP/1.1 401"
  step "… and one who could not have patched the Service with kubectl either" \
    "curl -sS -i -X POST -H \"Authorization: Bearer \$(kubectl create token stranger)\" \"\$API/api/v1/namespaces/default/services/user-service/swap\"" \
    ok "^HTTP/1.1 403"
  step "user-service is still blue" \
    "kubectl get service user-service -o jsonpath={.spec.selector.version}" \
    ok "^blue$"
}

tour_of_pace() {
  step "The strategy of user-service-green, before" "$strategy" ok "^1 +0 +5 +<none> +<none>"
  step "Its three pods are restarted one by one, each proven before the next" \
    "$post -H 'Content-Type: application/json' -d '{\"pace\": {\"batchSize\": 1, \"settle\": \"3s\"}}' \"\$API/api/v1/namespaces/default/deployments/user-service-green/restart\"" \
    ok "^HTTP/1.1 202" "^Location: /api/v1/namespaces/default/operations/"
  step "… until all are new" \
    "kubectl wait --for=condition=Complete pacedrollouts --all --timeout=180s" \
    ok "condition met"
  step "Its history" \
    "kubectl get pacedrollouts" \
    ok "user-service-green +restart +Complete"
  step "What was borrowed for it is given back" "$strategy" ok "^1 +0 +5 +<none> +<none>"
}
