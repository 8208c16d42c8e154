package io.github.heddle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes as {@link java.nio.file.Files#readString} does: what a charset cannot decode is a failure, with the JDK's
 * message.
 *
 * <p>The fast decoders of {@link String} replace such bytes. So they are let try, and only where the text has the
 * character that they put in, it is decoded again by one that is strict: either it fails, or the file has that character
 * itself.
 */
final class StrictText {

    private static final String REPLACEMENT = "\uFFFD";

    private StrictText() {}

    static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        CharsetDecoder strict = charset.newDecoder();
        if (strict.replacement().equals(REPLACEMENT)) {
            String text = new String(bytes, charset);
            if (!text.contains(REPLACEMENT)) {
                return text;
            }
        }
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return strict.decode(input).toString();
        } catch (MalformedInputException e) {
            throw charset.equals(StandardCharsets.UTF_8)
                    ? new MalformedInputException(malformedLength(bytes, input.position()))
                    : e;
        }
    }

    /**
     * How long malformed UTF-8 is for {@code readString}, which is not how long it is for a decoder: a sequence counts
     * as a whole if all its bytes are there, whatever they are.
     */
    private static int malformedLength(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        int after = bytes.length - at - 1;
        if (lead >> 4 == 0b1110) {
            if (after >= 2) {
                return 3;
            }
            return after == 1 && !canBeSecondOfThree(lead, bytes[at + 1] & 0xff) ? 2 : 1;
        }
        return lead >> 3 == 0b11110 && after >= 3 ? 4 : 1;
    }

    private static boolean canBeSecondOfThree(int lead, int second) {
        return second >> 6 == 0b10 && (lead != 0xe0 || second >= 0xa0);
    }
}
