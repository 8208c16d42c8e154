package io.github.heddle.demo;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** A path as the bytes it has on disk, which need not be text in any encoding. */
final class PathText {
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final char UNDECODABLE = '\uFFFD';

    private PathText() {}

    static byte[] bytes(Path path) {
        String text = path.toString();
        return text.indexOf(UNDECODABLE) < 0 ? text.getBytes(NAMES) : undecodedBytes(path);
    }

    /** As {@code sha256sum} writes a name: backslash, newline and carriage return escaped. */
    static byte[] escaped(byte[] name) {
        var escaped = new ByteArrayOutputStream(name.length + 8);
        for (byte b : name) {
            switch (b) {
                case '\\' -> escaped.writeBytes(ascii("\\\\"));
                case '\n' -> escaped.writeBytes(ascii("\\n"));
                case '\r' -> escaped.writeBytes(ascii("\\r"));
                default -> escaped.write(b);
            }
        }
        return escaped.toByteArray();
    }

    // toString() has lost the bytes that are no text; the URI is the one public view that keeps them.
    private static byte[] undecodedBytes(Path path) {
        byte[] absolute = percentDecoded(path.toUri());
        if (path.isAbsolute()) {
            return absolute;
        }
        int prefix = percentDecoded(Path.of("").toUri()).length;
        var relative = new ByteArrayOutputStream(absolute.length);
        relative.write(absolute, prefix, absolute.length - prefix);
        return relative.toByteArray();
    }

    private static byte[] percentDecoded(URI uri) {
        String encoded = uri.getRawPath();
        var decoded = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                decoded.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else {
                decoded.write(c);
            }
        }
        return decoded.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
