package io.github.heddle.demo.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Range header asks for (RFC 9110, section 14).
 *
 * <p>One that is malformed is ignored, as the RFC demands. It allows to ignore any other as well, and these are: more
 * ranges than anybody needs, ranges that together are longer than the file, which only cost, and all of an empty file,
 * which has no parts.
 */
final class RangeHeader {
    private static final int MOST = 64;
    private static final Pattern UNIT = Pattern.compile("bytes=(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SPEC = Pattern.compile("(?<first>\\d+)-(?<last>\\d*)|-(?<suffix>\\d+)");

    private RangeHeader() {}

    /** {@return the ranges within the file, none where all of them lie outside; or empty if the header is ignored} */
    static Optional<List<ByteRange>> ranges(String header, long size) {
        Matcher unit = UNIT.matcher(header.strip());
        if (size == 0 || !unit.matches()) {
            return Optional.empty();
        }
        List<ByteRange> ranges = new ArrayList<>();
        int specs = 0;
        for (String element : unit.group(1).split(",", -1)) {
            String text = element.strip();
            if (text.isEmpty()) {
                continue; // a list may have empty elements
            }
            Matcher spec = SPEC.matcher(text);
            specs++;
            if (specs > MOST || !spec.matches() || isReversed(spec)) {
                return Optional.empty();
            }
            range(spec, size).ifPresent(ranges::add);
        }
        boolean isTooMuch = ranges.stream().mapToLong(ByteRange::length).sum() > size;
        return specs == 0 || isTooMuch ? Optional.empty() : Optional.of(ranges);
    }

    private static boolean isReversed(Matcher spec) {
        String last = spec.group("last");
        return last != null && !last.isEmpty() && number(last) < number(spec.group("first"));
    }

    private static Optional<ByteRange> range(Matcher spec, long size) {
        String suffix = spec.group("suffix");
        if (suffix != null) {
            long length = Math.min(number(suffix), size);
            return length == 0 ? Optional.empty() : Optional.of(new ByteRange(size - length, size - 1));
        }
        long first = number(spec.group("first"));
        String last = spec.group("last");
        long end = last.isEmpty() ? size - 1 : Math.min(number(last), size - 1);
        return first >= size ? Optional.empty() : Optional.of(new ByteRange(first, end));
    }

    /** {@return its value, or the largest there is} */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }
}
