package io.github.heddle.ring.liburing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.UnionLayout;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import io.github.heddle.ring.SkipReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Holds the generated layouts and constants against what the C compiler makes of the same headers. */
@ExtendWith(SkipReason.class)
class LayoutTest {
    private static final Path GENERATED = Path.of("src", "liburing");
    private static final String PACKAGE = LayoutTest.class.getPackageName();

    private static final List<String> HEADERS = List.of(
            "stddef.h", "stdio.h", "liburing.h", "fcntl.h", "sys/stat.h", "sys/uio.h", "sys/eventfd.h", "sys/mman.h",
            "sys/syscall.h", "unistd.h", "errno.h", "string.h");

    /** jextract's name for a union or struct that has none: in C its members belong to the struct around it. */
    private static final String ANONYMOUS = "$anon$";

    /** Reserved members lose their names to new ones in later headers, and nothing else moves. */
    private static final Pattern RESERVED = Pattern.compile("(__)?(pad|resv|spare|reserved)[0-9]*");

    /** Later headers add bits to these masks: only the bits that were generated are compared. */
    private static final Set<String> GROWING = Set.of("RWF_SUPPORTED");

    private static final Pattern INCLUDE = Pattern.compile("--include-(struct|function|constant) (\\w+)");

    /** A value of ours, and the C expression that must have it. */
    private record Fact(String subject, String expression, long generated) {}

    @Test
    void layoutsAndConstants_areThoseOfTheCompiler(@TempDir Path directory) throws Exception {
        String compiler = compiler(directory);
        assumeHeaders(compiler, directory);

        var facts = new ArrayList<Fact>();
        for (String struct : included("struct")) {
            addStruct(facts, struct);
        }
        for (String constant : included("constant")) {
            addConstant(facts, constant);
        }

        List<Long> values = valuesInC(compiler, facts, directory);
        assertThat(values).hasSameSizeAs(facts);
        var differences = new ArrayList<String>();
        for (int i = 0; i < facts.size(); i++) {
            Fact fact = facts.get(i);
            if (fact.generated != values.get(i)) {
                differences.add("%s: generated %d, in C %d".formatted(fact.subject, fact.generated, values.get(i)));
            }
        }
        assertThat(differences).isEmpty();
    }

    /** jextract cannot express a bit-field: it would stand in the layout as bytes without a name. */
    @Test
    void layouts_nameEveryByte() throws Exception {
        for (String struct : included("struct")) {
            assertNoPadding(struct, layout(struct));
        }
    }

