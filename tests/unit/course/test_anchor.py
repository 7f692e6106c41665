"""Places in a lesson, written down and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.course.anchor import Anchor

PLACES = st.one_of(
    st.just(Anchor()), st.builds(Anchor, heading=st.text(min_size=1)), st.builds(Anchor, page=st.integers(1, 999_999_999)),
    st.builds(Anchor, second=st.integers(0, 999_999_999)),
)  # fmt: skip


@given(PLACES)
def test_what_is_written_is_read(place: Anchor) -> None:
    assert Anchor.read(str(place)) == place


@pytest.mark.parametrize(("written", "place"), [
    ("", Anchor()), ("#dose", Anchor(heading="dose")), ("page=3", Anchor(page=3)), ("t=0", Anchor(second=0)), ("t=62", Anchor(second=62)),
    ("t=٣", Anchor()), ("page=", Anchor()), ("xywh=1,2", Anchor()), ("page=3&zoom=2", Anchor()),
])  # fmt: skip
def test_forms(written: str, place: Anchor) -> None:
    assert Anchor.read(written) == place
