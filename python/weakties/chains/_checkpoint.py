"""What a long simulation has reached, kept in a file so that it can go on once it was ended."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from weakties.errors import InvalidInput, WrongType

_Array: TypeAlias = NDArray[Any]

# A change of what the arrays mean needs another number.
_VERSION = 4


@dataclass(frozen=True)
class Checkpoint:
    """A file beside which the arrays of a simulation are written, and what simulation it is."""

    path: Path
    digest: str

    @classmethod
    def of(cls, path: object, *described: object) -> Checkpoint:
        """Name the file for a simulation described by JSON values and arrays."""
        if not isinstance(path, str | os.PathLike):
            raise WrongType(
                f"`checkpoint` must be the path of a file: got {type(path).__name__}; "
                'give text such as "run.checkpoint"'
            )
        where = Path(os.fsdecode(path))
        if where.is_dir() or not where.absolute().parent.is_dir():
            raise InvalidInput(
                f"`checkpoint` must be a file in a folder that is there: got {where}; "
                "make the folder first"
            )
        digest = hashlib.sha256()
        for one in (_VERSION, *described):
            if isinstance(one, np.ndarray):
                digest.update(f"{one.dtype}{one.shape}".encode())
                digest.update(np.ascontiguousarray(one).tobytes())
            else:
                digest.update(json.dumps(one).encode())
        return cls(where, digest.hexdigest())

    def read(self) -> dict[str, _Array] | None:
        """Return the arrays there are, or None; another simulation's are refused."""
        if not self.path.exists():
            return None
        try:
            # Opened here, since numpy leaves open what it cannot read.
            with self.path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            digest = str(arrays.pop("digest"))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
            raise InvalidInput(
                f"`checkpoint` cannot be read: {self.path} holds no checkpoint; "
                "name another file or remove it"
            ) from problem
        if digest != self.digest:
            raise InvalidInput(
                f"`checkpoint` is of another simulation: {self.path} was written for another "
                "scenario, network, seed, length or version; name another file or remove it"
            )
        return arrays

    def write(self, arrays: dict[str, _Array]) -> None:
        """Replace the file as a whole, so that it is never half written."""
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.draft")
        try:
            with draft.open("wb") as file:
                np.savez(file, digest=np.array(self.digest), **arrays)  # type: ignore[arg-type]
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)
