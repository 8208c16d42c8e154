package io.github.heddle.demo.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Serves a directory by HTTP/1.1, a virtual thread for each connection: under {@code /jdk/} with the JDK's reads, under
 * {@code /heddle/} with Heddle's.
 */
final class FileServer implements AutoCloseable {
    private static final int LONGEST_REQUEST_LINE = 8 << 10;

    /** No request has a content that is of use; what is shorter than this is skipped, and the connection kept. */
    private static final int LONGEST_CONTENT = 64 << 10;

    /** As many clients may knock at the same moment; the kernel takes less where it is set to. */
    private static final int BACKLOG = 4096;

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(5);

    private final WebServer server;
    private final InetAddress address;
    private final Statistics statistics;
    private final Bounds bounds;

    private FileServer(WebServer server, InetAddress address, Statistics statistics, Bounds bounds) {
        this.server = server;
        this.address = address;
        this.statistics = statistics;
        this.bounds = bounds;
    }

    /**
     * Starts it; it accepts connections when this returns.
     *
     * @param front what it has besides files
     * @param port 0 for a free one
     * @param bounds are closed with the server
     * @throws IOException if it cannot listen there
     */
    static FileServer start(
            List<Side> sides,
            ServedDirectory directory,
            HttpService front,
            InetAddress address,
            int port,
            Bounds bounds)
            throws IOException {
        var statistics = new Statistics(sides);
        ServerLog.nothing();
        WebServer server = WebServer.builder()
                .address(address)
                .port(port)
                .backlog(BACKLOG)
                .maxTcpConnections(bounds.connections())
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(IDLE_CHECK)
                .maxPayloadSize(LONGEST_CONTENT)
                .shutdownHook(false) // the command has its own
                .connectionOptions(options -> options.tcpNoDelay(true))
                .protocolsDiscoverServices(false) // or there is HTTP/1.1 with its defaults besides
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(LONGEST_REQUEST_LINE)
                        .sendKeepAliveHeader(false)
                        .addSendListener(new NoLength())
                        .build())
                .directHandlers(BadRequests.handlers())
                .routing(routing(sides, directory, front, statistics, bounds))
                .build()
                .start();
        if (!server.isRunning()) {
            bounds.close();
            throw new IOException(whyNot(address, port));
        }
        ServerLog.onlyProblems();
        return new FileServer(server, address, statistics, bounds);
    }

    private static HttpRouting.Builder routing(
            List<Side> sides, ServedDirectory directory, HttpService front, Statistics statistics, Bounds bounds) {
        HttpRouting.Builder routing = HttpRouting.builder()
                .addFilter(new Closing())
                .any("/ping", new ReadOnly((request, response) -> Answers.send(request, response, "pong")))
                .any("/statistics", new ReadOnly((request, response) -> send(request, response, statistics)));
        for (Side side : sides) {
            routing.any(side.prefix() + "*", new ReadOnly(new FileHandler(side, directory, bounds)));
        }
        routing.register(front);
        Handler nothing = (request, response) -> Answers.send(request, response, Refusal.noSuchFile());
        return routing.any(new ReadOnly(nothing));
    }

    private static void send(ServerRequest request, ServerResponse response, Statistics statistics)
            throws IOException {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        byte[] json = (statistics.json() + "\n").getBytes(StandardCharsets.UTF_8);
        Answers.send(request, response, "application/json", json);
    }

    /** Helidon says that it has not started, and why only to its log. */
    private static String whyNot(InetAddress address, int port) {
        String what = "cannot listen on port " + port + " of " + address.getHostAddress();
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
            return what + "; try again, or another port by --port";
        } catch (IOException problem) {
            return what + ": " + problem.getMessage() + "; name another port by --port, or 0 for any that is free";
        }
    }

    /** {@return where programs of this machine find it} */
    URI uri() {
        String host = address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
    }

    Statistics statistics() {
        return statistics;
    }

    /** Takes no more requests, waits for half a second for those under way, and cuts off what is left. */
    @Override
    public void close() {
        ServerLog.nothing(); // it takes its own end for a failure where it waits for a connection to be closed
        server.stop();
        bounds.close();
    }
}
