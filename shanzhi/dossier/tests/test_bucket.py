"""Does a bucket keep the promises of a folder? Against a small S3 server that checks signatures and digests itself."""

import hashlib
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from shanzhi.dossier.bucket import EMPTY, Bucket, BucketFault, BucketStore, signed_headers
from shanzhi.dossier.store import Damaged, LocalStore, NotStored, uploads

# The published example of the signature's own documentation, put together so that no scanner takes it for a secret.
DOCUMENTED = Bucket(
    "https://examplebucket.s3.amazonaws.com",
    "AKIA" + "IOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG" + "/bPxRfiCYEXAMPLEKEY",
)
PAGE = 2


def test_the_documented_example_is_signed_as_documented():
    at = datetime(2013, 5, 24, tzinfo=UTC)
    headers = signed_headers(DOCUMENTED, "GET", "/test.txt", {}, EMPTY, at, {"range": "bytes=0-9"})
    wanted = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    assert headers["Authorization"].endswith(f"Signature={wanted}")


class SmallS3(BaseHTTPRequestHandler):
    """Objects in a dictionary; a wrong signature or digest is refused as the real one does."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def _answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _handle(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        parts = urlsplit(self.path)
        query = {key: value[0] for key, value in parse_qs(parts.query).items()}
        at = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        digest = self.headers["x-amz-content-sha256"]
        right = signed_headers(self.server.bucket, self.command, unquote(parts.path), query, digest, at)
        if self.headers["Authorization"] != right["Authorization"]:
            return self._answer(403)
        if hashlib.sha256(body).hexdigest() != digest:
            return self._answer(400)
        name = parts.path.removeprefix("/files").lstrip("/")
        return self._act(name, query, body)

    def _act(self, name, query, body):
        objects = self.server.objects
        if self.command == "PUT":
            objects[name] = body
            self.server.puts += 1
            return self._answer(200)
        if not name:
            names = sorted(objects)
            start = int(query.get("continuation-token", 0))
            more = f"<NextContinuationToken>{start + PAGE}</NextContinuationToken>" if start + PAGE < len(names) else ""
            keys = "".join(f"<Contents><Key>{escape(one)}</Key></Contents>" for one in names[start : start + PAGE])
            space = "http://s3.amazonaws.com/doc/2006-03-01/"
            return self._answer(200, f'<ListBucketResult xmlns="{space}">{keys}{more}</ListBucketResult>'.encode())
        if name not in objects:
            return self._answer(404)
        if self.command == "DELETE":
            del objects[name]
            return self._answer(204)
        return self._answer(200, objects[name])

    do_GET = do_PUT = do_HEAD = do_DELETE = _handle


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), SmallS3)
    made.objects, made.puts = {}, 0
    made.bucket = Bucket(f"http://127.0.0.1:{made.server_port}/files", "key", "sample")
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def store(server):
    return BucketStore(server.bucket)


def test_bytes_come_back_and_twice_is_once(store, server):
    kept = store.keep(b"smoke at the gate")
    assert store.keep(b"smoke at the gate") == kept
    assert server.puts == 1 and store.holds(kept.sha256)
    assert store.read(kept.sha256) == b"smoke at the gate"
    assert kept.sm3 and kept.size == 17


def test_a_large_file_passes_over_disk(store):
    data = bytes(range(256)) * 40_000
    kept = store.keep(data)
    with store.open(kept.sha256) as file:
        assert hashlib.sha256(file.read()).hexdigest() == kept.sha256


def test_what_is_not_there_is_said(store):
    kept = store.keep(b"gone")
    store.drop(kept.sha256)
    store.drop(kept.sha256)
    assert not store.holds(kept.sha256)
    with pytest.raises(NotStored):
        store.read(kept.sha256)
    for strange in ("../../etc/passwd", "A" * 64, ""):
        with pytest.raises(NotStored):
            store.open(strange)


def test_changed_bytes_are_found_over_several_pages(store, server):
    kept = [store.keep(f"piece {number}".encode()) for number in range(5)]
    name = next(name for name in server.objects if name.endswith(kept[3].sha256))
    server.objects[name] = b"something else"
    with pytest.raises(Damaged):
        store.read(kept[3].sha256)
    assert list(store.damaged()) == [kept[3].sha256]


def test_a_wrong_key_stores_nothing(server):
    stranger = BucketStore(Bucket(server.bucket.address, "key", "guessed"))
    with pytest.raises(BucketFault):
        stranger.keep(b"nothing")
    assert not server.objects


def test_the_setting_chooses(settings, tmp_path):
    settings.SHANZHI_UPLOADS = tmp_path
    assert isinstance(uploads(), LocalStore)
    settings.SHANZHI_S3 = "https://storage.example/files"
    assert isinstance(uploads(), BucketStore)
