"""Remarks as threads: each with the answers to it."""

from __future__ import annotations

from collections.abc import Iterable

from practices.models import Remark


def remark_threads(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks among them, each with its answers as `thread`, both in the order of time. Asks for nothing more."""
    threads: dict[int, Remark] = {}
    answers = []
    for remark in remarks:
        if remark.answer_to_id is None:
            remark.thread = []
            threads[remark.pk] = remark
        else:
            answers.append(remark)
    for answer in answers:
        if answer.answer_to_id in threads:
            threads[answer.answer_to_id].thread.append(answer)
    return list(threads.values())
