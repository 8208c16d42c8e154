package io.github.heddle.ring;

final class UserData {
    private UserData() {}
}
