package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.heddle.demo.CacheState;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RatioPlotTest {
    private static final Metric FIGURE =
            new Metric("", "files/s", true, sample -> sample.answer().nanos());
    private static final Metric TIME =
            new Metric("p50", "µs", false, sample -> sample.answer().nanos());
    private static final Map<String, String> FACTS = Map.of(
            "date", "2026-11-24T10:00:00Z",
            "cores", "2",
            "cpu", "A & B <1>",
            "kernel", "6.18.5",
            "jdk", "Vendor 25.0.3",
            "command", "heddle bench W1 --data " + "/a-long-name".repeat(12));

    private final Results results = new Results();

    @Test
    void namesAndCountsEveryRival() throws Exception {
        results.add(outcome("W1", FIGURE, Entrant.HEDDLE, 150, Entrant.CEILING, 160, Entrant.JDK, 100,
                Entrant.pool(64), 110, Entrant.pool(16), 120, "LWJGL liburing", 50));

        Document plot = plot();

        assertThat(plot.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(texts(plot, "text"))
                .containsSubsequence("the JDK on virtual threads", "the JDK's best setting", "a native program",
                        "LWJGL liburing")
                .containsSubsequence("W1 in brief", "W1: files/s", "1.50 ×", "1.25 ×pool of 16", "0.94 ×", "3.00 ×");
        assertThat(String.join(" ", texts(plot, "text")))
                .contains("2026-11-24, 2 cores of A & B <1>, Linux 6.18.5, JDK Vendor 25.0.3", "7 rounds", "the coldness")
                .contains("heddle bench W1");
        assertThat(texts(plot, "desc").getFirst())
                .startsWith("W1, W1's title: 1.50 × the JDK on virtual threads, by round from 1.35 × to 1.65 ×");
    }

    @Test
    void ahead_isOnTheRightAndFirst_alsoOfTimes() throws Exception {
        results.add(outcome("slower", FIGURE, Entrant.HEDDLE, 50, Entrant.JDK, 100));
        results.add(outcome("sooner", TIME, Entrant.HEDDLE, 50, Entrant.JDK, 100));

        Document plot = plot();

        assertThat(texts(plot, "text")).containsSubsequence("sooner in brief", "2.00 ×", "slower in brief", "0.50 ×");
        Element line = byStyle(plot, "line", "axis").getFirst();
        List<Element> bars = byStyle(plot, "rect", "bar c0");
        Element sooner = bars.get(1);
        Element slower = bars.get(2);
        assertThat(number(sooner, "x")).isEqualTo(number(line, "x1"));
        assertThat(number(slower, "x") + number(slower, "width")).isEqualTo(number(line, "x1"));
        assertThat(number(slower, "width")).isEqualTo(number(sooner, "width")).isGreaterThan(50);
    }

    @Test
    void whatCannotBeComparedIsLeftOutAndSaidIfItIsMissed() throws Exception {
        results.add(outcome("W1", FIGURE, Entrant.HEDDLE, 150, Entrant.JDK, 100));
        results.add(outcome("idle", FIGURE, Entrant.HEDDLE, 1));
        results.add(outcome("W8", FIGURE, Entrant.HEDDLE, 150, "Heddle, W1's files", 150));
        Outcome invalid = outcome("W2", FIGURE, Entrant.HEDDLE, 150, Entrant.JDK, 100);
        invalid.object("Heddle: no ring was used");
        results.add(invalid);
        results.skip("W7 lateness", "it needs root");

        List<String> texts = texts(plot(), "text");

        assertThat(texts)
                .contains("W1 in brief", "Invalid: W2: Heddle: no ring was used.", "Left out: W7 lateness: it needs root.")
                .doesNotContain("idle in brief", "W8 in brief", "W2 in brief");
    }

    @Test
    void nothingToCompareIsAFailure() {
        results.add(outcome("idle", FIGURE, Entrant.HEDDLE, 1));

        assertThatThrownBy(this::plot).hasMessageStartingWith("nothing to plot: ");
    }

    /** By letters as wide as those of a wide font. */
    @Test
    void noTextCoversAnotherOrLeavesThePicture() throws Exception {
        results.add(outcome("W1", FIGURE, Entrant.HEDDLE, 150, Entrant.JDK, 100, Entrant.parallelism(256), 1,
                Entrant.CEILING, 90_000, "LWJGL liburing", 150, "jasyncfio", 150));
        results.add(outcome("W7", TIME, Entrant.HEDDLE, 1, Entrant.JDK, 90_000));

        List<Place> places = elements(plot(), "text").stream().map(RatioPlotTest::place).toList();

        assertThat(places).hasSizeGreaterThan(20);
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            assertThat(place.left()).as("%s", place).isPositive();
            assertThat(place.right()).as("%s", place).isLessThan(640);
            assertThat(places.subList(i + 1, places.size())).as("%s", place).noneMatch(place::covers);
        }
    }

    private record Place(String text, double left, double right, double base) {
        boolean covers(Place other) {
            return Math.abs(base - other.base) < 12 && left < other.right && other.left < right;
        }
    }

    private static Place place(Element text) {
        boolean small = !List.of("value", "name", "title").contains(text.getAttribute("class"));
        double width = text.getTextContent().length() * (small ? 6.8 : 7.8);
        double x = number(text, "x");
        double left = switch (text.getAttribute("text-anchor")) {
            case "end" -> x - width;
            case "middle" -> x - width / 2;
            default -> x;
        };
        return new Place(text.getTextContent(), left, left + width, number(text, "y"));
    }

    /** Seven rounds around the figures, which follow each name; Heddle's rounds differ, the others' do not. */
    private static Outcome outcome(String id, Metric metric, Object... figures) {
        List<Entrant> entrants = new ArrayList<>();
        for (int i = 0; i < figures.length; i += 2) {
            entrants.add(new Entrant((String) figures[i], JvmRival.JDK, Job.of(Job.Task.FILES, 1), List.of()));
        }
        var outcome = new Outcome(Contest.of(id, id + "'s title", CacheState.COLD, entrants, 7, metric)
                .briefly(id + " in brief"));
        for (int i = 0; i < figures.length; i += 2) {
            long figure = 1_000L * (int) figures[i + 1];
            for (int round = -3; round <= 3; round++) {
                long there = i == 0 ? figure + round * figure / 30 : figure;
                var answer = new Answer("", there, 1, 1, 1, 1, Map.of(), Map.of(), Proof.NONE);
                outcome.standing(entrants.get(i / 2)).add(new Sample(answer, DiskCounters.NONE));
            }
        }
        return outcome;
    }

    private Document plot() throws Exception {
        String plot = RatioPlot.of(results, FACTS, 7, "the coldness");
        assertThat(plot).doesNotContain("NaN", "Infinity", "<script", "url(");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(plot)));
    }

    private static List<String> texts(Document plot, String tag) {
        return elements(plot, tag).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> byStyle(Document plot, String tag, String style) {
        return elements(plot, tag).stream()
                .filter(element -> element.getAttribute("class").equals(style))
                .toList();
    }

    private static List<Element> elements(Document plot, String tag) {
        NodeList nodes = plot.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
