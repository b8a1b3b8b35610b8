"""What the office's key does: seal what quotes a letter, make digests nobody else can make.

The key file holds 32 random bytes in base64. From it four keys are derived (HKDF, RFC 5869), one a purpose. A sealed
value is AES-256-GCM with a random nonce, bound to its place (table, column, letter), so that a value moved to another
row does not open. Without a key nothing is encrypted, and a leading byte says so.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.errors import StoreError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["Seal", "load_key", "make_key"]

_KEY_BYTES, _NONCE_BYTES = 32, 12
_OPEN, _SEALED = b"\x00", b"\x01"
_REMEMBERED = 200_000
_WRONG_KEY = "请核对密钥文件（PETITIONS_KEY）是否是建库时的那一个"


def make_key(path: Path) -> None:
    """Write a new key file that only its owner can read; an existing file is never overwritten."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise StoreError(str(path), "密钥文件已经存在", "请换一个文件名；覆盖密钥会使已加密的来信再也打不开") from None
    except OSError as error:
        raise StoreError(str(path), f"密钥文件写不了（{error.strerror}）", "请核对路径和权限") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(os.urandom(_KEY_BYTES)) + b"\n")


def load_key(path: Path) -> bytes:
    """Read a key file; ``StoreError`` if it is missing or is no key."""
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except OSError as error:
        raise StoreError(str(path), f"密钥文件读不了（{error.strerror}）", "请核对 PETITIONS_KEY 和权限") from None
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise StoreError(str(path), "不是密钥文件", "请用 petitions key 生成，或核对 PETITIONS_KEY")
    return key


class Seal:
    """Seal and open values, and make digests; ``Seal(None)`` leaves values readable and makes plain SHA-256.

    >>> seal = Seal(bytes(32))
    >>> box = seal.close("三年没发工资", "texts.body:7")
    >>> "工资".encode() in box, seal.open(box, "texts.body:7")
    (False, '三年没发工资')
    """

    def __init__(self, key: bytes | None) -> None:
        self._key = key
        self._blinded: dict[str, str] = {}

    def __reduce__(self) -> tuple[type["Seal"], tuple[bytes | None]]:
        """Travel to another process of this machine as the key alone."""
        return type(self), (self._key,)

    def _derived(self, purpose: bytes) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        if self._key is None:
            return b""
        return HKDF(SHA256(), 32, salt=None, info=b"petition-letters " + purpose).derive(self._key)

    @cached_property
    def _cipher(self) -> "AESGCM":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self._derived(b"seal"))

    @cached_property
    def _digest_key(self) -> bytes:
        return self._derived(b"digest")

    @cached_property
    def _term_key(self) -> bytes:
        return self._derived(b"terms")

    @property
    def fingerprint(self) -> str:
        """Tell keys apart without giving anything away; ``""`` without a key."""
        return self._derived(b"fingerprint").hex()[:16]

    def close(self, text: str, place: str) -> bytes:
        """Seal a text for its place; broken surrogates are kept."""
        return self.close_bytes(text.encode("utf-8", "surrogatepass"), place)

    def close_bytes(self, plain: bytes, place: str) -> bytes:
        """Seal bytes for their place."""
        if self._key is None:
            return _OPEN + plain
        nonce = os.urandom(_NONCE_BYTES)
        return _SEALED + nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, box: bytes, place: str) -> str:
        """Open what ``close`` made for the same place; ``StoreError`` when it is damaged, moved or of another key."""
        try:
            return self.open_bytes(box, place).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise StoreError(place, "内容已损坏", _WRONG_KEY) from None

    def open_bytes(self, box: bytes, place: str) -> bytes:
        """Open what ``close_bytes`` made for the same place; ``StoreError`` as for ``open``."""
        if box[:1] == _OPEN and self._key is None:
            return box[1:]
        from cryptography.exceptions import InvalidTag

        try:
            nonce, sealed = box[1 : 1 + _NONCE_BYTES], box[1 + _NONCE_BYTES :]
            return self._cipher.decrypt(nonce, sealed, place.encode())
        except (InvalidTag, ValueError):
            raise StoreError(place, "密文打不开：密钥不对，或数据被改动过", _WRONG_KEY) from None

    def digest(self, *parts: str) -> str:
        """Give 64 hexadecimal digits for some texts in order, which only the holder of the key can compute.

        >>> Seal(None).digest("ab", "c") == Seal(None).digest("a", "bc")
        False
        """
        encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
        if self._key is None:
            return hashlib.sha256(framed).hexdigest()
        return hmac.new(self._digest_key, framed, hashlib.sha256).hexdigest()

    def blind(self, terms: Iterable[str]) -> list[str]:
        """Give the terms as the index keeps them: as they are, or behind the key as 16 hexadecimal digits each."""
        if self._key is None:
            return list(terms)
        known = self._blinded
        if len(known) > _REMEMBERED:
            known.clear()
        return [known.get(term) or self._remember(term) for term in terms]

    def _remember(self, term: str) -> str:
        blind = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8, key=self._term_key).hexdigest()
        self._blinded[term] = blind
        return blind
