"""Where do the bytes of a file lie when the county keeps them in object storage? Under their digest in an S3 bucket."""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BytesIO
from typing import IO, BinaryIO
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

from .store import Damaged, Kept, NotStored, digests, stream_of

EMPTY = hashlib.sha256(b"").hexdigest()
SECONDS = 60
# Larger files wait on disk on their way, not in memory.
IN_MEMORY = 8 * 1024 * 1024


class BucketFault(OSError):
    """The storage answered something else than it should: nothing was stored, the caller tries again."""


@dataclass(frozen=True)
class Bucket:
    """One bucket behind an S3 address in path style: https://host/bucket."""

    address: str
    key: str
    secret: str
    region: str = "us-east-1"

    @classmethod
    def of_environment(cls, address: str) -> "Bucket":
        names = ("SHANZHI_S3_KEY", "SHANZHI_S3_SECRET")
        key, secret = (os.environ.get(name, "") for name in names)
        return cls(address.rstrip("/"), key, secret, os.environ.get("SHANZHI_S3_REGION", "us-east-1"))

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    @property
    def root(self) -> str:
        return urlsplit(self.address).path.rstrip("/")


def signed_headers(
    bucket: Bucket,
    method: str,
    path: str,
    query: Mapping[str, str],
    body_digest: str,
    at: datetime,
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the headers of a request, signed as AWS Signature Version 4 asks."""
    moment, day = at.strftime("%Y%m%dT%H%M%SZ"), at.strftime("%Y%m%d")
    headers = {"host": bucket.host, "x-amz-content-sha256": body_digest, "x-amz-date": moment, **(more or {})}
    names = ";".join(sorted(headers))
    wanted = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    asked = urlencode(sorted(query.items()), quote_via=quote)
    request = "\n".join((method, quote(path), asked, wanted, names, body_digest))
    scope = f"{day}/{bucket.region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{bucket.secret}".encode()
    for part in (day, bucket.region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    who = f"AWS4-HMAC-SHA256 Credential={bucket.key}/{scope},SignedHeaders={names},Signature={signature}"
    return {**headers, "Authorization": who}


class BucketStore:
    """Keeps the promises of a FileStore in a bucket. The storage checks each upload against the digest it is named by."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def keep(self, data: bytes | BinaryIO) -> Kept:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
            kept = digests(stream_of(data), copy_to=copy)  # type: ignore[arg-type]
            if not self.holds(kept.sha256):
                copy.seek(0)
                self._put(kept, copy)
        return kept

    def holds(self, digest: str) -> bool:
        answer = self._ask("HEAD", _name(digest))
        answer.read()
        return answer.status == 200

    def open(self, digest: str) -> BinaryIO:
        answer = self._ask("GET", _name(digest))
        if answer.status == 404:
            raise NotStored(digest)
        if answer.status != 200:
            raise BucketFault(f"GET {answer.status}")
        file: BinaryIO = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
        while piece := answer.read(256 * 1024):
            file.write(piece)
        file.seek(0)
        return file

    def read(self, digest: str) -> bytes:
        with self.open(digest) as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() != digest:
            raise Damaged(digest)
        return data

    def drop(self, digest: str) -> None:
        answer = self._ask("DELETE", _name(digest))
        answer.read()
        if answer.status not in {200, 204, 404}:
            raise BucketFault(f"DELETE {answer.status}")

    def damaged(self) -> Iterator[str]:
        for name in self._names():
            digest = name.rpartition("/")[2]
            try:
                with self.open(digest) as file:
                    sound = digests(file).sha256 == digest
            except NotStored:
                sound = False
            if not sound:
                yield digest

    def _names(self) -> Iterator[str]:
        query = {"list-type": "2"}
        while True:
            answer = self._ask("GET", "", query)
            if answer.status != 200:
                raise BucketFault(f"LIST {answer.status}")
            # The county's own storage speaks here, over its own key.
            tree = ElementTree.parse(BytesIO(answer.read())).getroot()  # noqa: S314
            space = tree.tag.partition("}")[0] + "}" if "}" in tree.tag else ""
            yield from (node.text or "" for node in tree.iter(f"{space}Key"))
            more = tree.findtext(f"{space}NextContinuationToken")
            if not more:
                return
            query = {"list-type": "2", "continuation-token": more}

    def _put(self, kept: Kept, body: IO[bytes]) -> None:
        answer = self._ask("PUT", _name(kept.sha256), body=body, size=kept.size, digest=kept.sha256)
        answer.read()
        if answer.status not in {200, 201, 204}:
            raise BucketFault(f"PUT {answer.status}")

    def _ask(
        self,
        method: str,
        name: str,
        query: Mapping[str, str] | None = None,
        *,
        body: IO[bytes] | None = None,
        size: int = 0,
        digest: str = EMPTY,
    ) -> HTTPResponse:
        path = f"{self.bucket.root}/{name}"
        headers = signed_headers(self.bucket, method, path, query or {}, digest, datetime.now(UTC))
        if body is not None:
            headers["Content-Length"] = str(size)
        secure = urlsplit(self.bucket.address).scheme == "https"
        line = (HTTPSConnection if secure else HTTPConnection)(self.bucket.host, timeout=SECONDS)
        target = quote(path) + (f"?{urlencode(sorted((query or {}).items()), quote_via=quote)}" if query else "")
        line.request(method, target, body=body, headers=headers)
        return line.getresponse()


def _name(digest: str) -> str:
    # Only digests become names, as on disk.
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotStored(digest)
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
