"""Search networks, migration chains, productivity and global value chains: the public names."""

from weakties import chains, datasets, gvc, networks, productivity
from weakties._results import cite
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
    "chains",
    "cite",
    "datasets",
    "gvc",
    "networks",
    "productivity",
]
