"""Processes are killed where it hurts most. When all is back, each post and document is there once, and each letter came at
least once, always with the same Message-ID.
"""

from __future__ import annotations

import http.client
import json
import urllib.request
import uuid
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import User
from core.models import OutboxItem
from directory.models import Organisation
from forum.models import Post, Thread
from search.indexing import request_index_many
from tests.factories.people import OrganisationFactory
from tests.faults.conftest import BODY, WORD, found, wait_until_drained
from tests.services.elasticsearch import Elasticsearch
from tests.services.process import free_port, wait_until
from tests.services.proxy import Relay
from tests.services.site import SignedIn, Site, WebServer
from tests.services.smtp import MailServer

DOCUMENTS = 700


@pytest.mark.stack
def test_web_server_killed_after_the_commit_and_before_the_wake_up(
    impatient_site: Site,
    thread: Thread,
    member: User,
    other_member: User,
    mail_server: MailServer,
    tmp_path: Path,
) -> None:
    reply_to = f"/bg/forum/threads/{thread.pk}/reply/"
    form = {"body": BODY, "format": "html", "token": str(uuid.uuid4())}
    doomed = WebServer(
        tmp_path / "doomed",
        {**impatient_site.variables, "PORT": str(free_port())},
        application="tests.faults.wsgi",
    )
    with doomed, pytest.raises((ConnectionError, http.client.HTTPException, urllib.error.URLError)):
        SignedIn(doomed.url, other_member).post(reply_to, **form)
    wait_until(lambda: not doomed.is_running(), seconds=10, what="the web server's end")

    post = Post.objects.get(thread=thread, number=2)
    assert OutboxItem.objects.filter(is_pending=True, key=f"post:{post.pk}").exists()
    assert mail_server.attempts == []

    impatient_site.start()
    status, _page = SignedIn(impatient_site.url, other_member).post(
        reply_to, **form
    )  # who got no answer tries again
    assert status == 302
    mail_server.wait_for(1, to=member.email)
    wait_until_drained()
    assert list(thread.posts.values_list("number", flat=True)) == [1, 2]
    # Elasticsearch shows what it has taken in within a second.
    wait_until(
        lambda: found(impatient_site, WORD, "post")["total"] > 0, seconds=30, what="the reply is found"
    )
    assert found(impatient_site, WORD, "post")["total"] == 1
    assert len({letter["Message-ID"] for letter in mail_server.to(member.email)}) == 1


@pytest.mark.stack
def test_worker_killed_while_it_holds_tasks(
    impatient_site: Site, thread: Thread, member: User, other_member: User, mail_server: MailServer
) -> None:
    mail_server.is_holding = True
    impatient_site.start()
    status, _page = SignedIn(impatient_site.url, other_member).post(
        f"/bg/forum/threads/{thread.pk}/reply/", body=BODY, format="html", token=str(uuid.uuid4())
    )
    assert status == 302
    wait_until(lambda: bool(mail_server.attempts), seconds=60, what="a letter on its way")
    assert OutboxItem.objects.filter(topic="mail", claimed_until__isnull=False).exists()
    impatient_site.worker.kill()
    mail_server.is_holding = False
    assert OutboxItem.objects.filter(topic="mail").exists()

    impatient_site.worker.start()
    wait_until(lambda: len(mail_server.attempts) >= 2, seconds=60, what="the second try")
    wait_until_drained()
    letters = mail_server.to(member.email)
    assert letters
    assert len({letter["Message-ID"] for letter in [*letters, *mail_server.attempts]}) == 1
    assert list(thread.posts.values_list("number", flat=True)) == [1, 2]
    # Elasticsearch shows what it has taken in within a second.
    wait_until(
        lambda: found(impatient_site, WORD, "post")["total"] > 0, seconds=30, what="the reply is found"
    )
    assert found(impatient_site, WORD, "post")["total"] == 1


@pytest.mark.services
def test_search_node_killed_in_the_middle_of_a_bulk(impatient_site: Site, service_folder: Path) -> None:
    with transaction.atomic():
        made = Organisation.objects.bulk_create(_organisations())
        request_index_many("organisation", [organisation.pk for organisation in made])
    expected = {f"organisation:{organisation.pk}" for organisation in made}
    node = Elasticsearch(service_folder / "node")
    with node, Relay(node.port, trigger=b"/_bulk", times=3, act=node.kill) as relay:
        impatient_site.variables["ELASTICSEARCH_URL"] = relay.url
        impatient_site.start()
        assert relay.has_acted.wait(90)
        assert not node.is_running()
        waiting = OutboxItem.objects.filter(topic="search.elasticsearch", is_pending=True)
        assert waiting.exists()

        wait_until(
            lambda: not OutboxItem.objects.filter(topic="search.embedded", is_pending=True).exists(),
            seconds=60,
            what="the embedded index",
        )
        meanwhile = found(impatient_site, "Гълъбарник", "organisation")
        assert meanwhile["engine"] == "embedded"
        assert meanwhile["total"] == DOCUMENTS

        node.start()
        wait_until_drained(seconds=120)
        assert _documents(node, impatient_site.variables["SEARCH_INDEX_PREFIX"]) == sorted(expected)


def _organisations() -> list[Organisation]:
    kind = OrganisationFactory.build().kind
    made = [
        Organisation(
            kind=kind, slug=f"loft-{number}", name_bg=f"Гълъбарник {number}", name_en=f"Pigeon loft {number}"
        )
        for number in range(DOCUMENTS)
    ]
    for organisation in made:
        organisation.folded_names = organisation.fold_names()
    return made


def _documents(node: Elasticsearch, prefix: str) -> list[str]:
    """The ids of all documents of the live index, sorted; one that was there twice would stand here twice."""
    address = f"{node.url}/{prefix}-documents"
    urllib.request.urlopen(urllib.request.Request(f"{address}/_refresh", method="POST"), timeout=30).close()
    with urllib.request.urlopen(f"{address}/_search?size=10000&_source=false", timeout=30) as answer:
        return sorted(hit["_id"] for hit in json.load(answer)["hits"]["hits"])
