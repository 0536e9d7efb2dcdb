"""Raw bytes made ready to be recognised: unpacked, measured, decoded."""

import codecs
import re
import zlib

from charset_normalizer import from_bytes

from tracker.model.errors import ParseError

MAX_BYTES = 50_000_000
HEAD_BYTES = 16_384

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")


def unpack(body: bytes, limit: int = MAX_BYTES) -> bytes:
    """The bytes, inflated when they are gzip. Raises ParseError when they cannot be read."""
    if len(body) > limit:
        raise ParseError(f"{len(body):,} bytes, the limit is {limit:,}; split it")
    if body.startswith(b"\x1f\x8b"):
        body = _inflate(body, limit)
    if not body.strip(b"\x00\t\n\r\x0b\x0c ") or not body.lstrip(b"\xef\xbb\xbf\xff\xfe").strip():
        raise ParseError("empty; fetch or export it again")
    for mark, what in _FOREIGN:
        if body.startswith(mark):
            raise ParseError(f"{what}, not text; convert it to text or leave it out")
    if _is_binary(body):
        raise ParseError("binary data, not text; convert it to text or leave it out")
    return body


def decode(body: bytes, media_type: str = "") -> tuple[str, str | None]:
    """The text, and what was wrong with its encoding, if anything was.

    Asked in turn: a byte-order mark, the sender, the document itself, UTF-8, a guess.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), None
    declared = _declared(body, media_type)
    for name in dict.fromkeys(name for name in (declared, "utf-8") if name):
        try:
            # Windows' Latin has letters where ISO Latin 1 has controls nobody means.
            known = codecs.lookup(name).name
            return body.decode("cp1252" if known == "iso8859-1" else known), None
        except (LookupError, UnicodeDecodeError, UnicodeError):
            continue
    return _guess(body, declared)


def head_of(body: bytes) -> str:
    """The first characters in lower case, to recognise a format by."""
    start = body[:HEAD_BYTES]
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return start[len(mark) :].decode(encoding, "ignore").lstrip().lower()
    if start[1:2] == b"\x00":
        return start.decode("utf-16-le", "ignore").lstrip().lower()
    if start[:1] == b"\x00":
        return start.decode("utf-16-be", "ignore").lstrip().lower()
    return start.decode("utf-8", "replace").lstrip().lower()


def _inflate(body: bytes, limit: int) -> bytes:
    unpacked, rest = b"", body
    try:
        while rest.startswith(b"\x1f\x8b"):
            stream = zlib.decompressobj(wbits=31)
            unpacked += stream.decompress(rest, limit - len(unpacked) + 1)
            if len(unpacked) > limit:
                raise ParseError(f"more than {limit:,} bytes once inflated; split it")
            if not stream.eof:
                raise ParseError("gzip data that ends early; fetch or export it again")
            rest = stream.unused_data
    except zlib.error as error:
        raise ParseError(f"damaged gzip data ({error}); fetch or export it again") from error
    return unpacked


def _is_binary(body: bytes) -> bool:
    start = body[:HEAD_BYTES]
    if any(start.startswith(mark) for mark, _ in _BOMS):
        return False
    zeros = start.count(0)
    if zeros and zeros * 3 >= len(start):  # UTF-16 without a mark
        return b"<" not in start and b"{" not in start
    controls = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return zeros > 0 or controls * 20 > len(start)


def _declared(body: bytes, media_type: str) -> str | None:
    for place in (media_type.encode("ascii", "ignore"), body[:2048]):
        found = _DECLARED.search(place)
        if found:
            return found[1].decode("ascii")
    return None


def _guess(body: bytes, declared: str | None) -> tuple[str, str]:
    best = from_bytes(body[:200_000]).best()
    encoding = best.encoding if best else "cp1252"
    said = f"declared as {declared} but not so encoded" if declared else "not UTF-8"
    return body.decode(encoding, "replace"), f"{said}; read as {encoding}; save it as UTF-8"
