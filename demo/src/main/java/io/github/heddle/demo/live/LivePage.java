package io.github.heddle.demo.live;

import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The page at {@code /}, the events that it draws, and the orders of its controls.
 *
 * <p>An order starts processes and a heavy load, so it must come from this machine, and from the page itself. Any page
 * that a browser shows could send a form here; it cannot add a header of its own to one that goes to another site. And a
 * site whose name is made to mean this machine is told by that name.
 */
public final class LivePage implements HttpService {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final String ONLY_THE_PAGE = "only the page at / can order this, opened as localhost on this machine";
    private static final HeaderName FROM_THE_PAGE = HeaderNames.create("X-Heddle");

    private static final Pattern THIS_MACHINE = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    /** All is in the one file, and nothing is fetched from anywhere. */
    private static final String ONLY_ITSELF = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
            + " img-src data:; connect-src 'self'; frame-ancestors 'none'";

    private final byte[] page;
    private final Stage stage;

    /** @param directory whose files are read */
    public LivePage(Path directory) throws IOException {
        try (InputStream resource = Objects.requireNonNull(LivePage.class.getResourceAsStream("page.html"))) {
            page = resource.readAllBytes();
        }
        stage = new Stage(directory);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::page)
                .head("/", this::page)
                .get("/live/events", this::events)
                .post("/live/start", this::start)
                .post("/live/stop", this::stop);
    }

    private void page(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=UTF-8")
                .header(HeaderNames.CACHE_CONTROL, "no-cache")
                .header(HeaderNames.create("Content-Security-Policy"), ONLY_ITSELF);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.headers().contentLength(page.length);
            response.send();
        } else {
            response.send(page);
        }
    }

    private void events(ServerRequest request, ServerResponse response) throws InterruptedException {
        try (Stage.Seat _ = stage.sit();
                SseSink sink = response.sink(SseSink.TYPE)) {
            Frame frame = stage.frame();
            while (!stage.isClosed()) {
                sink.emit(SseEvent.create(frame.json()));
                frame = stage.next(frame, HEARTBEAT);
            }
        } catch (UncheckedIOException gone) {
            // The page was closed.
        }
    }

    private void start(ServerRequest request, ServerResponse response) {
        if (!isFromThePage(request)) {
            refuse(response, Status.FORBIDDEN_403, ONLY_THE_PAGE);
            return;
        }
        try {
            stage.start(Settings.of(request.content().as(Parameters.class)));
            response.status(Status.NO_CONTENT_204).send();
        } catch (IllegalArgumentException wrong) {
            refuse(response, Status.BAD_REQUEST_400, String.valueOf(wrong.getMessage()));
        } catch (IOException problem) {
            refuse(response, Status.CONFLICT_409, String.valueOf(problem.getMessage()));
        }
    }

    private void stop(ServerRequest request, ServerResponse response) throws InterruptedException {
        if (!isFromThePage(request)) {
            refuse(response, Status.FORBIDDEN_403, ONLY_THE_PAGE);
            return;
        }
        stage.stop();
        response.status(Status.NO_CONTENT_204).send();
    }

    private static boolean isFromThePage(ServerRequest request) {
        return request.headers().contains(FROM_THE_PAGE)
                && request.headers().first(HeaderNames.HOST).filter(THIS_MACHINE.asMatchPredicate()).isPresent()
                && request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress();
    }

    private static void refuse(ServerResponse response, Status status, String line) {
        response.status(status)
                .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8")
                .send(line + "\n");
    }

    @Override
    public void afterStop() {
        stage.close();
    }
}
