package io.github.heddle.ring.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.Ring;
import io.github.heddle.ring.liburing.Linux;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers that the pure Java code writes down itself are the kernel's. */
class ConstantsTest {

    @Test
    void flagsOfTheRing_areThoseOfAnSqe() {
        assertThat(Ring.LINK).isEqualTo(Linux.IOSQE_IO_LINK());
        assertThat(Ring.HARDLINK).isEqualTo(Linux.IOSQE_IO_HARDLINK());
        assertThat(Ring.ASYNC).isEqualTo(Linux.IOSQE_ASYNC());
        assertThat(Ring.SKIP_SUCCESS).isEqualTo(Linux.IOSQE_CQE_SKIP_SUCCESS());
    }

    @Test
    void errnos_areThoseOfTheHeaders() throws Exception {
        List<Field> errnos = Arrays.stream(Errno.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .toList();
        assertThat(errnos).isNotEmpty();
        for (Field errno : errnos) {
            Object header = Linux.class.getMethod(errno.getName()).invoke(null);
            assertThat(errno.get(null)).as(errno.getName()).isEqualTo(header);
            assertThat(Errno.name((int) header)).isEqualTo(errno.getName());
        }
    }
}
