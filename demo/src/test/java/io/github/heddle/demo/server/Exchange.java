package io.github.heddle.demo.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer as it came: clients that know HTTP would not send all of what is asked here, and would hide some of it. */
final class Exchange {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Exchange(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** {@return by their names in small letters} */
    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    static void send(Socket socket, String method, String path, String... headers) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: test\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    /** Receives one answer; the connection may be used for the next one after it. */
    static Exchange receive(Socket socket, String method) throws IOException {
        InputStream in = socket.getInputStream();
        Exchange head = head(in);
        String length = head.headers.get("content-length");
        byte[] body;
        if (method.equals("HEAD") || head.status == 304) {
            body = new byte[0];
        } else if (length != null) {
            body = in.readNBytes(Integer.parseInt(length));
            if (body.length < Integer.parseInt(length)) {
                throw new EOFException("got " + body.length + " of " + length + " bytes");
            }
        } else {
            body = chunks(in);
        }
        return new Exchange(head.status, head.headers, body);
    }

    /** Receives all up to the content. */
    static Exchange head(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", 3)[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] pair = line.split(": ?", 2);
            headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1]);
        }
        return new Exchange(status, headers, new byte[0]);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
