# shellcheck shell=sh
# Finds the JDK that Pointsman is built and run with. Sourced by mvnw and by the scripts in k8s/.

oldest_jdk=21
favorite_jdk=25

# java_feature HOME: prints the feature version (17, 21, 25 …) of the JDK there; fails when there is none.
java_feature() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  version=
  [ -r "$1/release" ] && version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9.]*\).*/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9.]*\).*/\1/p')
  case $version in
    1.*) echo 8 ;;
    [0-9]*) echo "${version%%.*}" ;;
    *) return 1 ;;
  esac
}

# home_of_java JAVA: the home of the java launcher on the PATH, symbolic links followed.
home_of_java() {
  launcher=$1
  while [ -h "$launcher" ]; do
    target=$(readlink "$launcher")
    case $target in
      /*) launcher=$target ;;
      *) launcher=$(dirname "$launcher")/$target ;;
    esac
  done
  (cd "$(dirname "$launcher")/.." 2>/dev/null && pwd -P)
}

candidate_jdks() {
  for home in /usr/lib/jvm/* /usr/java/* /opt/* /opt/*/jdk* /usr/local/*jdk* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/*; do
    [ -d "$home" ] && echo "$home"
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$oldest_jdk+" 2>/dev/null || :
  fi
  if command -v java >/dev/null 2>&1; then
    home_of_java "$(command -v java)"
  fi
}

# find_jdk: prints the home of the best JDK. JAVA_HOME wins when it is new enough; then the favorite, then the nearest newer, then the newest older.
find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && feature=$(java_feature "$JAVA_HOME") && [ "$feature" -ge "$oldest_jdk" ]; then
    echo "$JAVA_HOME"
    return
  fi
  best=
  best_rank=
  seen=
  while IFS= read -r home; do
    feature=$(java_feature "$home") || continue
    case " $seen " in *" $feature "*) ;; *) seen="$seen $feature" ;; esac
    [ "$feature" -ge "$oldest_jdk" ] || continue
    if [ "$feature" -ge "$favorite_jdk" ]; then
      rank=$((1000 - feature))
    else
      rank=$feature
    fi
    if [ -z "$best" ] || [ "$rank" -gt "$best_rank" ]; then
      best=$home
      best_rank=$rank
    fi
  done <<CANDIDATES
$(candidate_jdks)
CANDIDATES
  if [ -z "$best" ]; then
    [ -z "$seen" ] || seen=" (only$seen)"
    echo "Pointsman needs a JDK $oldest_jdk or newer, best $favorite_jdk, and found none$seen: install one (https://adoptium.net, or your system's openjdk package) or set JAVA_HOME to it." >&2
    return 1
  fi
  echo "$best"
}
