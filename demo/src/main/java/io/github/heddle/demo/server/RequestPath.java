package io.github.heddle.demo.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * From the path of a URI to one relative to the served directory, in which nothing leads upwards.
 *
 * <p>It is cut into segments first and decoded then, so that no encoded slash is taken for a separator. A segment that
 * could mean anything but one plain name is no name of a file: empty, {@code .}, {@code ..}, or with a slash, a
 * backslash or a NUL in it.
 */
final class RequestPath {
    private RequestPath() {}

    /**
     * @param raw as it came, percent-encoded
     * @param prefix with what it has to begin
     */
    static Path below(String prefix, String raw) throws Refusal {
        if (!raw.startsWith(prefix)) {
            throw Refusal.noSuchFile();
        }
        Path path = Path.of("");
        for (String segment : raw.substring(prefix.length()).split("/", -1)) {
            path = path.resolve(name(segment));
        }
        return path;
    }

    private static Path name(String segment) throws Refusal {
        String name = decoded(segment);
        if (name.isEmpty() || name.equals(".") || name.equals("..") || hasForbidden(name)) {
            throw Refusal.noSuchFile();
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException notInTheEncodingOfPaths) {
            throw Refusal.noSuchFile();
        }
    }

    private static boolean hasForbidden(String name) {
        return name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
    }

    private static String decoded(String segment) throws Refusal {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        var bytes = new ByteArrayOutputStream(segment.length());
        try {
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (c == '%') {
                    bytes.write(HexFormat.fromHexDigits(segment, i + 1, i + 3));
                    i += 2;
                } else {
                    bytes.write(c);
                }
            }
            ByteBuffer utf8 = ByteBuffer.wrap(bytes.toByteArray());
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException notEncodedText) {
            throw Refusal.noSuchFile();
        }
    }
}
