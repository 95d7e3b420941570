package io.pointsman.kubernetes.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.pointsman.security.Access;
import io.pointsman.security.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With nobody there to ask, nobody is refused and nobody let in, and the answer comes soon. */
@Timeout(20)
class UnreachableApiServerTest {
    private static final Subject JANE = new Subject("jane", null, List.of(), Map.of());
    private static final Access.Attempt PATCH = new Access.Attempt("patch", "", "services", "", "shop", "web");

    private static KubernetesClient clientOf(int port) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl("https://127.0.0.1:" + port)
                        .build())
                .build();
    }

    @Test
    void aRefusedConnectionIsNoDenial() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (KubernetesClient client = clientOf(closed)) {
            assertThat(new SubjectAccess(client).check(JANE, PATCH))
                    .asInstanceOf(type(Access.Unknown.class))
                    .extracting(Access.Unknown::problem)
                    .asString()
                    .isEqualTo("the Kubernetes API server at https://127.0.0.1:" + closed
                            + " does not answer (connection refused)");
        }
    }

    @Test
    void aServerThatIsSilentIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KubernetesClient client = clientOf(silent.getLocalPort())) {
            assertThat(new SubjectAccess(client).check(JANE, PATCH)).isInstanceOf(Access.Unknown.class);
        }
    }
}
