package io.pointsman.policy.rule;

import io.pointsman.policy.Action;
import io.pointsman.policy.Defaults;
import io.pointsman.policy.Finding;
import io.pointsman.policy.Rule;
import io.pointsman.policy.RuleText;
import io.pointsman.policy.Scene;
import io.pointsman.workload.ApiObject;
import io.pointsman.workload.Container;
import io.pointsman.workload.PodTemplate;
import io.pointsman.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** {@code mutable-image}. */
public final class MutableImage implements Rule.OfState {
    private static final RuleText TEXT = new RuleText(
            "mutable-image",
            "The image may change under the same name",
            "A container's image has no tag and no digest, or the tag latest; or it has no digest where the policy requires one.",
            "Two pods of one revision may run different code. A restart becomes an unplanned rollout, and a rollback brings back the name but not the image.",
            "Name a tag that is never moved, best with its digest.",
            """
            image: registry.example.com/web:1.4.2@sha256:0f3b…
            """);

    @Override
    public RuleText text() {
        return TEXT;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(Action.Warn, Action.Deny);
    }

    @Override
    public List<Finding> find(ApiObject object, Scene scene) {
        if (!(object instanceof Workload workload)) {
            return List.of();
        }
        PodTemplate template = workload.template();
        List<Finding> findings = new ArrayList<>();
        find(template.initContainers(), "initContainers", scene, findings);
        find(template.containers(), "containers", scene, findings);
        return findings;
    }

    private void find(List<Container> containers, String list, Scene scene, List<Finding> findings) {
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            String image = container.image();
            String problem = image.isEmpty() || image.contains("@")
                    ? ""
                    : problem(image, scene.settings().digestRequired());
            if (!problem.isEmpty()) {
                findings.add(new Finding(
                        id(),
                        container.name(),
                        "spec.template.spec." + list + "[" + i + "].image",
                        "is " + image + ", which " + problem,
                        scene.settings().digestRequired() ? "named by digest" : "a tag that is never moved",
                        "set a fixed tag such as " + name(image) + ":1.2.3"
                                + (scene.settings().digestRequired() ? ", and its @sha256 digest" : ""),
                        1));
            }
        }
    }

    private static String problem(String image, boolean digestRequired) {
        String tag = tag(image);
        if (tag.isEmpty()) {
            return "has no tag and means latest";
        }
        if (tag.equals("latest")) {
            return "is whatever was pushed last";
        }
        return digestRequired ? "has no digest" : "";
    }

    /** A colon before the last slash belongs to the registry's port. */
    private static String tag(String image) {
        int colon = image.lastIndexOf(':');
        return colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "";
    }

    private static String name(String image) {
        int colon = image.lastIndexOf(':');
        return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
    }
}
