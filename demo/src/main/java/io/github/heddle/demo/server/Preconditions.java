package io.github.heddle.demo.server;

import io.helidon.http.DateTime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conditions of a request for a file that exists, in the order in which they count (RFC 9110, section 13). */
final class Preconditions {
    private static final Pattern TAG = Pattern.compile("(?<weak>W/)?(?<tag>\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")");

    /** What follows from them. */
    enum Verdict {
        HOLD,
        NOT_MODIFIED,
        FAILED
    }

    private final ServerRequestHeaders headers;
    private final Validators file;

    Preconditions(ServerRequestHeaders headers, Validators file) {
        this.headers = headers;
        this.file = file;
    }

    Verdict judge() {
        if (headers.contains(HeaderNames.IF_MATCH)) {
            if (!isListed(HeaderNames.IF_MATCH, this::isSameByStrongComparison)) {
                return Verdict.FAILED;
            }
        } else if (date(HeaderNames.IF_UNMODIFIED_SINCE).filter(file.modified()::isAfter).isPresent()) {
            return Verdict.FAILED;
        }
        if (headers.contains(HeaderNames.IF_NONE_MATCH)) {
            return isListed(HeaderNames.IF_NONE_MATCH, this::isSameByWeakComparison)
                    ? Verdict.NOT_MODIFIED
                    : Verdict.HOLD;
        }
        boolean isUnmodified = date(HeaderNames.IF_MODIFIED_SINCE)
                .filter(date -> !file.modified().isAfter(date))
                .isPresent();
        return isUnmodified ? Verdict.NOT_MODIFIED : Verdict.HOLD;
    }

    /** {@return whether a part is wanted of just this content, or of any} Otherwise all of it is. */
    boolean allowRange() {
        if (!headers.contains(HeaderNames.IF_RANGE)) {
            return true;
        }
        Matcher tag = TAG.matcher(headers.get(HeaderNames.IF_RANGE).get().strip());
        return tag.matches()
                ? isSameByStrongComparison(tag)
                : file.strong() && date(HeaderNames.IF_RANGE).equals(Optional.of(file.modified()));
    }

    private boolean isSameByStrongComparison(Matcher tag) {
        return file.strong() && tag.group("weak") == null && isSameByWeakComparison(tag);
    }

    private boolean isSameByWeakComparison(Matcher tag) {
        return tag.group("tag").equals(file.tag());
    }

    /** {@return whether any of a list of tags is one, or the list is a star, which any file is} */
    private boolean isListed(HeaderName name, Predicate<Matcher> sameness) {
        String list = String.join(",", headers.get(name).allValues());
        if (list.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(list);
        while (tags.find()) {
            if (sameness.test(tags)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the date, if there is one; what is no date does not count} */
    private Optional<Instant> date(HeaderName name) {
        try {
            return headers.first(name).map(text -> DateTime.parse(text).toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
