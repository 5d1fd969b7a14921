"""A reply: a JSON head that says what is where, and the numbers behind it as they are in memory."""

import json
import struct
from typing import Any, cast

import numpy as np

from regret_lab.arrays import Array

WORD = 8
"""Heads are padded to whole words, so that a browser can look at the numbers in place."""


def pack(value: object, kind: str = "<f8") -> bytes:
    """Return nested data whose arrays become blocks of float64 (or of ``"<f4"``), exactly.

    An array becomes ``{"@": [offset, shape...]}`` in the head; offsets count numbers.
    """
    blocks: list[Array] = []
    size = 0

    def lift(part: object) -> object:
        nonlocal size
        if isinstance(part, np.ndarray):
            block = cast("Array", part)
            blocks.append(block)
            size += block.size
            return {"@": [size - block.size, *block.shape]}
        if isinstance(part, dict):
            return {str(key): lift(one) for key, one in cast("dict[Any, Any]", part).items()}
        if isinstance(part, list | tuple):
            return [lift(one) for one in cast("list[Any]", part)]
        return part

    head = json.dumps({"kind": kind, "value": lift(value)}, allow_nan=False).encode()
    head += b" " * (-(len(head) + WORD) % WORD)
    body = b"".join(np.ascontiguousarray(block, dtype=kind).tobytes() for block in blocks)
    return struct.pack("<II", len(head), 0) + head + body


def unpack(data: bytes) -> Any:
    """Return what was packed, arrays as float64."""
    (length,) = struct.unpack_from("<I", data)
    head = json.loads(data[WORD : WORD + length])
    numbers = np.frombuffer(data, head["kind"], offset=WORD + length).astype(float)

    def settle(part: Any) -> Any:
        if isinstance(part, dict):
            named = cast("dict[str, Any]", part)
            if named.keys() == {"@"}:
                start, *shape = named["@"]
                return numbers[start : start + int(np.prod(shape))].reshape(shape)
            return {key: settle(one) for key, one in named.items()}
        return [settle(one) for one in cast("list[Any]", part)] if isinstance(part, list) else part

    return settle(head["value"])
