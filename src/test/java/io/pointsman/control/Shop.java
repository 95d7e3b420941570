package io.pointsman.control;

import static io.restassured.RestAssured.given;

import io.pointsman.testing.DevCluster;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/**
 * A namespace with a Service {@code web} on blue, a green Deployment beside it, and callers: {@code ci}, who may do all that
 * a swap and a restart take, and others who may do less.
 */
record Shop(DevCluster cluster, String namespace) {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web, version: blue}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: plain}
            spec: {selector: {app: web}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: headless}
            spec: {clusterIP: None, selector: {app: web, version: blue}, ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: elsewhere}
            spec: {type: ExternalName, externalName: example.com}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: selectorless}
            spec: {ports: [{port: 80}]}
            """
            + deployment("blue")
            + deployment("green")
            + role("ci", """
                            - {apiGroups: [pointsman.io], resources: [bluegreenswaps, pacedrollouts], verbs: [create, get, list]}
                            - {apiGroups: [""], resources: [services], verbs: [patch]}
                            - {apiGroups: [apps], resources: [deployments], verbs: [patch]}
                            """)
            + role("creator", """
                            - {apiGroups: [pointsman.io], resources: [bluegreenswaps, pacedrollouts], verbs: [create, get, list]}
                            """)
            + role("patcher", """
                            - {apiGroups: [""], resources: [services], verbs: [patch]}
                            """)
            + role("swaps-only", """
                            - {apiGroups: [pointsman.io], resources: [bluegreenswaps], verbs: [get, list]}
                            """)
            + role("nobody", """
                            - {apiGroups: [""], resources: [configmaps], verbs: [get]}
                            """);

    private static String deployment(String color) {
        return """
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web-%1$s}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: web, version: %1$s}}
                  template:
                    metadata: {labels: {app: web, version: %1$s}}
                    spec: {containers: [{name: web, image: "registry.example/web:1"}]}
                """.formatted(color);
    }

    private static String role(String name, String rules) {
        return """
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: %1$s}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: %1$s}
                rules:
                %2$s---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: %1$s}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
                subjects: [{kind: ServiceAccount, name: %1$s}]
                """.formatted(name, rules);
    }

    static Shop open() {
        DevCluster cluster = DevCluster.bare();
        String namespace = cluster.newNamespace(Map.of());
        cluster.apply(
                namespace,
                MANIFESTS.replace(
                        "kind: ServiceAccount, name:", "kind: ServiceAccount, namespace: " + namespace + ", name:"));
        return new Shop(cluster, namespace);
    }

    /** A fresh token of that caller. */
    String token(String caller) {
        return cluster.kubectl()
                .run("create", "token", caller, "-n", namespace)
                .orFail()
                .strip();
    }

    RequestSpecification as(String caller) {
        return with(token(caller));
    }

    /** Paths are sent as they are written, and no body has no content type, as with curl. */
    static RequestSpecification with(String token) {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    static RequestSpecification anonymous() {
        return given().urlEncodingEnabled(false).noContentType();
    }

    String path(String rest) {
        return "/api/v1/namespaces/" + namespace + "/" + rest;
    }

    /** Posts JSON as that caller. */
    Response post(String caller, String rest, String body) {
        return as(caller).contentType("application/json").body(body).post(path(rest));
    }

    long count(String resource) {
        return cluster.kubectl()
                .run("get", resource, "-n", namespace, "-o", "name")
                .orFail()
                .lines()
                .count();
    }
}
