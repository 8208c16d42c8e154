package io.github.heddle.demo.server;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.demo.Jvm;
import io.github.heddle.demo.Main;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code heddle serve} in a JVM of its own, on a free port of the loopback address, with named pipes allowed. It ends at
 * the close, and also when this JVM ends in whatever way.
 *
 * <p>All methods may be called by several threads at once.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern FIRST_LINE = Pattern.compile("Serving .* at (http://\\S+/)");
    private static final long END_SECONDS = 5;

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;
    private final URI uri;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        orders = process.outputWriter();
        answers = process.inputReader();
        uri = address();
    }

    /**
     * Starts a server and waits until it accepts connections. What it writes to standard error goes to this JVM's.
     *
     * @param directory what it serves
     * @param options of its JVM, after those that this JVM was started with and that matter to it
     * @throws IOException if it does not start; it has told why on standard error
     */
    public static ServerProcess start(Path directory, String... options) throws IOException {
        List<String> all = new ArrayList<>(inheritedOptions());
        all.addAll(List.of(options));
        Process process = Jvm.start(
                Main.class,
                all,
                List.of("serve", "--dir", directory.toString(), "--port", "0", "--pipes", "--until-eof"));
        try {
            return new ServerProcess(process);
        } catch (IOException | RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private static List<String> inheritedOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> Stream.of("-X", "-Djdk.virtualThreadScheduler.", "-Dheddle.")
                        .anyMatch(option::startsWith))
                .toList();
    }

    private URI address() throws IOException {
        String line = answers.readLine();
        Matcher matcher = FIRST_LINE.matcher(line == null ? "" : line);
        if (!matcher.matches()) {
            throw new IOException("the server's process has not started: "
                    + (line == null ? "it ended, see above" : "it said " + line));
        }
        return URI.create(matcher.group(1));
    }

    /** {@return where it is found, with a slash at the end} */
    public URI uri() {
        return uri;
    }

    public long pid() {
        return process.pid();
    }

    /**
     * {@return what {@code /statistics} tells} It is asked for through the process's standard input, so it can be had
     * also while all of the server's carrier threads are held and it answers no request.
     *
     * @throws IOException if the process has ended
     */
    public synchronized Map<String, Object> statistics() throws IOException {
        orders.write("statistics\n");
        orders.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the server's process ended");
        }
        return JSON.std.mapFrom(line);
    }

    /** The end of its input is the server's end; where it does not take that, it is ended by force. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
