"""Call a compiled piece through its address: N + M compilations play N × M games.

Pieces are C functions of 64-bit words (addresses of arrays and sizes), so the call is an ordinary C
call built with the public extension interface; no calling convention of the compiler's own is used.
"""

from typing import Any

from llvmlite import ir  # pyright: ignore[reportMissingTypeStubs]  # llvmlite ships no types
from numba.core import types  # pyright: ignore[reportMissingTypeStubs]  # numba ships no types
from numba.extending import (  # pyright: ignore[reportMissingTypeStubs]  # numba ships no types
    intrinsic,  # pyright: ignore[reportUnknownVariableType]
)


@intrinsic
def jump(typing_context: Any, address: Any, words: Any) -> Any:
    """Call the C function at ``address`` with a tuple of 64-bit words; it returns nothing."""
    count = len(words)

    def codegen(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        word = ir.IntType(64)
        kind = ir.FunctionType(ir.VoidType(), [word] * count)
        function = builder.inttoptr(values[0], kind.as_pointer())
        builder.call(function, [builder.extract_value(values[1], k) for k in range(count)])
        return context.get_dummy_value()

    return types.void(types.intp, words), codegen
