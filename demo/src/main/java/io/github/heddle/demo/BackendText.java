package io.github.heddle.demo;

import io.github.heddle.Backend;

/** How a backend is told to a person. */
final class BackendText {
    private BackendText() {}

    static void rows(Backend backend, Columns columns) {
        columns.row("engine", backend.kind().toString());
        backend.reason().ifPresent(reason -> columns.row("why", reason));
        backend.remedy().ifPresent(remedy -> columns.row("what to do", remedy));
    }
}
