package io.github.heddle;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of this process as {@code /proc/self/mountinfo} had them at one moment.
 *
 * <p>A line reads {@code ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [OPTIONAL...] - TYPE SOURCE SUPER_OPTIONS}, with
 * space, tab, newline and backslash in a name as three octal digits behind a backslash. Of two mounts on one point the
 * later line lies on top.
 */
final class MountTable {

    /** @param id the number that statx gives for everything on the mount */
    record Mount(long id, String point, String type) {

        boolean isRoot() {
            return point.equals("/");
        }
    }

    private static final int ID = 0;
    private static final int POINT = 4;
    private static final int LEAST_FIELDS = 6;

    /**
     * A hash table, open addressed, by the hash of the mount's point. Every read looks its path up, at each of its
     * components; so it must not make a string of each.
     */
    private final @Nullable Mount[] byPoint;

    private final @Nullable Mount root;

    private final Map<Long, Mount> byId = new HashMap<>();

    private MountTable(Map<String, Mount> mounts) {
        byPoint = new Mount[Math.max(2, Integer.highestOneBit(mounts.size()) * 4)];
        root = mounts.get("/");
        for (Mount mount : mounts.values()) {
            byId.put(mount.id, mount);
            int at = place(mount.point.hashCode());
            while (byPoint[at] != null) {
                at = after(at);
            }
            byPoint[at] = mount;
        }
    }

    private int place(int hash) {
        return (hash ^ hash >>> 16) & byPoint.length - 1;
    }

    private int after(int at) {
        return at + 1 & byPoint.length - 1;
    }

    static MountTable parse(byte[] mountInfo) {
        Map<String, Mount> mounts = new HashMap<>();
        for (String line : new String(mountInfo, StandardCharsets.UTF_8).split("\n", -1)) {
            add(line, mounts);
        }
        return new MountTable(mounts);
    }

    private static void add(String line, Map<String, Mount> mounts) {
        int optionsEnd = line.indexOf(" - ");
        if (optionsEnd < 0) {
            return;
        }
        String[] fields = line.substring(0, optionsEnd).split(" ", -1);
        if (fields.length >= LEAST_FIELDS) {
            String type = line.substring(optionsEnd + 3).split(" ", 2)[0];
            String point = unescape(fields[POINT]);
            mounts.put(point, new Mount(Long.parseLong(fields[ID]), point, type));
        }
    }

    private static String unescape(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 3 < name.length()) {
                c = (char) Integer.parseInt(name.substring(i + 1, i + 4), 8);
                i += 3;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    /** {@return the mount whose point is the longest prefix of an absolute path, component by component} */
    @Nullable Mount of(String absolutePath) {
        Mount longest = root;
        int hash = 0;
        for (int i = 0; i < absolutePath.length(); i++) {
            char c = absolutePath.charAt(i);
            if (c == '/' && i > 0) {
                longest = deeper(absolutePath, i, hash, longest);
            }
            hash = 31 * hash + c; // as String.hashCode does
        }
        return deeper(absolutePath, absolutePath.length(), hash, longest);
    }

    /** {@return the mount of a number, unless it lies hidden below another one} */
    @Nullable Mount withId(long id) {
        return byId.get(id);
    }

    /** {@return the mount at the first characters of a path, or the one that was found before} */
    private @Nullable Mount deeper(String path, int length, int hash, @Nullable Mount before) {
        for (int at = place(hash); ; at = after(at)) {
            Mount mount = byPoint[at];
            if (mount == null) {
                return before;
            }
            if (mount.point.length() == length && path.startsWith(mount.point)) {
                return mount;
            }
        }
    }
}
