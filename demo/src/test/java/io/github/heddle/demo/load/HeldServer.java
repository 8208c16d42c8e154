package io.github.heddle.demo.load;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server which answers {@code /quick} at once, {@code /held} when it is let go, and {@code /missing} by 404. */
final class HeldServer implements AutoCloseable {
    /** Kept, as a logger that nobody holds forgets its level. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private final Semaphore asked = new Semaphore(0);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final WebServer server;

    HeldServer() {
        HELIDON.setLevel(Level.WARNING);
        server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .routing(HttpRouting.builder()
                        .get("/quick", (_, response) -> {
                            asked.release();
                            response.send("four");
                        })
                        .get("/held", (_, response) -> {
                            asked.release();
                            letGo.await();
                            response.send("four");
                        })
                        .get("/missing", (_, response) -> {
                            asked.release();
                            response.status(Status.NOT_FOUND_404).send();
                        }))
                .build()
                .start();
    }

    Requests requests(String path, long size, double perSecond) {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return new Requests(path, List.of(new Target(uri, size)), perSecond, 1);
    }

    /** Waits until so many requests have come. */
    void awaitAsked(int count) throws InterruptedException {
        asked.acquire(count);
    }

    void letGo() {
        letGo.countDown();
    }

    @Override
    public void close() {
        letGo();
        server.stop();
    }
}
