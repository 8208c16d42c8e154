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

    private final Map<String, Mount> byPoint = new HashMap<>();

    private MountTable() {}

    static MountTable parse(byte[] mountInfo) {
        MountTable table = new MountTable();
        new String(mountInfo, StandardCharsets.UTF_8).lines().forEach(table::add);
        return table;
    }

    private void add(String line) {
        String[] parts = line.split(" - ", 2);
        String[] fields = parts[0].split(" ", -1);
        if (parts.length == 2 && fields.length >= LEAST_FIELDS) {
            String type = parts[1].split(" ", 2)[0];
            String point = unescape(fields[POINT]);
            byPoint.put(point, new Mount(Long.parseLong(fields[ID]), point, type));
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
        String prefix = absolutePath;
        while (prefix.length() > 1) {
            Mount mount = byPoint.get(prefix);
            if (mount != null) {
                return mount;
            }
            prefix = prefix.substring(0, Math.max(prefix.lastIndexOf('/'), 1));
        }
        return byPoint.get("/");
    }
}
