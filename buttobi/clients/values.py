"""Parameters of a call as what a method needs: texts, numbers, structs; a fault for what is of another kind."""

import re
from collections.abc import Mapping, Sequence

from buttobi.clients import faults
from linkback import charset
from linkback.xmlrpc import Value

_ID = re.compile(r"[0-9]{1,18}")


def words(value: Value) -> str:
    """A text; old Perl programs send what is not ASCII as base64."""
    match value:
        case str():
            text = value
        case bytes():
            text = charset.decode(value).text
        case bool() | None:
            raise faults.wrong_kind()
        case int() | float():
            text = str(value)
        case _:
            raise faults.wrong_kind()
    return text.replace("\x00", "")


def number_of_rows(value: Value, *, most: int) -> int:
    """How many of the newest are asked for: at least one."""
    text = words(value).strip()
    if not _ID.fullmatch(text.removeprefix("-")):
        raise faults.wrong_kind()
    return max(1, min(int(text), most))


def row_id(value: Value) -> int:
    """The id of a row; 0, which no row has, for what is no id."""
    text = words(value).strip()
    return int(text) if _ID.fullmatch(text) else 0


def is_yes(value: Value) -> bool:
    """A switch, in whichever form it came."""
    return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() in ("1", "true", "open"))


def struct(value: Value) -> Mapping[str, Value]:
    if not isinstance(value, Mapping):
        raise faults.wrong_kind()
    return value


def array(value: Value) -> Sequence[Value]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
        raise faults.wrong_kind()
    return value


def several(value: Value) -> list[str]:
    """Texts, given as a list or as one."""
    return [words(item) for item in array(value)] if isinstance(value, list) else [words(value)]
