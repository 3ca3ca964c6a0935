"""Local times (P12): what the clocks show once is taken; twice or never is refused, with both readings."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.rules import timetable, wording
from competition.rules.describing import parse
from competition.rules.local_times import LocalTimeError, local_to_utc, to_utc, whole_second_after

LONDON = "Europe/London"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-08-29 18:00", LONDON, utc(2026, 8, 29, 17)),
        ("2026-08-29T18:00", LONDON, utc(2026, 8, 29, 17)),
        ("2026-12-24 18:00", LONDON, utc(2026, 12, 24, 18)),
        ("2026-08-29 18:00:30", "Asia/Kathmandu", utc(2026, 8, 29, 12, 15, 30)),
        ("2026-08-29T18:00:00Z", LONDON, utc(2026, 8, 29, 18)),
        ("2026-10-25 01:30+01:00", LONDON, utc(2026, 10, 25, 0, 30)),
        ("2026-10-25 01:30+00:00", LONDON, utc(2026, 10, 25, 1, 30)),
        ("2028-02-29 23:59:59", "UTC", utc(2028, 2, 29, 23, 59, 59)),
        ("2040-01-01 00:00", "UTC", utc(2040, 1, 1)),
    ],
)
def test_a_local_time_is_the_instant_that_the_clocks_show_it(text: str, zone: str, instant: datetime) -> None:
    assert to_utc(text, zone) == instant


@pytest.mark.parametrize(
    ("text", "zone", "code", "readings"),
    [
        (
            "2026-10-25 01:30",
            LONDON,
            "ambiguous",
            ("2026-10-25 01:30+01:00 (BST)", "2026-10-25 01:30+00:00 (GMT)"),
        ),
        (
            "2026-03-29 01:30",
            LONDON,
            "missing",
            ("2026-03-29 00:30+00:00 (GMT)", "2026-03-29 02:30+01:00 (BST)"),
        ),
        # Lord Howe Island moves its clocks by half an hour.
        (
            "2026-04-05 01:45",
            "Australia/Lord_Howe",
            "ambiguous",
            ("2026-04-05 01:45+11:00 (UTC+11)", "2026-04-05 01:45+10:30 (UTC+10:30)"),
        ),
        # Seconds that were written are offered as well.
        (
            "2026-10-25 01:30:15",
            LONDON,
            "ambiguous",
            ("2026-10-25 01:30:15+01:00 (BST)", "2026-10-25 01:30:15+00:00 (GMT)"),
        ),
        # Samoa left this whole day out.
        (
            "2011-12-30 12:00",
            "Pacific/Apia",
            "missing",
            ("2011-12-29 12:00-10:00 (UTC-10)", "2011-12-31 12:00+14:00 (UTC+14)"),
        ),
    ],
)
def test_a_time_shown_twice_or_never_is_refused_with_both_readings(
    text: str, zone: str, code: str, readings: tuple[str, str]
) -> None:
    with pytest.raises(LocalTimeError) as refused:
        to_utc(text, zone)
    assert refused.value.code == code
    for reading in readings:
        assert reading in refused.value.message
        # What is offered can be written as it stands.
        assert to_utc(reading.partition(" (")[0], zone) in refused.value.readings


@pytest.mark.parametrize("text", ["2026-10-25 01:30", "2026-03-29 01:30"])
def test_control_the_library_alone_takes_such_a_time_without_a_word(text: str) -> None:
    assert datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(LONDON)).astimezone(UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-08-29",
        "2026-13-01 10:00",
        "2027-02-29 10:00",
        "2026-08-29 24:00",
        "٢026-08-29 10:00",
    ],
)
def test_what_is_no_date_and_time_is_refused(text: str) -> None:
    with pytest.raises(LocalTimeError) as refused:
        to_utc(text, LONDON)
    assert refused.value.code == "malformed"


@pytest.mark.parametrize("zone", ["BST", "Europe/Londres", "../etc/passwd", "", "Europe", "a\0b"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(LocalTimeError) as refused:
        to_utc("2026-08-29 18:00", zone)
    assert refused.value.code == "zone"


@settings(deadline=None)
@given(
    instant=st.integers(946_684_800, 2_840_140_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_an_instant_comes_back_from_its_local_time_unless_another_shares_it(
    instant: datetime, zone: str
) -> None:
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    try:
        readings: tuple[datetime, ...] = (local_to_utc(local, zone),)
    except LocalTimeError as refused:
        readings = refused.readings
    assert instant in readings
    assert len(readings) == 1 or readings[1] - readings[0] <= timedelta(hours=1)


def test_the_next_whole_second_is_never_earlier() -> None:
    at = utc(2026, 8, 1, 9)
    assert whole_second_after(at) == at
    assert whole_second_after(at + timedelta(microseconds=1)) == at + timedelta(seconds=1)


@pytest.mark.usefixtures("far_away")
def test_no_instant_depends_on_where_the_machine_stands() -> None:
    for text in ("2026-08-29 18:00", "2026-08-29 18:00+01:00"):
        instant = to_utc(text, LONDON)
        assert (instant.isoformat(), instant.tzinfo) == ("2026-08-29T17:00:00+00:00", UTC)
    assert wording.machine(utc(2026, 8, 29, 17)) == "2026-08-29T17:00:00Z"
    assert wording.utc_clock(utc(2026, 8, 29, 17)) == "17:00 UTC"
    evening = timetable.default_draw_at(utc(2026, 8, 29, 13), min_gap=timedelta(hours=6), zone=LONDON)
    assert (evening.isoformat(), evening.tzinfo) == ("2026-08-29T19:00:00+00:00", UTC)
    described = parse(
        {
            "title": "Win a film",
            "slug": "win",
            "time_zone": LONDON,
            "closes": datetime(2026, 8, 29, 18, tzinfo=timezone(timedelta(hours=1))),
            "prizes": [{"title": "A film"}],
        }
    )
    assert described.closes.isoformat() == "2026-08-29T17:00:00+00:00"
