# What the launchers of demo and stress share: they build what is missing or outdated, and find a JDK. The one that
# sources this names itself first: "name" for messages, "module" for the directory of its Maven module, and "is_built",
# a function that says whether the build's results are there.
# shellcheck shell=bash disable=SC2154

readonly JAVA_NEEDED=25
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
target=$root/$module/target
stamp=$target/built

fail() {
    printf '%s: %s\n' "$name" "$1" >&2
    exit 2
}

# The "release" file tells a JDK's version without starting it.
is_new_enough() {
    local home=$1 version
    [[ -x $home/bin/java && -r $home/release ]] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [[ -n $version ]] && ((version >= JAVA_NEEDED))
}

find_jdk() {
    local home on_path
    on_path=$(command -v java || true)
    for home in \
        "${JAVA_HOME:-}" \
        "${on_path:+$(dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")")}" \
        /usr/lib/jvm/* \
        "${HOME:-}"/.sdkman/candidates/java/*; do
        if [[ -n $home ]] && is_new_enough "$home"; then
            printf '%s\n' "$home"
            return
        fi
    done
    return 1
}

is_outdated() {
    [[ -f $stamp ]] && is_built || return 0
    local newer
    newer=$(cd -- "$root" && find pom.xml {ring,api,"$module"}/pom.xml {ring,api,"$module"}/src \
        -newer "$stamp" -print -quit)
    [[ -n $newer ]]
}

# Takes Maven's options.
build() {
    command -v mvn >/dev/null || fail "Maven is missing; install it (Debian: apt-get install maven) and try again"
    printf '%s: building, which takes a while the first time (log: %s)\n' "$name" "$target/build.log" >&2
    # As old as the build's beginning: what is edited during it is built the next time.
    touch -- "$stamp.begun"
    # A dependency's former version would stay beside the present one, and two of a module stop the JVM.
    rm -rf -- "${target:?}/lib" "$target/rivals"
    if ! (cd -- "$root" && mvn -B "$@" -pl "$module" -am -DskipTests package) \
        >"$target/build.log" 2>&1 </dev/null; then
        cat -- "$target/build.log" >&2
        fail "the build failed: see above"
    fi
    mv -- "$stamp.begun" "$stamp"
}

# Takes Maven's options.
build_if_outdated() {
    is_outdated || return 0
    mkdir -p -- "$target"
    # One builds, the others wait for it; the lock is let go when the subshell ends.
    (
        if command -v flock >/dev/null; then
            exec 9>"$target/build.lock"
            flock 9
        fi
        if is_outdated; then
            build "$@" 9>&-
        fi
    )
}

jdk=$(find_jdk) || fail "no JDK $JAVA_NEEDED or newer found; install one (such as openjdk-25-jdk) or set JAVA_HOME to it"

# Without a locale that has UTF-8, Java cannot take names beyond ASCII from the command line.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) export LC_ALL=C.UTF-8 ;;
esac

read -r -a java_options <<<"${HEDDLE_JAVA_OPTS:-}"
