import org.jspecify.annotations.NullMarked;

/** The command {@code heddle}: shows, uses and diagnoses {@code io.github.heddle}. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.github.heddle.demo {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.jr.ob;
    requires info.picocli;
    requires io.github.heddle;
    requires io.helidon.logging.common;
    requires io.helidon.http.sse;
    requires io.helidon.webserver;
    requires io.helidon.webserver.sse;
    requires java.logging;
    requires java.net.http;
    requires jdk.management;
    requires me.tongfei.progressbar;
    requires static org.jspecify;
    requires HdrHistogram;

    opens io.github.heddle.demo to
            info.picocli;
    opens io.github.heddle.demo.bench to
            com.fasterxml.jackson.jr.ob,
            info.picocli;
    opens io.github.heddle.demo.load to
            info.picocli;
    opens io.github.heddle.demo.server to
            info.picocli;

    provides io.helidon.logging.common.spi.LoggingProvider with
            io.github.heddle.demo.server.ServerLog;
}
