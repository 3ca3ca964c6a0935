"""Passkeys (WebAuthn): the two ceremonies, as JSON to the browser and back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class PasskeyError(Exception):
    """The browser's answer does not prove what it should. Why is for nobody to know."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What is kept of a passkey."""

    id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Passkeys:
    """The ceremonies of one site; a browser holds a key for its host name and for no other."""

    base_url: str
    site_name: str

    @property
    def _host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def _origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def ask_to_make(self, challenge: bytes, *, account: str, known: Iterable[bytes]) -> str:
        """The options of `navigator.credentials.create`, as JSON."""
        return webauthn.options_to_json(
            webauthn.generate_registration_options(
                rp_id=self._host,
                rp_name=self.site_name,
                user_name=account,
                challenge=challenge,
                exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.DISCOURAGED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
            )
        )

    def made(self, answer: str, challenge: bytes) -> Credential:
        """Check what the browser made; raises PasskeyError."""
        try:
            found = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyError from error
        return Credential(found.credential_id, found.credential_public_key, found.sign_count)

    def ask_for(self, challenge: bytes, known: Iterable[bytes]) -> str:
        """The options of `navigator.credentials.get`, as JSON."""
        return webauthn.options_to_json(
            webauthn.generate_authentication_options(
                rp_id=self._host,
                challenge=challenge,
                allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
                user_verification=UserVerificationRequirement.PREFERRED,
            )
        )

    def shown(self, answer: str, challenge: bytes, stored: Credential) -> int:
        """Check a proof by this key and return its new count; raises PasskeyError."""
        try:
            found = webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=stored.public_key,
                credential_current_sign_count=stored.sign_count,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise PasskeyError from error
        return found.new_sign_count

    @staticmethod
    def id_in(answer: str) -> bytes:
        """Which key the browser says that it has used; raises PasskeyError."""
        try:
            return webauthn.base64url_to_bytes(json.loads(answer)["rawId"])
        except (ValueError, KeyError, TypeError) as error:
            raise PasskeyError from error
