package io.github.heddle.demo.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The page, and its orders. In a real browser without a window it opens, its numbers move and its controls work; with
 * {@code -Dheddle.picture=FILE} it also writes what is to be seen after twenty seconds.
 */
class LivePageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Dimension DESK = new Dimension(1240, 1010);
    private static final Dimension PHONE = new Dimension(390, 844);

    @TempDir
    Path directory;

    private PageServer server;

    @BeforeEach
    void serve() throws IOException {
        server = PageServer.start(directory, 4096);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private String statusLine(String... request) throws IOException {
        String lines = String.join("\r\n", request) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        try (var socket = new Socket(server.uri().getHost(), server.uri().getPort())) {
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
        }
    }

    @Test
    void ordersComeFromThePageOnly() throws Exception {
        var start = send(server.order("live/start", "reads=1&pings=1&slow=0&delay=100"));
        var stop = send(server.order("live/stop", ""));

        String rebound = statusLine("POST /live/stop HTTP/1.1", "Host: elsewhere.example", "X-Heddle: page");

        assertThat(start.statusCode()).isEqualTo(403);
        assertThat(stop.statusCode()).isEqualTo(403);
        assertThat(rebound).startsWith("HTTP/1.1 403 ");
        assertThat(server.process().children()).isEmpty();
    }

    @Test
    void wrongSettingsAreRefusedWithTheReason() throws Exception {
        var much = send(server.order("live/start", "reads=5001&pings=1&slow=0&delay=100").header("X-Heddle", "page"));
        var none = send(server.order("live/start", "reads=1&pings=1&slow=0").header("X-Heddle", "page"));

        assertThat(much.statusCode()).isEqualTo(400);
        assertThat(much.body()).isEqualTo("reads must be a number from 1 to 5000, not 5001\n");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).isEqualTo("delay must be a number from 1 to 10000, not nothing\n");
        assertThat(server.process().children()).isEmpty();
    }

    @Test
    void thePageFetchesNothingFromElsewhere() throws Exception {
        var page = send(HttpRequest.newBuilder(server.uri()));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("connect-src 'self'");
        assertThat(page.body().replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "//cdn");
    }

    private static ChromeDriver browser() {
        Optional<Path> driver = onPath("chromedriver");
        Optional<Path> browser = onPath("chromium");
        assumeTrue(
                driver.isPresent() && browser.isPresent(),
                "no browser: chromium and chromedriver are missing (Debian: apt-get install chromium chromium-driver)");
        var options = new ChromeOptions()
                .setBinary(browser.orElseThrow().toString())
                .addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile())
                .build();
        return new ChromeDriver(service, options);
    }

    private static Optional<Path> onPath(String command) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(place -> Path.of(place, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void inABrowser_theNumbersMoveAndTheControlsWork() throws IOException {
        ChromeDriver browser = browser();
        try {
            var eventually = new WebDriverWait(browser, PATIENCE);
            browser.manage().window().setSize(DESK);
            browser.get(server.uri().toString());
            eventually.until(_ -> text(browser, "state").equals("stopped"));

            browser.findElement(By.id("start")).click();
            eventually.until(_ -> text(browser, "verdict").contains("of 100 unrelated requests"));
            eventually.until(_ -> seconds(browser) >= 3);

            assertThat(browser.findElement(By.id("start")).isEnabled()).isFalse();
            assertThat(browser.findElement(By.name("reads")).isEnabled()).isFalse();
            // Two slow readers and as many carriers, or more of them: then only Heddle's side is sure to have answers.
            eventually.until(_ -> isSome(cells(browser, "pingRows", 1).get(3)));
            eventually.until(_ -> isSome(cells(browser, "fileRows", 1).get(3)));
            assertThat(isSome(cells(browser, "insideRows", 0).getFirst())).isTrue();
            assertThat(browser.findElements(By.cssSelector("#pings path"))).hasSize(2);
            assertThat(server.process().children()).hasSize(2);

            double before = seconds(browser);
            eventually.until(_ -> seconds(browser) > before + 1);
            picture(browser, eventually);

            browser.findElement(By.id("stop")).click();
            eventually.until(_ -> text(browser, "state").equals("stopped"));

            assertThat(browser.findElement(By.id("start")).isEnabled()).isTrue();
            assertThat(server.process().children()).isEmpty();
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).as("the slow files are removed").hasSize(PageServer.FILES);
            }
            // What went wrong on the page would be told there.
            assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void inABrowser_itFitsAPhoneAndTheDark() {
        ChromeDriver browser = browser();
        try {
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", PHONE.width, "height", PHONE.height, "deviceScaleFactor", 2, "mobile", true));
            browser.get(server.uri().toString());

            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .isEqualTo((long) PHONE.width);
            Object light = ground(browser, "light");
            Object dark = ground(browser, "dark");
            assertThat(light).isEqualTo("rgb(255, 255, 255)");
            assertThat(dark).isEqualTo("rgb(20, 23, 28)");
        } finally {
            browser.quit();
        }
    }

    private static Object ground(ChromeDriver browser, String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return Objects.requireNonNull(
                browser.executeScript("return getComputedStyle(document.body).backgroundColor"));
    }

    private static void picture(ChromeDriver browser, WebDriverWait eventually) throws IOException {
        String file = System.getProperty("heddle.picture");
        if (file != null) {
            eventually.until(_ -> seconds(browser) >= 20);
            Files.write(Path.of(file), browser.getScreenshotAs(OutputType.BYTES));
        }
    }

    private static String text(ChromeDriver browser, String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private static boolean isSome(String number) {
        return !number.equals("0") && !number.equals("–");
    }

    private static double seconds(ChromeDriver browser) {
        return Double.parseDouble(
                text(browser, "state").replaceFirst("running for (\\d+) s", "$1").replaceFirst("[^0-9].*", "-1"));
    }

    /** The rows are drawn anew all the time, so they are read at once. */
    private static List<String> cells(ChromeDriver browser, String rows, int row) {
        Object texts = browser.executeScript(
                "return [...document.getElementById(arguments[0]).rows[arguments[1]].cells].map(c => c.textContent)",
                rows,
                row);
        return ((List<?>) Objects.requireNonNull(texts)).stream().skip(1).map(Object::toString).toList();
    }
}
