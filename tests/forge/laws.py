"""How often Hypothesis tries a law: a fifth of its number and always the same examples as a rule, all of it and fresh ones in `make slow`."""

import os
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import settings

FEWEST = 10
Test = TypeVar("Test", bound=Callable[..., None])


def law(examples: int) -> Callable[[Test], Test]:
    """Above @given. `examples` is what `make slow` (THOROUGH in the environment) tries."""
    thorough = bool(os.environ.get("THOROUGH"))
    how = settings(max_examples=examples if thorough else max(FEWEST, examples // 5), derandomize=not thorough, deadline=None)

    def of(test: Test) -> Test:
        return pytest.mark.law(how(test))

    return of
