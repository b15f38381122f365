"""Points of an entry: the order counts, the fit adds."""

import pytest

from events.scoring import score


@pytest.mark.parametrize(
    "preference, categories, specialities, points",
    [
        (1, ["HR"], {}, 100),
        (2, ["HR"], {}, 90),
        (10, ["HR"], {}, 10),
        (99, ["HR"], {}, 10),
        (1, ["HR"], {"HR": None}, 150),
        (1, ["HR", "IT"], {"HR": 9}, 125),
        (1, ["HR", "IT"], {"HR": 10, "IT": 31}, 165),
        (1, ["HR"], {"HR": 60, "IT": 10}, 170),
        (3, [], {"HR": 60}, 80),
    ],
)
def test_points(preference, categories, specialities, points):
    assert score(preference, categories, specialities) == points


def test_there_is_no_wish_before_the_first():
    with pytest.raises(ValueError, match="1以上"):
        score(0, ["HR"], {})
