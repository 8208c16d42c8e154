package io.github.heddle.demo.live;

import io.github.heddle.demo.Jvm;
import io.github.heddle.demo.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command {@code serve} in a process of its own, over some files. */
final class PageServer {
    static final int FILES = 20;

    private final Process process;
    private final URI uri;

    private PageServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    @SuppressWarnings("resource") // the reader is of the process
    static PageServer start(Path directory, int fileBytes) throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.write(directory.resolve("file" + i), new byte[fileBytes]);
        }
        Process process =
                Jvm.start(Main.class, List.of(), List.of("serve", "--dir", directory.toString(), "--port", "0"));
        BufferedReader said = process.inputReader();
        return new PageServer(process, URI.create(said.readLine().replaceFirst(".* at ", "")));
    }

    URI uri() {
        return uri;
    }

    Process process() {
        return process;
    }

    /** An order as the page's form sends it, without the header by which the page is known. */
    HttpRequest.Builder order(String path, String form) {
        return HttpRequest.newBuilder(uri.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
