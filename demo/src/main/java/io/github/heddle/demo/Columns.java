package io.github.heddle.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values, one a line, the values in one column. */
final class Columns {
    private final Map<String, String> rows = new LinkedHashMap<>();

    void row(String name, String value) {
        rows.put(name, value);
    }

    @Override
    public String toString() {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        var text = new StringBuilder();
        rows.forEach((name, value) -> text.append(name)
                .repeat(' ', width - name.length() + 2)
                .append(value)
                .append('\n'));
        return text.toString();
    }
}
