#!/usr/bin/env python3
"""Reads every #include under kiosk/ and fails on an arrow between rooms, or a library in a room, that is not allowed.

check_layers.py SOURCE_FOLDER      prints one line a violation; ends with 1 where there is one.
check_layers.py --self-test        shows that each kind of violation is found.

The tables are those of ARCHITECTURE.md. A missing entry is a forbidden arrow.
"""
import os
import re
import sys
import tempfile

ROOMS = {
    "base": "",
    "gfx": "base",
    "content": "base",
    "sync": "base",
    "site": "base",
    "manuscript": "base",
    "text": "gfx base",
    "media": "gfx base",
    "ui": "text gfx base",
    "screens": "ui media content text gfx base",
    "app": "screens ui media content text gfx base site",
    "author": "screens ui media content sync site manuscript text gfx base",
    "repo": "sync base",
    "ctl": "repo sync content site base",
}

# Beginning of a header's name: the rooms that may include it. What stands nowhere here is the standard library, POSIX or
# Linux, or a violation.
LIBRARIES = {
    r"SDL_image\.h": "media",
    r"SDL_ttf\.h": "gfx",
    r"SDL(2/|_|\.h|3/)": "gfx",
    r"(xf86drm|drm)": "gfx",
    r"hb(-|\.h)": "text",
    r"(ft2build\.h|freetype/|FT_)": "text",
    r"fontconfig/": "text",
    r"unicode/": "manuscript",
    r"curl/": "sync",
    r"microhttpd": "repo",
    r"toml\+\+/|toml\.hpp": "content site",
    r"md4c": "content",
    r"openssl/": "base",
    r"nlohmann/": "base",
    r"fmt/": "base",
    r"CLI/": "ctl author app",
    r"qrcodegen": "ui",
    r"(png|jpeglib|turbojpeg|webp/|librsvg)": "",
    r"(opencc/|pugixml|archive)": "manuscript",
    r"vips/": "author",
    r"systemd/": "app",
}
# Doors of few files.
ONLY_FILES = {r"curl/": ("kiosk/sync/curl_fetcher.cpp", "kiosk/sync/curl_uploader.cpp"), r"nlohmann/": ("kiosk/base/json.h",),
              r"(xf86drm|drm)": ("kiosk/gfx/panel_power.cpp",)}

SYSTEM = re.compile(r"^([a-z_0-9]+|c[a-z]+|(sys|arpa|netinet|linux|net)/[a-z_0-9]+\.h|"
                    r"(dirent|dlfcn|errno|fcntl|grp|iconv|limits|locale|malloc|poll|pthread|pwd|sched|signal|spawn|stdio|stdlib|string|"
                    r"strings|sysexits|syslog|termios|time|unistd|execinfo|getopt|libgen|ftw|fnmatch|immintrin|emmintrin|"
                    r"smmintrin|tmmintrin|arm_neon|stddef|stdint|math|ucontext|elf|link)\.h)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def violations_of(path, room, text):
    allowed = set(ROOMS[room].split()) | {room}
    for bracket, header in INCLUDE.findall(text):
        if bracket == '"' and "/" not in header and header.endswith(".inc"):
            continue  # made by a program of the room itself
        if header.startswith("kiosk/"):
            target = header.split("/")[1]
            if target not in allowed:
                yield f"{path}: includes {header}; {room} may include only: {', '.join(sorted(allowed))}"
            continue
        library = next((name for name in LIBRARIES if re.match(name, header)), None)
        if library is None:
            if not SYSTEM.match(header):
                yield f"{path}: includes <{header}>, which no room is known to include; see LIBRARIES in check_layers.py"
        elif room not in LIBRARIES[library].split():
            yield f"{path}: includes <{header}>; only these rooms may: {LIBRARIES[library] or 'none'}"
        elif library in ONLY_FILES and path not in ONLY_FILES[library]:
            yield f"{path}: includes <{header}>; only {' and '.join(ONLY_FILES[library])} may"


def violations(source):
    files = 0
    for folder, _, names in os.walk(os.path.join(source, "kiosk")):
        for name in sorted(names):
            if not name.endswith((".h", ".cpp", ".c", ".inc")):
                continue
            path = os.path.relpath(os.path.join(folder, name), source)
            room = path.split(os.sep)[1]
            files += 1
            if room not in ROOMS:
                yield f"{path}: {room} is not a room; see ROOMS in check_layers.py"
                continue
            with open(os.path.join(source, path), encoding="utf-8") as text:
                yield from violations_of(path, room, text.read())
    if files == 0:
        yield f"{source}/kiosk: no sources found"


def self_test():
    wrong = {
        "kiosk/base/a.h": '#include "kiosk/gfx/canvas.h"\n',
        "kiosk/content/b.cpp": "#include <SDL.h>\n",
        "kiosk/ui/c.cpp": "#  include <SDL2/SDL.h>\n",
        "kiosk/media/d.cpp": "#include <png.h>\n",
        "kiosk/sync/e.cpp": "#include <curl/curl.h>\n",
        "kiosk/app/f.cpp": '#include "kiosk/sync/store.h"\n',
        "kiosk/screens/g.h": "#include <nlohmann/json.hpp>\n",
        "kiosk/text/h.cpp": '#include "kiosk/media/pictures.h"\n',
        "kiosk/utils/i.h": "#include <string>\n",
        "kiosk/base/j.cpp": "#include <boost/asio.hpp>\n",
    }
    right = {
        "kiosk/gfx/a.cpp": '#include <SDL.h>\n#include <vector>\n#include "kiosk/base/result.h"\n',
        "kiosk/media/b.cpp": '#include <SDL_image.h>\n#include <sys/stat.h>\n',
        "kiosk/sync/curl_fetcher.cpp": "#include <curl/curl.h>\n",
    }
    with tempfile.TemporaryDirectory() as source:
        for path, text in {**wrong, **right}.items():
            os.makedirs(os.path.join(source, os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(source, path), "w", encoding="utf-8") as out:
                out.write(text)
        found = list(violations(source))
    missed = [path for path in wrong if not any(line.startswith(path + ":") for line in found)]
    false = [line for line in found if line.split(":")[0] in right]
    for line in missed:
        print(f"not found: {line}")
    for line in false:
        print(f"wrongly found: {line}")
    return 1 if missed or false else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = list(violations(sys.argv[1]))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
