package io.github.heddle.demo.server;

import io.github.heddle.RingFiles;
import io.github.heddle.demo.DirectoryToServe;
import io.github.heddle.demo.Kernel;
import io.github.heddle.demo.ModuleVersion;
import io.github.heddle.demo.Output;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves files by HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Serves a directory's files by HTTP, a virtual thread for each request, until it is stopped by Ctrl-C.",
            "",
            "  /             a page that shows both sides under the same load; its controls work on this machine only",
            "  /heddle/PATH  a file, read by RingFiles",
            "  /jdk/PATH     the same file, read by java.nio.file.Files",
            "  /ping         answers without touching a file",
            "  /statistics   what was served, and what the carrier threads and the ring do, in JSON",
            "",
            "Programs of this machine only can reach it, unless --host says otherwise. There is no access control and"
                    + " no encryption: all below the directory is for everybody who can reach it."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "1:it cannot listen on that port",
            "2:wrong arguments",
            "130, 143:it was stopped, by Ctrl-C or by a signal"
        })
public final class ServeCommand implements Callable<Integer> {
    /** Fewer connections than these are worth a word. */
    private static final int MANY = 10_000;

    private final Output output;
    private final Front front;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "What to serve. Default: the tour's sample files.")
    private @Nullable Path directory;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String host = "";

    @Option(
            names = "--pipes",
            description = "Read named pipes as well: files that do not answer until somebody writes into them.")
    private boolean pipes;

    @Option(
            names = "--until-eof",
            hidden = true,
            description = "End with standard input, each line of which is answered by a line of statistics.")
    private boolean untilEof;

    private int port;

    /** @param front what it has besides files, unless it is a {@link ServerProcess} */
    public ServeCommand(Output output, Front front) {
        this.output = output;
        this.front = front;
    }

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port to listen on; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    void setPort(int port) {
        if (port < 0 || port > 65_535) {
            throw wrongArgument("--port must be from 0 to 65535, not " + port + ".");
        }
        this.port = port;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path served = DirectoryToServe.of(directory, spec.commandLine(), output);
        RingFiles.backend(); // so that the ring is open before the first request
        var bounds = Bounds.of(new Kernel(Path.of("/proc")).openFiles().soft());
        if (bounds.connections() < MANY) {
            output.complain("only " + bounds.connections() + " connections can be served at once, as this process may"
                    + " have few files open; the others wait. More: ulimit -n 65536, and start it again");
        }
        var files = new ServedDirectory(served, pipes);
        HttpService besides = (untilEof ? Front.none() : front).of(served);
        try (FileServer server = FileServer.start(Side.both(), files, besides, address(), port, bounds)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            output.print("Serving " + served + " at " + server.uri() + "\n");
            if (untilEof) {
                new ParentWatch(System.in, output).watch(server.statistics());
            } else {
                output.print(Examples.of(served, server.uri()));
                Thread.sleep(Long.MAX_VALUE); // a signal ends the JVM
            }
            return ExitCode.OK;
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw wrongArgument("--host " + host + ": no such host.");
        }
    }

    private ParameterException wrongArgument(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
