package io.pointsman.workload;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PodDisruptionBudget. At most one of its two amounts is set.
 *
 * @param selector null chooses no pods; one without terms chooses all of the namespace
 */
public record DisruptionBudget(
        Metadata metadata,
        @Nullable LabelSelector selector,
        @Nullable IntOrPercent minAvailable,
        @Nullable IntOrPercent maxUnavailable)
        implements ApiObject {
    static DisruptionBudget read(Fields object) {
        Fields spec = object.in("spec");
        return new DisruptionBudget(
                Metadata.read(object),
                spec.optional("selector", LabelSelector::read),
                spec.intOrPercent("minAvailable"),
                spec.intOrPercent("maxUnavailable"));
    }

    /** Whether it covers pods with those labels. */
    public boolean covers(Map<String, String> podLabels) {
        return selector != null && selector.matches(podLabels);
    }

    /**
     * How many of {@code pods} pods may be evicted at once when all of them are healthy. Both percentages round up; with
     * neither amount, none may (getExpectedPodCount in k8s.io/kubernetes pkg/controller/disruption).
     */
    public int allowed(int pods) {
        if (maxUnavailable != null) {
            return Math.min(maxUnavailable.up(pods), pods);
        }
        return minAvailable == null ? 0 : Math.max(0, pods - minAvailable.up(pods));
    }

    /** The amount as a manifest writes it, with its field. */
    public String shownAmount() {
        return maxUnavailable != null
                ? "maxUnavailable " + maxUnavailable
                : minAvailable == null ? "neither amount" : "minAvailable " + minAvailable;
    }

    @Override
    public Kind kind() {
        return Kind.DISRUPTION_BUDGET;
    }
}
