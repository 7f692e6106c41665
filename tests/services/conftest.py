"""The same player as in tests/unit/services."""

from tests.unit.services.conftest import clock, data, enrolment, nora, package, player, proof, tea

__all__ = ["clock", "data", "enrolment", "nora", "package", "player", "proof", "tea"]
