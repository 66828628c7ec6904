"""Search networks, migration chains, productivity and global value chains: the public names."""

from weakties.errors import (
    InternalError,
    InvalidInput,
    MissingPackage,
    NotConverged,
    UnknownLabel,
    WeaktiesError,
    WrongType,
)

__all__ = [
    "InternalError",
    "InvalidInput",
    "MissingPackage",
    "NotConverged",
    "UnknownLabel",
    "WeaktiesError",
    "WrongType",
]
