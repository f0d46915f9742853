"""A first look at the zip around a workbook, before anything inside it is opened. Runs in the child."""

import io
import zipfile

from casework.exchange import limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ACTIVE = ("vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "xl/activex/")
_OUTSIDE = ("xl/externallinks/", "xl/embeddings/", "xl/connections.xml", "xl/querytables/")


class NotReadable(Exception):
    """A workbook that is not read; the code is one of ``reasons.REASONS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def look(data: bytes) -> zipfile.ZipFile:
    """Open the zip of an .xlsx workbook, or say why it must not be opened any further."""
    if not data:
        raise NotReadable("empty")
    if data.startswith(OLE):
        raise NotReadable("old_or_locked")
    if not data.startswith(ZIP):
        raise NotReadable("not_xlsx")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise NotReadable("damaged") from error
    _check(package.infolist())
    return package


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > limits.MEMBERS:
        raise NotReadable("too_large")
    names = [member.filename.replace("\\", "/").lower() for member in members]
    if len(set(names)) != len(names) or any(_strange(name) for name in names):
        raise NotReadable("damaged")
    if any(member.flag_bits & 0x41 for member in members):
        raise NotReadable("old_or_locked")
    if any(member.compress_type not in _METHODS for member in members):
        raise NotReadable("damaged")
    _check_kind(names)
    _check_sizes(members)


def _strange(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or "\0" in name or ":" in name


def _check_kind(names: list[str]) -> None:
    if "xl/workbook.bin" in names:
        raise NotReadable("not_xlsx")
    if any(part in name for name in names for part in _ACTIVE):
        raise NotReadable("macros")
    if any(name.startswith(_OUTSIDE) for name in names):
        raise NotReadable("links")
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise NotReadable("not_xlsx")


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        large = member.file_size > limits.RATIO_FROM_BYTES
        if member.file_size > limits.MEMBER_BYTES:
            raise NotReadable("too_large")
        if large and member.file_size > limits.RATIO * max(1, member.compress_size):
            raise NotReadable("bomb")
    if sum(member.file_size for member in members) > limits.UNPACKED_BYTES:
        raise NotReadable("too_large")
