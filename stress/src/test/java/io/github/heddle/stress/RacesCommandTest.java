package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RacesCommandTest {

    @TempDir
    Path directory;

    private void isRefused(String message, String... words) {
        StringWriter errors = new StringWriter();
        String[] arguments = new String[words.length + 3];
        arguments[0] = "races";
        arguments[1] = "--directory";
        arguments[2] = directory.toString();
        System.arraycopy(words, 0, arguments, 3, words.length);
        int status = Main.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
        assertThat(status).isEqualTo(2);
        assertThat(errors.toString()).contains(message);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void testThatIsNotThere_isRefused() {
        isRefused("no test matches 'nothing_like_this'", "nothing_like_this");
        isRefused("no test matches 'nothing_like_this'", "full", "nothing_like_this");
    }

    @Test
    void unknownMode_isRefused() {
        isRefused("'tough' is no mode", "tough", "Race");
    }

    @Test
    void wrongExpression_isRefused() {
        isRefused("'(' is no regular expression", "(");
    }
}
