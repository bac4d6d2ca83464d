"""Text that only a passphrase opens: AES-256-GCM with a key of scrypt, both of the library ``cryptography``.

Home Assistant itself brings that library. The text is one line of ASCII, which survives a mail or a notepad.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from os import urandom
from unicodedata import normalize
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_PREFIX = "access-codes-1:"
"""Name and version of the form, which stands for the parameters of scrypt, too: a text cannot choose them."""

_ANY_VERSION = "access-codes-"

_COST = 2**15
_BLOCK = 8
_RUNS = 3
"""Parameters of scrypt: 32 MiB of memory, and about a third of a second on a small computer."""

_KEY_LENGTH = 32
_SALT_LENGTH = 16
_NONCE_LENGTH = 12

_LARGEST = 64 * 2**20
"""Limit of the content in bytes."""


class NotOpened(Exception):
    """A text that the passphrase does not open, or that is damaged: the two cannot be told apart."""


class OtherVersion(Exception):
    """A text in a form that a later version has written."""


# contract 17.52
def seal(content: bytes, passphrase: str) -> str:
    """Return the content as a text that the passphrase opens. Takes a while: not for the event loop."""
    salt, nonce = urandom(_SALT_LENGTH), urandom(_NONCE_LENGTH)
    cipher = AESGCM(_key(passphrase, salt))
    sealed = cipher.encrypt(nonce, zlib.compress(content), _PREFIX.encode())
    return _PREFIX + urlsafe_b64encode(salt + nonce + sealed).decode()


# contract 17.52, 17.55
def unseal(text: str, passphrase: str) -> bytes:
    """Return the content of such a text. Raises NotOpened, OtherVersion. Takes a while: not for the event loop."""
    # Mails and notepads break long lines.
    joined = "".join(text.split())
    if not joined.startswith(_PREFIX):
        if joined.startswith(_ANY_VERSION):
            raise OtherVersion
        raise NotOpened
    try:
        raw = urlsafe_b64decode(joined.removeprefix(_PREFIX).encode())
        salt, nonce = raw[:_SALT_LENGTH], raw[_SALT_LENGTH:][:_NONCE_LENGTH]
        sealed = raw[_SALT_LENGTH + _NONCE_LENGTH :]
        cipher = AESGCM(_key(passphrase, salt))
        packed = cipher.decrypt(nonce, sealed, _PREFIX.encode())
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, _LARGEST)
    except InvalidTag, ValueError, zlib.error:
        raise NotOpened from None
    if not unpacking.eof:
        raise NotOpened
    return content


def _key(passphrase: str, salt: bytes) -> bytes:
    """Return the key of a passphrase, which may have been typed on another keyboard, in another form of its accents."""
    kdf = Scrypt(salt=salt, length=_KEY_LENGTH, n=_COST, r=_BLOCK, p=_RUNS)
    typed = normalize("NFKC", passphrase).encode(errors="surrogatepass")
    return kdf.derive(typed)
