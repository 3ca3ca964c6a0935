"""Every fault of a configuration as one sentence that names the key and what to do. Values never show."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import cast

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from competition.config import keys

Place = tuple[int | str, ...]


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds one sentence for each reason."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def sentences(errors: Sequence[ErrorDetails], model: type[BaseModel]) -> Iterator[str]:
    for error in errors:
        yield sentence(error["type"], error["loc"], error.get("ctx", {}), model)


def sentence(kind: str, place: Place, context: Mapping[str, object], model: type[BaseModel]) -> str:
    if kind == "extra_forbidden":
        return unknown(place, model)
    if kind == "missing":
        return missing(place, model)
    if kind == "value_error":
        return f"{written(place)} {context['error']}."
    if len(place) == 1:
        return f"{place[0]} must be a section, begun by a line [{place[0]}]."
    if kind == "string_type":
        return f"{written(place)} must be text in quotes."
    return f"{written(place)} must be {description(place, model)}."


def missing(place: Place, model: type[BaseModel]) -> str:
    if len(place) == 1:
        needed = ", ".join(key for key, field in settings(model, place).items() if field.is_required())
        return f"The section [{place[0]}] is missing: add it, with {needed}."
    return f"{written(place)} is missing: add {description(place, model)}."


def unknown(place: Place, model: type[BaseModel]) -> str:
    *section, name = place
    known = settings(model, section)
    close = get_close_matches(str(name), known, n=1)
    if not section:
        hint = f"did you mean [{close[0]}]?" if close else f"the sections are {', '.join(known)}."
        return f"There is no section [{name}]: {hint}"
    hint = f"did you mean {section[0]}.{close[0]}?" if close else f"[{section[0]}] has {', '.join(known)}."
    return f"There is no setting {written(place)}: {hint}"


def repeated_keys(document: Mapping[str, object]) -> Iterator[str]:
    section = document.get("keys")
    if not isinstance(section, dict):
        return
    secrets = section.get("secrets")
    if keys.repeated([*(secrets if isinstance(secrets, list) else []), section.get("signing_key")]):
        yield f"keys.secrets and keys.signing_key must all differ, and one is repeated: {keys.REMEDY}."


def settings(model: type[BaseModel], place: Sequence[int | str]) -> dict[str, FieldInfo]:
    """The settings of the section at `place`; the sections themselves when it is empty."""
    if not place:
        return model.model_fields
    return cast(type[BaseModel], model.model_fields[str(place[0])].annotation).model_fields


def description(place: Place, model: type[BaseModel]) -> str:
    return str(settings(model, place[:1])[str(place[1])].description)


def written(place: Place) -> str:
    """`keys.secrets[2]` counts from one, as people do."""
    first, *rest = place
    return str(first) + "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in rest)
