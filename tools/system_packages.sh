#!/bin/sh
# Makes sure that the machine has what pip cannot bring: Qt's system libraries and a few tools.
#
#   tools/system_packages.sh run|test|bundle [PYTHON]
#
# On Debian and Ubuntu, root gets the missing packages installed; anybody else gets the exact
# command. Elsewhere the missing files are named. Exit 0: all there; 1: something is missing.
set -eu

purpose=${1:-run}
python=${2:-python3}
PATH="$PATH:/usr/sbin:/sbin"

# What is missing, as "file package" lines.
missing=""
need() { missing="$missing$1 $2
"; }

library() { # library SONAME PACKAGE
    printf '%s\n' "$known" | grep -qF "$1 " || need "$1" "$2"
}
tool() { # tool NAME PACKAGE
    command -v "$1" >/dev/null 2>&1 || need "$1" "$2"
}

case "$(uname -s)" in
Linux) ;;
*) exit 0 ;; # Windows and macOS: Qt's wheels bring all they need
esac

known=$(ldconfig -p 2>/dev/null | sed 's/^[[:space:]]*//')

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || need "python's venv module" "python$version-venv"

library libEGL.so.1 libegl1
library libGL.so.1 libgl1
library libxkbcommon.so.0 libxkbcommon0
library libxkbcommon-x11.so.0 libxkbcommon-x11-0
library libcups.so.2 libcups2
library libdbus-1.so.3 libdbus-1-3
library libfontconfig.so.1 libfontconfig1
library libfreetype.so.6 libfreetype6
library libglib-2.0.so.0 libglib2.0-0
library libwayland-cursor.so.0 libwayland-cursor0
library libX11-xcb.so.1 libx11-xcb1
library libxcb-cursor.so.0 libxcb-cursor0
library libxcb-icccm.so.4 libxcb-icccm4
library libxcb-image.so.0 libxcb-image0
library libxcb-keysyms.so.1 libxcb-keysyms1
library libxcb-randr.so.0 libxcb-randr0
library libxcb-render-util.so.0 libxcb-render-util0
library libxcb-shape.so.0 libxcb-shape0
library libxcb-shm.so.0 libxcb-shm0
library libxcb-sync.so.1 libxcb-sync1
library libxcb-xfixes.so.0 libxcb-xfixes0
library libxcb-xkb.so.1 libxcb-xkb1

case "$purpose" in
test | bundle)
    tool xvfb-run xvfb
    tool Xvfb xvfb
    tool xauth xauth
    tool xdotool xdotool
    tool setxkbmap x11-xkb-utils
    tool pdftoppm poppler-utils
    tool zbarimg zbar-tools
    ;;
esac
case "$purpose" in
bundle)
    tool objdump binutils
    # Debian's Python has its library in a package of its own; PyInstaller takes it along.
    "$python" -c '
import ctypes, os, sysconfig
name = sysconfig.get_config_var("INSTSONAME") or ""
folder = sysconfig.get_config_var("LIBDIR") or ""
if ".so" in name:
    path = os.path.join(folder, name)
    ctypes.CDLL(path if os.path.exists(path) else name)
' >/dev/null 2>&1 || need "python's shared library" "libpython$version"
    ;;
esac

[ -n "$missing" ] || exit 0

packages=$(printf '%s' "$missing" | sed 's/.* //' | sort -u | tr '\n' ' ' | sed 's/ $//')
if ! command -v apt-get >/dev/null 2>&1; then
    echo "RefDesk needs these files, which this system does not have:" >&2
    printf '%s' "$missing" | sed 's/ [^ ]*$//; s/^/  /' >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "RefDesk needs some system packages. Install them, then run make again:" >&2
    echo "  sudo apt-get install -y $packages" >&2
    exit 1
fi
echo "Installing system packages: $packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of words is meant
apt-get install -y -qq --no-install-recommends $packages >/dev/null
