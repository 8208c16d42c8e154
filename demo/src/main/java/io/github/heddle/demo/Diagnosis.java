package io.github.heddle.demo;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.Backend;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What decides whether files are read through io_uring here. */
record Diagnosis(Backend backend, Kernel kernel) {

    String text() {
        var columns = new Columns();
        BackendText.rows(backend, columns);
        columns.row("kernel", kernel.release());
        columns.row("java", java());
        columns.row("cores", String.valueOf(cores()));
        columns.row("locked memory", kernel.lockedMemory() + " bytes (RLIMIT_MEMLOCK)");
        columns.row("open files", kernel.openFiles() + " (RLIMIT_NOFILE)");
        kernel.ioUringDisabled().ifPresent(value -> columns.row("io_uring_disabled", value + disabledFor(value)));
        backend.details().forEach(columns::row);
        return columns.toString();
    }

    String json() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ring", backend.isRing());
        fields.put("engine", backend.kind().toString());
        backend.reason().ifPresent(reason -> fields.put("reason", reason));
        backend.remedy().ifPresent(remedy -> fields.put("remedy", remedy));
        fields.put("kernel", kernel.release());
        fields.put("java", java());
        fields.put("cores", cores());
        fields.put("locked_memory", fields(kernel.lockedMemory()));
        fields.put("open_files", fields(kernel.openFiles()));
        kernel.ioUringDisabled().ifPresent(value -> fields.put("io_uring_disabled", value));
        fields.put("details", backend.details());
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields) + "\n";
    }

    private static Map<String, String> fields(Kernel.Limit limit) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("soft", limit.soft());
        fields.put("hard", limit.hard());
        return fields;
    }

    private static String disabledFor(String value) {
        return switch (value) {
            case "0" -> " (every process may use io_uring)";
            case "1" -> " (only privileged processes and io_uring_group may use io_uring)";
            case "2" -> " (no process may use io_uring)";
            default -> "";
        };
    }

    private static String java() {
        return Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