    @Test
    void generatedStructs_areThoseOfTheConfigurations() throws IOException {
        Path directory = GENERATED.resolve("java").resolve(PACKAGE.replace('.', '/'));
        try (Stream<Path> files = Files.list(directory)) {
            Stream<String> structs = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.matches("(LibUring|Linux)(\\$shared)?\\.java"))
                    .map(name -> name.replaceFirst("\\.java$", ""));
            assertThat(structs).containsExactlyInAnyOrderElementsOf(included("struct"));
        }
    }

    private static SortedSet<String> included(String kind) throws IOException {
        var names = new TreeSet<String>();
        for (String configuration : List.of("liburing.conf", "linux.conf")) {
            for (String line : Files.readAllLines(GENERATED.resolve(configuration))) {
                Matcher include = INCLUDE.matcher(line);
                assertThat(include.matches())
                        .as("%s: this test knows no '%s'", configuration, line)
                        .isTrue();
                if (include.group(1).equals(kind)) {
                    names.add(include.group(2));
                }
            }
        }
        return names;
    }

    private static GroupLayout layout(String struct) throws ReflectiveOperationException {
        return (GroupLayout)
                Class.forName(PACKAGE + "." + struct).getMethod("layout").invoke(null);
    }

    private static void addStruct(List<Fact> facts, String name) throws ReflectiveOperationException {
        String type = "struct " + name;
        GroupLayout layout = layout(name);
        facts.add(new Fact("sizeof " + type, "sizeof (%s)".formatted(type), layout.byteSize()));
        facts.add(new Fact("alignof " + type, "_Alignof (%s)".formatted(type), layout.byteAlignment()));
        addMembers(facts, type, "", layout, 0);
    }

    private static void addMembers(List<Fact> facts, String type, String prefix, GroupLayout group, long start) {
        long offset = start;
        for (MemoryLayout member : group.memberLayouts()) {
            String name = member.name().orElse("");
            if (name.startsWith(ANONYMOUS)) {
                addMembers(facts, type, prefix, (GroupLayout) member, offset);
            } else if (!(member instanceof PaddingLayout) && !RESERVED.matcher(name).matches()) {
                addMember(facts, type, prefix + name, member, offset);
            }
            if (!(group instanceof UnionLayout)) {
                offset += member.byteSize();
            }
        }
    }

    private static void addMember(List<Fact> facts, String type, String path, MemoryLayout member, long offset) {
        String subject = type + "." + path;
        facts.add(new Fact("offset of " + subject, "offsetof (%s, %s)".formatted(type, path), offset));
        if (member instanceof SequenceLayout array) {
            // A flexible array member has no size in C, only its elements have one.
            if (array.elementCount() > 0) {
                facts.add(size(subject, type, path, array));
            }
            addElement(facts, type, path + "[0]", array.elementLayout(), offset);
        } else {
            addElement(facts, type, path, member, offset);
        }
    }

    private static void addElement(List<Fact> facts, String type, String path, MemoryLayout element, long offset) {
        facts.add(size(type + "." + path, type, path, element));
        if (element instanceof GroupLayout group) {
            addMembers(facts, type, path + ".", group, offset);
        }
    }

    private static Fact size(String subject, String type, String path, MemoryLayout layout) {
        return new Fact("size of " + subject, "sizeof (((%s *) 0)->%s)".formatted(type, path), layout.byteSize());
    }

    private static void addConstant(List<Fact> facts, String name) throws ReflectiveOperationException {
        Method constant = Linux.class.getMethod(name);
        Number value = (Number) constant.invoke(null);
        boolean isInt = constant.getReturnType() == int.class;
        facts.add(new Fact("size of constant " + name, "sizeof (%s)".formatted(name), isInt ? 4 : 8));
        // Java's int also holds C's unsigned, so an int is compared by its bits.
        String type = isInt ? "int" : "long long";
        long compared = GROWING.contains(name) ? value.longValue() : -1;
        facts.add(new Fact(
                "constant " + name, "(%s) (%s) & %d".formatted(type, name, compared), value.longValue()));
    }

    private static void assertNoPadding(String path, GroupLayout group) {
        for (MemoryLayout member : group.memberLayouts()) {
            assertThat(member)
                    .as("%s has bytes without a name: padding, or a bit-field that jextract left out", path)
                    .isNotInstanceOf(PaddingLayout.class);
            if (member instanceof GroupLayout nested) {
                assertNoPadding(path + "." + nested.name().orElse(""), nested);
            }
        }
    }

    private static String compiler(Path directory) throws Exception {
        String chosen = System.getenv("CC");
        List<String> candidates = chosen == null || chosen.isBlank() ? List.of("cc", "gcc") : List.of(chosen);
        for (String candidate : candidates) {
            try {
                Output version = run(directory, candidate, "--version");
                if (version.status == 0) {
                    return candidate;
                }
            } catch (IOException notFound) {
                // The next one may be there.
            }
        }
        return abort("no C compiler (tried " + String.join(", ", candidates) + "): install gcc, or set CC to one");
    }

    private static void assumeHeaders(String compiler, Path directory) throws Exception {
        String source = HEADERS.stream()
                .map(header -> "#if !__has_include(<%1$s>)\nmissing %1$s\n#endif\n".formatted(header))
                .collect(joining());
        Path file = Files.writeString(directory.resolve("headers.c"), source);
        Output preprocessed = run(directory, compiler, "-E", "-P", file.toString());
        assertThat(preprocessed.status).as(preprocessed.text).isZero();
        Optional<String> missing = preprocessed.text.lines().filter(line -> line.startsWith("missing ")).findFirst();
        assumeTrue(missing.isEmpty(), () -> missing.orElse("") + ": install liburing-dev and libc6-dev");
    }

    private static List<Long> valuesInC(String compiler, List<Fact> facts, Path directory) throws Exception {
        // liburing.h defines _GNU_SOURCE only for what comes after it.
        String includes = HEADERS.stream().map("#include <%s>\n"::formatted).collect(joining());
        String prints = facts.stream()
                .map(fact -> "    printf(\"%%lld\\n\", (long long) (%s));\n".formatted(fact.expression))
                .collect(joining());
        Path source = Files.writeString(
                directory.resolve("facts.c"),
                "#define _GNU_SOURCE\n%sint main(void) {\n%s    return 0;\n}\n".formatted(includes, prints));
        Path program = directory.resolve("facts");

        Output compiled = run(directory, compiler, "-w", "-o", program.toString(), source.toString());
        if (compiled.status != 0) {
            fail("the headers do not have all that was generated:\n" + compiled.text);
        }
        Output printed = run(directory, program.toString());
        assertThat(printed.status).as(printed.text).isZero();
        return printed.text.lines().map(Long::valueOf).toList();
    }

    private record Output(int status, String text) {}

    private static Output run(Path directory, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), UTF_8);
            return new Output(process.waitFor(), text);
        }
    }
}
