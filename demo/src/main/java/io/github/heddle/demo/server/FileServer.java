package io.github.heddle.demo.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Serves a directory by HTTP, a virtual thread for each connection: under {@code /jdk/} with the JDK's reads, under
 * {@code /heddle/} with Heddle's.
 */
final class FileServer implements AutoCloseable {
    /** Kept, as a logger that nobody holds forgets its level. It tells of each start and end, which the command does. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final WebServer server;
    private final InetAddress address;
    private final Statistics statistics;

    private FileServer(WebServer server, InetAddress address, Statistics statistics) {
        this.server = server;
        this.address = address;
        this.statistics = statistics;
    }

    /**
     * @param port 0 for a free one
     * @param pipes whether named pipes are read as well
     */
    static FileServer start(Path directory, InetAddress address, int port, boolean pipes) throws IOException {
        HELIDON.setLevel(Level.OFF);
        var served = new ServedDirectory(directory, pipes);
        List<Side> sides = List.of(Side.jdk(), Side.heddle());
        var statistics = new Statistics(sides);
        WebServer server = WebServer.builder()
                .address(address)
                .port(port)
                .routing(routing(sides, served, statistics))
                .build()
                .start();
        if (!server.isRunning()) {
            throw new IOException(whyNot(address, port));
        }
        HELIDON.setLevel(Level.WARNING);
        return new FileServer(server, address, statistics);
    }

    private static HttpRouting.Builder routing(List<Side> sides, ServedDirectory served, Statistics statistics)
            throws IOException {
        HttpRouting.Builder routing = HttpRouting.builder()
                .get("/", new FrontPage())
                .get("/ping", (_, response) -> PlainText.send(response, "pong"))
                .get("/statistics", (_, response) -> response
                        .header(HeaderNames.CONTENT_TYPE, "application/json")
                        .header(Headers.NOSNIFF)
                        .header(Headers.NO_STORE)
                        .send(statistics.json() + "\n"));
        sides.forEach(side -> routing.any(side.prefix() + "*", new FileHandler(side, served)));
        return routing;
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

    /** {@return where it is found by programs of this machine} */
    URI uri() {
        String host = address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
    }

    Statistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        server.stop();
    }
}
