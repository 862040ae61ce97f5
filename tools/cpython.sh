#!/bin/sh
# The reference: CPython 3.14, which says how a program behaves that our tests run, too.
#
#   tools/cpython.sh          prints the path of the interpreter; where there is none yet, brings it first
#   tools/cpython.sh path     prints the path if it is there, brings nothing
#   tools/cpython.sh tests    prints the folder that CPython's own tests are in, the package `test`; brings them
#   tools/cpython.sh path tests
#                             prints that folder if it is there, brings nothing
#
# It is, in this order: $PYTHON; the copy this script brought before; a `python3.14` that is installed. On a Debian,
# whatever its release, it is brought: Debian's own packages are unpacked into a folder of the user's cache. Nothing
# is installed by that, and apt's own files stay as they are. Version 3.14.8 is what our tests are written for.
#
# The tests are, in this order: in $CPYTHON_TESTS; among those this script brought before; where the interpreter has them. They
# are brought as the interpreter is, by Debian's own package of them.
set -eu

SUITE=forky
# The interpreter, its library, and what the extension modules of that library are linked to.
PACKAGES="python3.14-minimal libpython3.14-minimal libpython3.14-stdlib
  libc6 libgcc-s1 zlib1g libexpat1 libssl3t64 libffi8 liblzma5 libbz2-1.0 libzstd1 libuuid1"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/asyncio101
home=$cache/cpython-3.14.8
tests=$cache/cpython-3.14.8-tests

fail() {
  echo "asyncio101: $*" >&2
  exit 1
}

# Whether $1 is a CPython 3.14 that has all its parts.
serves() {
  "$1" -c '
import sys
import _asyncio, ssl
sys.exit(sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 14))' >/dev/null 2>&1
}

found() {
  if serves "$home/python"; then
    echo "$home/python"
  elif serves python3.14; then
    command -v python3.14
  else
    return 1
  fi
}

# Lets apt work in the folder $1 only, with the mirror that the machine itself uses.
apt_in() {
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null \
    | grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ')
  mkdir -p "$1/lists/partial" "$1/archives/partial"
  : >"$1/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} $SUITE main" \
    >"$1/sources.list"
  cat >"$1/apt.conf" <<END
Dir::State "$1";
Dir::State::lists "$1/lists";
Dir::State::status "$1/status";
Dir::Cache "$1";
Dir::Etc::SourceList "$1/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Acquire::Languages "none";
APT::Update::Error-Mode "any";
APT::Sandbox::User "";
END
  APT_CONFIG=$1/apt.conf
  export APT_CONFIG
}

# Unpacks it beside where it will be, and moves it there when it works: what is at $home is whole.
bring() {
  how="please install it so that there is a python3.14, or say with \$PYTHON where it is"
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || fail "there is no CPython 3.14 here: $how"
  echo "asyncio101: bringing CPython 3.14, once, into $home" >&2
  mkdir -p "$cache"
  new=$(mktemp -d "$home.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  trap 'exit 1' INT TERM
  apt_in "$new/apt"
  # shellcheck disable=SC2086 # these are words
  (apt-get update -qq && cd "$new/apt/archives" && apt-get download -qq $PACKAGES) >"$new/log" 2>&1 \
    || fail "could not get CPython 3.14 from Debian ($(grep -m 1 "^[EW]:" "$new/log")): $how"
  for package in "$new"/apt/archives/*.deb; do
    dpkg-deb --extract "$package" "$new" || fail "could not unpack $package"
  done
  rm -rf "$new/apt" "$new/usr/share/doc"

  # Its C library is newer than the machine's: it is started by the loader that belongs to it.
  loader=$(cd "$new" && find . -name 'ld-linux*.so.*' | head -n 1)
  libraries=$(cd "$new" && dirname "$(find . -name libc.so.6 | head -n 1)")
  mkdir -p "$new/lib"
  [ -e "$new/lib/python3.14" ] || ln -s ../usr/lib/python3.14 "$new/lib/python3.14"
  cat >"$new/python" <<END
#!/bin/sh
home=\${0%/*}
exec "\$home/$loader" --library-path "\$home/$libraries" --argv0 "\$0" "\$home/usr/bin/python3.14" "\$@"
END
  chmod -R u+w,go+rX "$new"
  chmod +x "$new/python"
  serves "$new/python" || fail "Debian's CPython 3.14 does not run on this machine: $how"

  # What is there does not work: it was cut short. Unless another make was as busy: then its copy is as good.
  serves "$home/python" || rm -rf "$home" 2>/dev/null || true
  mv -T "$new" "$home" 2>/dev/null || serves "$home/python" || fail "could not move CPython 3.14 to $home"
}

# Whether the tests are in the folder $1, and what they stand on.
has_tests() {
  [ -e "$1/test/test_asyncio/test_locks.py" ] && [ -e "$1/test/support/__init__.py" ]
}

found_tests() {
  if [ -n "${CPYTHON_TESTS:-}" ]; then
    has_tests "$CPYTHON_TESTS" || fail "\$CPYTHON_TESTS is $CPYTHON_TESTS, where CPython's tests are not"
    echo "$CPYTHON_TESTS"
  elif has_tests "$tests"; then
    echo "$tests"
  else
    python=$("$0" path 2>/dev/null) || return 1
    folder=$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
    has_tests "$folder" || return 1
    echo "$folder"
  fi
}

# The folder is moved to where it will be when it is whole.
bring_tests() {
  how="please say with \$CPYTHON_TESTS which folder has CPython 3.14's package \`test\`"
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || fail "CPython's tests are not here: $how"
  echo "asyncio101: bringing CPython's tests, once, into $tests" >&2
  mkdir -p "$cache"
  new=$(mktemp -d "$tests.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  trap 'exit 1' INT TERM
  apt_in "$new/apt"
  # Debian has what they stand on, `test.support`, among the library's modules.
  (apt-get update -qq && cd "$new/apt/archives" && apt-get download -qq libpython3.14-testsuite libpython3.14-stdlib) \
    >"$new/log" 2>&1 \
    || fail "could not get CPython's tests from Debian ($(grep -m 1 "^[EW]:" "$new/log")): $how"
  for package in "$new"/apt/archives/*.deb; do
    dpkg-deb --extract "$package" "$new/package" || fail "could not unpack CPython's tests"
  done
  chmod -R u+w,go+rX "$new/package"
  has_tests "$new/package/usr/lib/python3.14" || fail "Debian's packages have no tests of asyncio: $how"
  mkdir "$new/tests"
  mv "$new/package/usr/lib/python3.14/test" "$new/tests/test"
  # What is there lacks something. Unless another make was as busy: then its copy is as good.
  has_tests "$tests" || rm -rf "$tests" 2>/dev/null || true
  mv -T "$new/tests" "$tests" 2>/dev/null || has_tests "$tests" || fail "could not move CPython's tests to $tests"
}

case "${1:-} ${2:-}" in
  " " | "path ") ;;
  "tests ")
    found_tests || { bring_tests && echo "$tests"; }
    exit
    ;;
  "path tests")
    found_tests || fail "CPython's tests are not here: tools/need.sh cpython-tests brings them"
    exit
    ;;
  *) fail "usage: tools/cpython.sh [path] [tests]" ;;
esac
if [ -n "${PYTHON:-}" ]; then
  serves "$PYTHON" || fail "\$PYTHON is $PYTHON, which is no CPython 3.14"
  command -v "$PYTHON"
elif ! found; then
  [ "${1:-}" != path ] || fail "there is no CPython 3.14 here: tools/need.sh python brings it"
  bring
  echo "$home/python"
fi
