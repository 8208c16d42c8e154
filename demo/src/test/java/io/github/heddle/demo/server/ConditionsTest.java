package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional requests and ranges, as RFC 9110 has them; each is made of both sides, which have to answer alike. */
@Timeout(120)
class ConditionsTest {
    private static final String CONTENT = "0123456789abcdefghij";
    private static final String CHANGED = "Tue, 10 Jun 2025 12:00:00 GMT";

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        TestServer.oldFile(directory.resolve("file.txt"), CONTENT.getBytes(StandardCharsets.US_ASCII));
        Files.setLastModifiedTime(directory.resolve("file.txt"), FileTime.from(Instant.parse("2025-06-10T12:00:00Z")));
        server = TestServer.of(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match: ETAG                            | 304",
                "If-None-Match: W/ETAG                          | 304",
                "If-None-Match: \"other\", ETAG                 | 304",
                "If-None-Match: \"a,b\",W/ETAG                  | 304",
                "If-None-Match: *                               | 304",
                "If-None-Match: \"other\"                       | 200",
                "If-None-Match: nonsense                        | 200",
                "If-None-Match: \"other\" & If-Modified-Since: CHANGED | 200",
                "If-None-Match: ETAG & If-Modified-Since: Mon, 09 Jun 2025 12:00:00 GMT | 304",
                "If-Modified-Since: CHANGED                     | 304",
                "If-Modified-Since: Tue, 10 Jun 2025 12:00:01 GMT | 304",
                "If-Modified-Since: Tue, 10 Jun 2025 11:59:59 GMT | 200",
                "If-Modified-Since: Tuesday, 10-Jun-25 12:00:00 GMT | 304",
                "If-Modified-Since: Tue Jun 10 12:00:00 2025    | 304",
                "If-Modified-Since: nonsense                    | 200",
                "If-Match: ETAG                                 | 200",
                "If-Match: \"other\", ETAG                      | 200",
                "If-Match: *                                    | 200",
                "If-Match: W/ETAG                               | 412",
                "If-Match: \"other\"                            | 412",
                "If-Match: ETAG & If-None-Match: ETAG           | 304",
                "If-Match: ETAG & If-Unmodified-Since: Mon, 09 Jun 2025 12:00:00 GMT | 200",
                "If-Unmodified-Since: CHANGED                   | 200",
                "If-Unmodified-Since: Tue, 10 Jun 2025 11:59:59 GMT | 412",
                "If-Unmodified-Since: nonsense                  | 200",
                "If-None-Match: ETAG & Range: bytes=0-1         | 304",
                "If-Match: \"other\" & Range: bytes=0-1         | 412"
            })
    void aConditionDecides(String headers, int status) throws IOException {
        for (String method : new String[] {"GET", "HEAD"}) {
            Exchange answer = both(method, headers);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo(content(method, status));
            if (status != 412) {
                assertThat(answer.header("ETag")).isEqualTo(etag());
                assertThat(answer.header("Last-Modified")).isEqualTo(CHANGED);
            }
            if (status == 304) {
                assertThat(answer.headers()).doesNotContainKeys("content-length", "content-type");
            }
        }
    }

    private static String content(String method, int status) {
        if (method.equals("HEAD") || status == 304) {
            return "";
        }
        return status == 412 ? "the file is another one by now\n" : CONTENT;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Range: bytes=0-0                               | bytes 0-0/20   | 0",
                "Range: bytes=15-                               | bytes 15-19/20 | fghij",
                "Range: bytes=-3                                | bytes 17-19/20 | hij",
                "Range: bytes=18-100                            | bytes 18-19/20 | ij",
                "Range: bytes=0-1,100-                          | bytes 0-1/20   | 01",
                "Range: bytes=0-1 & If-Range: ETAG              | bytes 0-1/20   | 01",
                "Range: bytes=0-1 & If-Range: CHANGED           | bytes 0-1/20   | 01"
            })
    void aRangeIsSent(String headers, String contentRange, String content) throws IOException {
        Exchange answer = both("GET", headers);

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.header("ETag")).isEqualTo(etag());
        assertThat(answer.text()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=5-4",
                "Range: nonsense",
                "Range: lines=0-1",
                "Range: bytes=0-19,0-0",
                "Range: bytes=0-1 & If-Range: W/ETAG",
                "Range: bytes=0-1 & If-Range: \"other\"",
                "Range: bytes=0-1 & If-Range: Tue, 10 Jun 2025 12:00:01 GMT",
                "Range: bytes=100- & If-Range: \"other\"",
                "Range: bytes=0-1 & If-Range: nonsense",
                "If-Range: ETAG"
            })
    void allIsSentWhereTheRangeDoesNotCount(String headers) throws IOException {
        Exchange answer = both("GET", headers);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("content-range");
        assertThat(answer.text()).isEqualTo(CONTENT);
    }

    @Test
    void aRangeOutsideOfTheFileIsRefused() throws IOException {
        Exchange answer = both("GET", "Range: bytes=20-");

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */20");
    }

    @Test
    void headTakesNoNoticeOfARange() throws IOException {
        Exchange answer = both("HEAD", "Range: bytes=0-0");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("20");
    }

    @Test
    void severalRangesAreSentInOneAnswer() throws IOException {
        for (String side : new String[] {"/jdk/", "/heddle/"}) {
            Exchange answer = server.get(side + "file.txt", "Range: bytes=10-12,0-0,-2");

            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.headers()).doesNotContainKey("content-range");
            String type = answer.header("Content-Type");
            assertThat(type).startsWith("multipart/byteranges; boundary=");
            assertThat(answer.text().replace(type.substring(type.indexOf('=') + 1), "BOUNDARY"))
                    .isEqualTo(part("10-12", "abc") + part("0-0", "0") + part("18-19", "ij") + "\r\n--BOUNDARY--\r\n");
        }
    }

    private static String part(String range, String content) {
        return "\r\n--BOUNDARY\r\nContent-Type: text/plain\r\nContent-Range: bytes " + range + "/20\r\n\r\n" + content;
    }

    @Test
    void rangesOfALargeFileAreItsBytes() throws IOException {
        var content = new byte[5_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + i / 1000);
        }
        Files.write(directory.resolve("large"), content);

        for (String side : new String[] {"/jdk/", "/heddle/"}) {
            assertThat(server.get(side + "large", "Range: bytes=1234567-3456789").body())
                    .isEqualTo(Arrays.copyOfRange(content, 1_234_567, 3_456_790));
        }
    }

    @Test
    void aFileThatHasJustChangedHasAWeakTagWhichSavesTransfersAndJoinsNoParts() throws IOException {
        Files.setLastModifiedTime(directory.resolve("file.txt"), FileTime.from(Instant.now().plusSeconds(3600)));

        String weak = etag();
        assertThat(weak).startsWith("W/");
        for (String side : new String[] {"/jdk/", "/heddle/"}) {
            String path = side + "file.txt";
            assertThat(server.get(path, "If-None-Match: " + weak).status()).isEqualTo(304);
            assertThat(server.get(path, "If-Match: " + weak).status()).isEqualTo(412);
            assertThat(server.get(path, "Range: bytes=0-0", "If-Range: " + weak).status()).isEqualTo(200);
            assertThat(server.get(path, "Range: bytes=0-0").status()).isEqualTo(206);
        }
    }

    @Test
    void theTagIsAnotherOneAfterAnyChange() throws IOException {
        Path file = directory.resolve("file.txt");
        FileTime time = Files.getLastModifiedTime(file);
        List<String> tags = new ArrayList<>(List.of(etag()));

        Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusNanos(1_000)));
        tags.add(etag());
        Files.writeString(file, CONTENT + "x");
        Files.setLastModifiedTime(file, time);
        tags.add(etag());
        Path other = TestServer.oldFile(directory.resolve("other"), CONTENT.getBytes(StandardCharsets.US_ASCII));
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        tags.add(etag());

        assertThat(tags).doesNotHaveDuplicates();
    }

    /** {@return the answer of both sides} */
    private Exchange both(String method, String headers) throws IOException {
        String[] lines = headers.replace("ETAG", etag()).replace("CHANGED", CHANGED).split(" & ");
        Exchange jdk = server.send(method, "/jdk/file.txt", lines);
        Exchange heddle = server.send(method, "/heddle/file.txt", lines);
        jdk.headers().remove("date");
        heddle.headers().remove("date");
        assertThat(heddle.status()).isEqualTo(jdk.status());
        assertThat(heddle.headers()).isEqualTo(jdk.headers());
        assertThat(heddle.body()).isEqualTo(jdk.body());
        return heddle;
    }

    private String etag() throws IOException {
        return server.get("/jdk/file.txt").header("ETag");
    }
}
