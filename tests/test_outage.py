"""Whoever has waited for a server tells the others."""

from time import monotonic

from app.outage import Outage


def test_a_server_that_answers_is_always_asked():
    outage = Outage(pause=60, longest_try=60)

    assert [outage.may_try() for _ in range(3)] == [True, True, True]


def test_one_that_did_not_answer_is_left_alone_for_a_while():
    outage = Outage(pause=60, longest_try=60)
    outage.begin()

    assert [outage.may_try() for _ in range(3)] == [False, False, False]


def test_then_one_may_try_while_the_others_are_spared():
    outage = Outage(pause=0, longest_try=60)
    outage.begin()

    assert [outage.may_try() for _ in range(3)] == [True, False, False]


def test_once_it_answers_it_is_asked_by_all():
    outage = Outage(pause=60, longest_try=60)
    outage.begin()
    outage.end()

    assert [outage.may_try() for _ in range(3)] == [True, True, True]


def test_a_question_from_before_its_last_answer_is_no_news():
    outage = Outage(pause=60, longest_try=60)
    asked = monotonic()
    outage.end()
    outage.begin(asked=asked)

    assert outage.may_try()


def test_a_question_from_after_its_last_answer_is():
    outage = Outage(pause=60, longest_try=60)
    outage.end()
    outage.begin(asked=monotonic())

    assert not outage.may_try()
