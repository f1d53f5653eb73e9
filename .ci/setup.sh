# Shared by ./run, ./check and packaging/: what is missing is installed, what has changed is built. To be sourced; `top` is the project's folder.

say() { printf '%s\n' "$*" >&2; }

# wanted_packages FILE...: names, one a line. "npm unless npm": not where the command npm is already on PATH.
wanted_packages() {
  local package condition command
  sed 's/#.*//' "$@" | while read -r package condition command; do
    [ -n "$package" ] || continue
    [ "$condition" = unless ] && command -v "$command" >/dev/null && continue
    printf '%s\n' "$package"
  done
}

# install_missing FILE...: asks the network only where a package is missing.
install_missing() {
  local wanted missing as_root=""
  wanted=$(wanted_packages "$@" | sort -u)
  # shellcheck disable=SC2086  # one argument a package
  missing=$(comm -23 <(printf '%s\n' "$wanted") \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' | sort -u) | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null || { say "Missing: $missing"; say "Run this as root, or install them with: apt-get install $missing"; exit 1; }
  fi
  say "Installing: $missing"
  mkdir -p "$top/build"
  # shellcheck disable=SC2086
  if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update &&
         $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends $missing; } \
      >"$top/build/packages.log" 2>&1 </dev/null; then
    tail -n 20 "$top/build/packages.log" >&2
    say "The packages could not be installed; the whole story is in build/packages.log."
    exit 1
  fi
}

# configure PRESET: when it never was, or a CMakeLists.txt is newer (ninja itself cannot see a room that is new).
configure() {
  local preset=$1 folder=$top/build/$1
  if [ -f "$folder/build.ninja" ] && [ -z "$(find "$top/CMakeLists.txt" "$top/CMakePresets.json" "$top/kiosk" "$top/tests" "$top/packaging" \( -name "*.cmake" -o -name "CMake*" \) \
        -newer "$folder/build.ninja" -print -quit)" ]; then
    return 0
  fi
  mkdir -p "$top/build"
  (cd "$top" && cmake --preset "$preset") >"$folder.log" 2>&1 || { tail -n 40 "$folder.log" >&2; exit 1; }
}

# The time that stands in what is packed, in seconds since 1970: of the newest entry of the packages' changelog, as Debian does it.
source_date() { date -d "$(sed -n 's/^ -- .*>  //p' "$top/packaging/changelog" | head -n 1)" +%s; }

# build PRESET [TARGET...]: quiet unless it fails.
build() {
  local preset=$1 targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  [ -f "$top/build/$preset/.ninja_log" ] || say "Building $preset for the first time; this takes some minutes."
  cmake --build "$top/build/$preset" "${targets[@]}" >"$top/build/$preset.log" 2>&1 || { tail -n 60 "$top/build/$preset.log" >&2; exit 1; }
}
