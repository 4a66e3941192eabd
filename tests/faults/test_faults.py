"""The quick ones of the claims in docs/reliability.md; `python -m bench.faults` makes them all, at length."""

from functools import partial

import pytest

from bench.faults import away, kills
from bench.faults.load import Crowd
from bench.faults.sink import Sink
from bench.faults.site import Site

PEOPLE = 12
ILL = ["drop-quit", "drop-data", "hang", "hang-data", "drip", "4xx"]
ILL_FOR = 3.0  # seconds; longer than the deadline


def test_who_was_acknowledged_before_a_kill_of_everything_gets_the_mail(hurried_site, mail_sink):
    finding = kills.survived(hurried_site, mail_sink, "all", Site.kill_everything, [Crowd(hurried_site, PEOPLE)])

    assert finding.holds, finding.figures


def test_a_kill_between_250_and_the_mark_costs_no_mail(hurried_site, mail_sink):
    finding = kills.marked_late(hurried_site, mail_sink, rounds=3)

    assert finding.holds, finding.figures


def test_a_mail_server_that_falls_ill_loses_and_doubles_nothing(hurried_site, mail_sink):
    def fall_ill(mode):
        ill = partial(Sink.behave, mode=mode)
        return away.fallen_ill(hurried_site, mail_sink, mode, ill, Crowd(hurried_site, 4), ILL_FOR)

    assert [finding for finding in map(fall_ill, ILL) if not finding.holds] == []


@pytest.mark.parametrize("mode", away.BAD_RECIPIENTS.values())
def test_one_bad_recipient_holds_up_nobody(hurried_site, mail_sink, mode):
    finding = away.one_bad_recipient(hurried_site, mail_sink, mode, mode)

    assert finding.holds, finding.figures
