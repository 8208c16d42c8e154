package io.github.heddle.demo.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;

/** Headers that are the same in every answer that has them. */
final class Headers {
    static final Header NOSNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");

    private Headers() {}
}
