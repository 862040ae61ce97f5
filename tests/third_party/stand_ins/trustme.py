"""As much of the package `trustme` as anyio's tests ask for, on the command `openssl`.

The package itself stands on `cryptography`, whose compiled part only CPython can load. This one serves both
interpreters alike, so that both run the same tests.

https://trustme.readthedocs.io/en/stable/#api-reference
"""

import pathlib
import shutil
import subprocess
import tempfile
import weakref

_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2"]


class CA:
    """An authority made up for a test."""

    def __init__(self):
        self._place = pathlib.Path(tempfile.mkdtemp(prefix="trustme-"))
        weakref.finalize(self, shutil.rmtree, self._place, ignore_errors=True)
        self._issued = 0
        self._certificate = self._place / "authority.pem"
        self._key = self._place / "authority-key.pem"
        _make(
            "-subj", "/O=trustme/CN=authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", self._key, "-out", self._certificate,
        )  # fmt: skip

    def issue_cert(self, *names):
        """A certificate of this authority's for hosts by these names."""
        self._issued += 1
        file = self._place / f"{self._issued}.pem"
        key = self._place / f"{self._issued}-key.pem"
        _make(
            "-CA", self._certificate, "-CAkey", self._key, "-subj", f"/CN={names[0]}",
            "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names),
            "-addext", "basicConstraints=critical,CA:FALSE",
            "-keyout", key, "-out", file,
        )  # fmt: skip
        return LeafCert(file, key)

    def configure_trust(self, context):
        """Let an `ssl.SSLContext` trust this authority."""
        context.load_verify_locations(self._certificate)


class LeafCert:
    """A certificate with its key."""

    def __init__(self, file, key):
        self._file = file
        self._key = key

    def configure_cert(self, context):
        """Let an `ssl.SSLContext` show this certificate."""
        context.load_cert_chain(self._file, self._key)


def _make(*options):
    command = ["openssl", "req", "-x509", *_KEY, *map(str, options)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
