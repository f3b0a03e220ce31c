"""A Word file as a zip archive, unpacked within bounds: bombs and lying sizes end in errors."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from nlp_extract.errors import DamagedFileError
from nlp_extract.readers.limits import Limits, exceeded

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of an OLE file: an old .doc, or a .docx with a password."""
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, LookupError, struct.error)
"""What zipfile raises on broken archives (NotImplementedError is a RuntimeError)."""
_RESAVE = "请用 Word 或 WPS 打开并另存为 .docx 后重试"


class Package:
    """The parts of an archive, checked by its directory and again while they are unpacked."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Raises DamagedFileError (no archive, encrypted), LimitError (too many or too large parts)."""
        self.name, self.limits = name, limits
        self._unpacked = 0
        _refuse_ole(data, name)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as why:
            raise DamagedFileError(f"不是完整的 Word 文件（{why}）", file=name, remedy=_RESAVE) from why
        self._members = {info.filename.lstrip("/").lower(): info for info in self._archive.infolist()}
        self._check_directory()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def read(self, part: str) -> bytes:
        """A part's content. Raises DamagedFileError where it is missing or broken, LimitError past a limit."""
        info = self._members.get(part.lower())
        if info is None:
            raise DamagedFileError(f"Word 文件里缺少 {part}", file=self.name, remedy=_RESAVE)
        content = bytearray()
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    content += chunk
                    self._unpacked += len(chunk)
                    self._check_growth(info, len(content))
        except _BROKEN as why:
            raise DamagedFileError(f"{part} 损坏，无法解压（{why}）", file=self.name, remedy=_RESAVE) from why
        return bytes(content)

    def _check_directory(self) -> None:
        infos = self._archive.infolist()
        if len(infos) > self.limits.zip_members:
            raise exceeded(self.name, "压缩包内文件个数", self.limits.zip_members)
        if any(info.flag_bits & 0x1 for info in infos):
            raise DamagedFileError("文件已加密", file=self.name, remedy="请去掉密码，另存为 .docx 后重试")
        if sum(info.file_size for info in infos) > self.limits.expanded_bytes:
            raise exceeded(self.name, "解压后的大小", f"{self.limits.expanded_bytes} 字节")
        for info in infos:
            if info.filename.lower().endswith((".xml", ".rels")):  # an honest bitmap may be nearly all white
                self._check_ratio(info, info.file_size)

    def _check_growth(self, info: zipfile.ZipInfo, size: int) -> None:
        if self._unpacked > self.limits.expanded_bytes:
            raise exceeded(self.name, "解压后的大小", f"{self.limits.expanded_bytes} 字节", info.filename)
        if size > self.limits.part_bytes:
            raise exceeded(self.name, "压缩包内单个文件的大小", f"{self.limits.part_bytes} 字节", info.filename)
        self._check_ratio(info, size)

    def _check_ratio(self, info: zipfile.ZipInfo, size: int) -> None:
        if size > self.limits.ratio_from_bytes and size > self.limits.expansion_ratio * max(info.compress_size, 1):
            raise exceeded(self.name, "压缩比", f"{self.limits.expansion_ratio} 倍", info.filename)


def _refuse_ole(data: bytes, name: str) -> None:
    if data.startswith(OLE):
        if _ENCRYPTED_STREAM in data:
            raise DamagedFileError("Word 文件已加密", file=name, remedy="请去掉密码，另存为 .docx 后重试")
        raise DamagedFileError("这是旧版 .doc 文件，只是改了后缀名", file=name, remedy=_RESAVE)
