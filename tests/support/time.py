"""The clock, moved instead of slept on."""

from datetime import UTC, datetime, timedelta, tzinfo


class Clock:
    """Stands in for the class `datetime` in app/clock.py: it stands still until it is moved."""

    def __init__(self) -> None:
        self._time = datetime.now(UTC)

    def now(self, zone: tzinfo = UTC) -> datetime:
        return self._time.astimezone(zone)

    def advance(self, **distance: float) -> None:
        """Move on by weeks, days, hours, minutes or seconds."""
        self._time += timedelta(**distance)
