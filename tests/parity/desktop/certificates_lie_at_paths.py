"""What names a file may be a path, of text or of bytes, here as everywhere."""

import os
import pathlib
import ssl

folder = pathlib.Path(os.environ["CERTIFICATES"])


class Place:
    def __init__(self, name):
        self.name = name

    def __fspath__(self):
        return os.fsencode(folder / self.name)


serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(folder / "localhost.pem")
serving.load_cert_chain(Place("localhost.pem"), Place("localhost.pem"))
serving.load_cert_chain(certfile=folder / "localhost.pem", keyfile=folder / "localhost.pem", password=None)
trusting = ssl.create_default_context(cafile=folder / "authority.pem")
print(len(trusting.get_ca_certs()))
trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
trusting.load_verify_locations(Place("authority.pem"))
trusting.load_verify_locations(cafile=None, capath=folder)
print(len(trusting.get_ca_certs()))
try:
    serving.load_cert_chain(folder / "nothing.pem")
except FileNotFoundError as error:
    print(type(error).__name__)
for wrong in 7, object():
    try:
        serving.load_cert_chain(wrong)
    except TypeError as error:
        print(type(error).__name__)
