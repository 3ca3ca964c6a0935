"""The plain verifier's manifest: the table of §3, and the chains of v1."""

import re
import unicodedata
from typing import Any

from tests.plain_forms import HEX64, NAME, key_of, need, seconds
from tests.plain_log import CODE

CHAINS = {
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971": (
        "bls-unchained-g1-rfc9380",
        (
            "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
            "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
        ),
        1692803367,
        3,
    ),
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": (
        "pedersen-bls-chained",
        "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
        1595431050,
        30,
    ),
}
TIMES = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")
LEAST = {"min_gap_seconds": 0, "reserves": 0, "claim_days": 1, "witness_quorum": 0}
KEYS = (
    {
        "format",
        "competition",
        "title",
        "promoter",
        "rules_sha256",
        "beacon",
        "prizes",
        "group_rule",
        "folding",
    }
    | {"exclusion_reasons", "vacancy_reasons", "fallback", "verifier_keys", "witnesses", "previous"}
    | {*TIMES, *LEAST}
)
DRAND = {"kind", "chain_hash", "scheme", "public_key", "genesis", "period", "round"}


def exactly(value: Any, keys: set[str]) -> None:
    need(isinstance(value, dict) and {*value} == keys, "other keys")


def text(value: Any) -> str:
    need(isinstance(value, str), "no text")
    return str(value)


def prose(value: Any) -> None:
    need(text(value) and not any(unicodedata.category(c) == "Cc" for c in value), "prose")


def whole(value: Any, least: int) -> None:
    need(type(value) is int and value >= least, "no number")


def check_manifest_form(manifest: Any) -> None:
    exactly(manifest, KEYS)
    need(manifest["format"] == "prizedraw-manifest/1", "format")
    name = text(manifest["competition"])
    need(re.fullmatch(NAME, name) and len(name) <= 128, "competition")
    exactly(manifest["promoter"], {"name", "address"})
    for value in (manifest["title"], *manifest["promoter"].values()):
        prose(value)
    for key in TIMES:
        seconds(manifest[key])
    for key, least in LEAST.items():
        whole(manifest[key], least)
    need(re.fullmatch(HEX64, text(manifest["rules_sha256"])), "rules")
    need(manifest["previous"] is None or re.fullmatch(HEX64, text(manifest["previous"])), "previous")
    need(manifest["group_rule"] in ("none", "person", "household"), "group_rule")
    check_lists(manifest)
    check_beacon(manifest["beacon"])
    if manifest["fallback"] is not None:
        check_event(manifest["fallback"])


def check_lists(manifest: Any) -> None:
    lists = ("prizes", "verifier_keys", "witnesses", "exclusion_reasons", "vacancy_reasons")
    need(all(isinstance(manifest[key], list) for key in lists), "no list")
    need(manifest["prizes"] and manifest["verifier_keys"], "empty")
    for prize in manifest["prizes"]:
        exactly(prize, {"title", "quantity"})
        prose(prize["title"])
        whole(prize["quantity"], 1)
    for key in ("exclusion_reasons", "vacancy_reasons"):
        codes = manifest[key]
        need(all(re.fullmatch(CODE, text(code)) for code in codes) and len({*codes}) == len(codes), key)
    names = [key_of(key, 1).name for key in manifest["verifier_keys"]]
    need(all(re.fullmatch(NAME, name) and len(name) <= 128 for name in names), "key name")
    for key in manifest["witnesses"]:
        key_of(key, 4)


def check_beacon(beacon: Any) -> None:
    kind = beacon.get("kind") if isinstance(beacon, dict) else None
    need(kind in ("drand", "event", "rehearsal"), "kind")
    if kind == "event":
        check_event(beacon)
    if kind == "rehearsal":
        exactly(beacon, {"kind"})
    if kind == "drand":
        exactly(beacon, DRAND)
        for key, least in (("genesis", 0), ("period", 1), ("round", 1)):
            whole(beacon[key], least)
        need(text(beacon["scheme"]) and re.fullmatch(HEX64, text(beacon["chain_hash"])), "chain")
        need(re.fullmatch("([0-9a-f]{2})+", text(beacon["public_key"])), "key")


def check_event(event: Any) -> None:
    exactly(event, {"kind", "id", "description", "bits"})
    need(event["kind"] == "event" and re.fullmatch("[a-z0-9.+-]{1,64}", text(event["id"])), "event")
    prose(event["description"])
    whole(event["bits"], 64)


def round_time(manifest: Any, round_: int | None) -> int:
    beacon = manifest["beacon"]
    if beacon["kind"] != "drand":
        return seconds(manifest["draw_at"])
    return int(beacon["genesis"] + ((round_ or beacon["round"]) - 1) * beacon["period"])


def check_arithmetic(manifest: Any) -> None:
    """What the keys of a well-formed manifest say about each other."""
    opens, closes, confirm_by, freeze_by, draw_at = (seconds(manifest[key]) for key in TIMES)
    need(opens < closes < confirm_by <= freeze_by < draw_at, "times")
    beacon, gap = manifest["beacon"], manifest["min_gap_seconds"]
    need(draw_at - freeze_by >= gap and (gap >= 900 or beacon["kind"] == "rehearsal"), "gap")
    need(manifest["fallback"] is None or beacon["kind"] == "drand", "fallback")
    need(manifest["witness_quorum"] <= len(manifest["witnesses"]), "quorum")
    need(len({key_of(key, 1).name for key in manifest["verifier_keys"]}) == 1, "one name")
    if beacon["kind"] == "drand":
        due = round_time(manifest, None)
        first = due >= draw_at and (beacon["round"] == 1 or due - beacon["period"] < draw_at)
        need(first, "not the first round at or after draw_at")
        own = tuple(beacon[key] for key in ("scheme", "public_key", "genesis", "period"))
        need(CHAINS.get(beacon["chain_hash"], own) == own, "other values under a known hash")
