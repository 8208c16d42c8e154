package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDataTest {

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,2,3", "-1,16777215,255", "2147483647,1,253", "-2147483648,255,254"})
    void pack_andUnpack(int generation, int slot, int op) {
        long packed = UserData.pack(generation, slot, op);
        assertThat(UserData.generation(packed)).isEqualTo(generation);
        assertThat(UserData.slot(packed)).isEqualTo(slot);
        assertThat(UserData.op(packed)).isEqualTo(op);
    }
}
