"""Keys of demo rows: the same for the same seed, so that a second load finds the first."""

import uuid

_NAMESPACE = uuid.UUID("8f0d2c1e-5a7b-4c55-9d0e-7b1c3a64e2f1")


class Ids:
    """Every row's key from the seed, its kind and its name in the world."""

    def __init__(self, seed: int) -> None:
        self._base = uuid.uuid5(_NAMESPACE, str(seed))

    def __call__(self, kind: str, *name: object) -> uuid.UUID:
        return uuid.uuid5(self._base, "/".join([kind, *map(str, name)]))
