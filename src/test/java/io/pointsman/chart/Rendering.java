package io.pointsman.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What Helm made of the chart. */
record Rendering(String text, List<JsonNode> objects) {
    Rendering(String text) {
        this(text, Chart.documents(text));
    }

    /** The objects of a kind, in order. */
    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** The one object of a kind. */
    JsonNode only(String kind) {
        List<JsonNode> all = all(kind);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " objects of kind " + kind + " were rendered, not one");
        }
        return all.getFirst();
    }

    /** The object of a kind with a name. */
    JsonNode named(String kind, String name) {
        return all(kind).stream()
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " was rendered"));
    }
}
