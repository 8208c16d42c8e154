package io.github.heddle.demo.server;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * By what a client knows a file's content again.
 *
 * <p>They are made of the inode, the size and the time of the last change. A change within the same tick of the file
 * system's clock shows in none of these. So both are weak while the last change is so recent that another could still get
 * the same time, and strong from then on: only strong ones say that bytes are the same.
 *
 * @param tag the entity tag, without the mark of a weak one
 * @param modified the time of the last change in whole seconds, and not in the future, as the header has it
 * @param strong whether equal validators mean equal bytes
 */
record Validators(String tag, Instant modified, boolean strong) {
    private static final Duration RECENT = Duration.ofSeconds(2);

    static Validators of(BasicFileAttributes attributes, Instant now) {
        Instant changed = attributes.lastModifiedTime().toInstant();
        String tag = '"' + Long.toHexString(attributes.size())
                + '-' + Long.toHexString(changed.getEpochSecond())
                + '-' + Integer.toHexString(changed.getNano())
                + '-' + Integer.toHexString(Objects.hashCode(attributes.fileKey())) + '"';
        Instant modified = (changed.isAfter(now) ? now : changed).truncatedTo(ChronoUnit.SECONDS);
        return new Validators(tag, modified, changed.isBefore(now.minus(RECENT)));
    }

    String etag() {
        return strong ? tag : "W/" + tag;
    }
}
