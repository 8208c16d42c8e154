package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/side/file, file",
        "/side/a/b/c, a/b/c",
        "/side/with%20space, with space",
        "/side/%41%2d%5a, A-Z",
        "/side/%c3%a9, \u00e9",
        "/side/a;b=c, a;b=c",
        "/side/a+b, a+b",
        "/side/..., ...",
        "/side/.hidden, .hidden",
        "/side/..a/a.., ..a/a..",
        "/side/%2525, %25",
        "/side/%252e%252e%252f, %2e%2e%2f"
    })
    void namesAFileBelow(String raw, String path) throws Refusal {
        assertThat(RequestPath.below("/side/", raw)).isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/side/",
                "/side",
                "/other/file",
                "/SIDE/file",
                "/x/../side/file",
                "//side/file",
                "/side//file",
                "/side/file/",
                "/side//etc/passwd",
                "/side/.",
                "/side/..",
                "/side/./file",
                "/side/../file",
                "/side/a/../b",
                "/side/%2e%2e/file",
                "/side/%2E%2E%2Ffile",
                "/side/.%2e/file",
                "/side/..%2ffile",
                "/side/%2fetc%2fpasswd",
                "/side/a%2fb",
                "/side/a%00b",
                "/side/a%5cb",
                "/side/..%5c..",
                "/side/a\\b",
                "/side/%",
                "/side/%4",
                "/side/%zz",
                "/side/%-1",
                "/side/%c0%ae%c0%ae/file",
                "/side/%c3",
                "/side/%ff"
            })
    void namesNoFile(String raw) {
        assertThatThrownBy(() -> RequestPath.below("/side/", raw))
                .isInstanceOf(Refusal.class)
                .hasMessage("no such file");
    }
}
