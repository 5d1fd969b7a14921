"""The address of a result is a digest of the configuration that decides its numbers."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

DIGEST = 8
"""Bytes of the digest: among a million results two share a key once in forty million stores."""


def canonical(config: Mapping[str, Any]) -> str:
    """Write a configuration in the one way that its order and spelling do not change.

    Raises
    ------
    ValueError
        When a number is not finite.
    """
    return json.dumps(config, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_key(config: Mapping[str, Any], version: int = 0) -> str:
    """Return the key of a configuration: hexadecimal digits, the same on every machine.

    ``version`` is that of the format of what is filed under the key.

    >>> content_key({"a": 1, "b": 2}) == content_key({"b": 2, "a": 1})
    True
    """
    text = f"{version}|{canonical(config)}"
    return hashlib.blake2b(text.encode(), digest_size=DIGEST).hexdigest()


def plain(value: Any) -> Any:
    """Return a value as JSON has it: numbers that are not finite become null, tuples lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in cast("Sequence[Any]", value)]
    return value
