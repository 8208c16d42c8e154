package io.github.heddle.demo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** How what is drawn looks, in light and dark. */
enum Stylesheet {
    /** The colours, and all that a chart has. */
    CHART("chart.css"),
    /** The page around the charts. */
    REPORT("report.css");

    private final String resource;

    Stylesheet(String resource) {
        this.resource = resource;
    }

    String text() throws IOException {
        try (InputStream text = Objects.requireNonNull(Stylesheet.class.getResourceAsStream(resource), resource)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
