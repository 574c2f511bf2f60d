"""Who somebody is: signed tokens, the keys inside secret links, and ids of people. Keeps nothing.

What a token allows is not decided here but in `cafe/permissions.py`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

import msgspec
from itsdangerous import BadData, URLSafeSerializer

HOUSE = "house"  # stands for the list of all cafés, as id and as role
LATE = "late"  # the key by which one joins although the doors are closed
REHEARSAL = "rehearsal"  # the key by which simulated people join
PERSON_LETTERS = (
    20  # of base32: 100 bit, for mates see it and must not find a secret that leads to it
)
LONGEST_TOKEN = 1000  # characters; a real one has about 200

# What a link or an API call names → the role the token carries.
ROLE_OF_ENTRANCE = {
    "facilitator": "facilitator",
    "board": "synthesiser",
    "projector": "projector",
}
# A cookie is not replaced by one that allows less.
RANK = {"projector": 0, "participant": 1, "synthesiser": 2, "facilitator": 3}


@dataclass(frozen=True, slots=True)
class Token:
    """Somebody's credential in one café. person: None for a projector and for the house.

    device, link: what `valid.py` compares with the café's, so that one token can be made void.
    """

    cafe: str
    person: str | None
    role: str
    device: int = 0
    link: int = 0


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is signed. Short names, because phones carry it in every request."""

    c: str
    p: str | None
    r: str
    g: int
    d: int = 0
    l: int = 0  # noqa: E741


class Seal:
    """Signs and reads tokens and link keys with the house's secret.

    generation: tokens and keys of another generation are void.
    """

    def __init__(self, secret: bytes, generation: int) -> None:
        self._secret = secret
        self._generation = generation
        self._serializer = URLSafeSerializer(
            secret,
            salt="wikicafe-token",
            signer_kwargs={"digest_method": hashlib.sha512, "key_derivation": "hmac"},
        )

    def sign(self, token: Token) -> str:
        sealed = Sealed(
            token.cafe, token.person, token.role, self._generation, token.device, token.link
        )
        return str(self._serializer.dumps(msgspec.to_builtins(sealed)))

    def read(self, text: object) -> Token | None:
        """Return what was signed, or None if it is not ours, broken or of another generation."""
        if not isinstance(text, str) or len(text) > LONGEST_TOKEN:
            return None
        try:
            sealed = msgspec.convert(self._serializer.loads(text), Sealed)
        except (BadData, msgspec.ValidationError):
            return None
        if sealed.g != self._generation:
            return None
        return Token(sealed.c, sealed.p, sealed.r, sealed.d, sealed.l)

    def key(self, cafe: str, entrance: str, renewed: int = 0) -> str:
        """Return the 256 bit inside a secret link: facilitator, board, projector, late, rehearsal or house.

        renewed: how often this link was made anew, as the café counts it.
        """
        told = f"wikicafe-link\0{cafe}\0{entrance}\0{self._generation}"
        if renewed:
            told += f"\0{renewed}"
        digest = hmac.digest(self._secret, told.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def opens(self, cafe: str, entrance: str, key: str, renewed: int = 0) -> bool:
        """Say whether the key is the right one, in constant time."""
        return hmac.compare_digest(self.key(cafe, entrance, renewed).encode(), key.encode())


def person_id(cafe: str, secret: str) -> str:
    """Derive a person's id from the secret of their browser: a double tap joins once."""
    digest = hashlib.sha256(f"wikicafe-person\0{cafe}\0{secret}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:PERSON_LETTERS]
