"""BLS signatures on BLS12-381, verified with the standard library only, as drand signs its rounds (§3, §7).

A signature is the hashed message times the secret key, in one of the two groups; the public key is the
generator of the other group times the same number. The pairing e lets anyone compare: e(signature, generator)
= e(hash, key). The message is the digest that the scheme signs, not the round number; building it belongs to
`beacon`.
"""

from competition.draw.bls12381_curves import G1_GENERATOR, G2_GENERATOR, decode_g1, decode_g2
from competition.draw.bls12381_hashing import hash_to_g1, hash_to_g2
from competition.draw.bls12381_pairing import pairings_cancel

G1_TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
"""The domain tag of signatures in G1 (scheme bls-unchained-g1-rfc9380)."""

G2_TAG = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
"""The domain tag of signatures in G2 (scheme pedersen-bls-chained)."""


def verify_g1(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` (48 bytes, G1) is right for `message` under `public_key` (96 bytes, G2).

    Both compressed. Never raises: other lengths, second spellings, infinity and points outside the groups
    give False.
    """
    key, point = decode_g2(public_key), decode_g1(signature)
    hashed = hash_to_g1(message, G1_TAG)
    if key is None or point is None or hashed is None:
        return False
    # e(signature, -generator) * e(hash, key) = 1.
    return pairings_cancel([(point, (G2_GENERATOR[0], -G2_GENERATOR[1])), (hashed, key)])


def verify_g2(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` (96 bytes, G2) is right for `message` under `public_key` (48 bytes, G1).

    Both compressed. Never raises: other lengths, second spellings, infinity and points outside the groups
    give False.
    """
    key, point = decode_g1(public_key), decode_g2(signature)
    hashed = hash_to_g2(message, G2_TAG)
    if key is None or point is None or hashed is None:
        return False
    # e(-generator, signature) * e(key, hash) = 1.
    return pairings_cancel([((G1_GENERATOR[0], -G1_GENERATOR[1]), point), (key, hashed)])
