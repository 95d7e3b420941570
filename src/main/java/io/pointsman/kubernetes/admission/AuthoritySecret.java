package io.pointsman.kubernetes.admission;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.pointsman.security.certificate.Authorities;
import io.pointsman.security.certificate.Authority;
import io.pointsman.security.certificate.AuthorityStore;
import io.pointsman.security.certificate.Pem;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the authorities in a Secret: {@code ca.crt}, {@code ca.key} and, after a renewal, {@code previous.crt}. */
final class AuthoritySecret implements AuthorityStore {
    private static final String CERTIFICATE = "ca.crt";
    private static final String KEY = "ca.key";
    private static final String PREVIOUS = "previous.crt";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String owner;

    /** @param owner the ServiceAccount with which the Secret goes away */
    AuthoritySecret(KubernetesClient client, String namespace, String name, String owner) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.owner = owner;
    }

    @Override
    public Stored load() {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null) {
            return new Nothing();
        }
        String version = secret.getMetadata().getResourceVersion();
        Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
        try {
            Authority current = new Authority(Pem.certificate(decode(data, CERTIFICATE)), Pem.key(decode(data, KEY)));
            Optional<X509Certificate> previous = data.containsKey(PREVIOUS)
                    ? Optional.of(Pem.certificate(decode(data, PREVIOUS)))
                    : Optional.empty();
            return new Kept(version, new Authorities(current, previous));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return new Unusable(
                    version, "Secret " + namespace + "/" + name + " holds no usable authority: " + e.getMessage());
        }
    }

    @Override
    public boolean replace(Stored seen, Authorities next) {
        try {
            return switch (seen) {
                case Nothing() -> {
                    client.resource(secret(next, null)).create();
                    yield true;
                }
                case Unusable(String version, String problem) -> update(secret(next, version));
                case Kept(String version, Authorities kept) -> update(secret(next, version));
            };
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private boolean update(Secret secret) {
        client.resource(secret).update();
        return true;
    }

    private Secret secret(Authorities authorities, @Nullable String version) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(CERTIFICATE, encode(Pem.of(authorities.current().certificate())));
        data.put(KEY, encode(Pem.of(authorities.current().key())));
        authorities.previous().ifPresent(previous -> data.put(PREVIOUS, encode(Pem.of(previous))));
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(version)
                .addToLabels("app.kubernetes.io/managed-by", "pointsman")
                .withOwnerReferences(owners())
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
    }

    private List<OwnerReference> owners() {
        ServiceAccount account =
                client.serviceAccounts().inNamespace(namespace).withName(owner).get();
        return account == null
                ? List.of()
                : List.of(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ServiceAccount")
                        .withName(owner)
                        .withUid(account.getMetadata().getUid())
                        .build());
    }

    private static String decode(Map<String, String> data, String key) throws GeneralSecurityException {
        String value = data.get(key);
        if (value == null) {
            throw new GeneralSecurityException(key + " is missing");
        }
        return new String(Base64.getDecoder().decode(value), StandardCharsets.US_ASCII);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
