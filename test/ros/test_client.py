"""The Python client, against a real node with a fake pipeline, over real DDS."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest
from rclpy.task import Future
from rig import Rig

from spatialgeo_ros.ros.client import SpatialGeoClient
from spatialgeo_ros.ros.client_errors import ClientError, NotThereError
from spatialgeo_ros.ros.stamps import stamp_ns
from spatialgeo_ros.types import AnswerKind, Predicate, QueryKind, Status


@pytest.fixture
def rig(fresh_ros_domain: int) -> Iterator[Rig]:
    made = Rig(answers__valid_for_s=60.0, answers__max_scene_age_s=60.0)  # however busy the machine
    yield made
    made.close()


@pytest.fixture
def client(rig: Rig) -> Iterator[SpatialGeoClient]:
    with SpatialGeoClient() as made:
        assert made.wait_until_ready(10.0)
        rig.wait(lambda: rig.node.count_subscribers("/spatialgeo/scene") >= 2, "the client's subscription")
        yield made


def see(rig: Rig, client: SpatialGeoClient) -> int:
    """Stamp of a new frame of which the client has the scene; sent again should a best-effort image be lost."""
    until = time.monotonic() + 20.0
    while time.monotonic() < until:
        at_ns = rig.send()
        try:
            client.scene_at(at_ns, 1.0)
        except ClientError:
            continue
        return at_ns
    raise AssertionError("no scene")


def test_a_question_in_words_gets_the_core_answer(rig: Rig, client: SpatialGeoClient) -> None:
    at_ns = see(rig, client)
    answer = client.ask("How many red objects are there?")
    assert (answer.status, answer.kind, answer.value) == (Status.ANSWERED, AnswerKind.COUNT, 2.0)
    assert answer.stamp_ns == at_ns
    assert answer.valid_until_ns > at_ns
    assert answer.query is not None
    assert answer.query.kind is QueryKind.COUNT


@pytest.mark.parametrize("closing", ["", "client.close(); client.close()"])
def test_a_client_that_nobody_closes_lets_the_interpreter_end(closing: str, ros_domain: int) -> None:
    code = f"from spatialgeo_ros.ros.client import SpatialGeoClient\nclient = SpatialGeoClient()\n{closing}\nprint('end')"
    environment = {**os.environ, "ROS_DOMAIN_ID": str(ros_domain)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "end\n", "")


class ForgetfulServiceClient:
    """A service client whose first responses are lost."""

    srv_name = "forgetful"

    def __init__(self, lost: int) -> None:
        self.lost = lost
        self.pending: list[Future] = []

    def service_is_ready(self) -> bool:
        return True

    def call_async(self, request: str) -> Future:
        future = Future()
        self.pending.append(future)
        if len(self.pending) > self.lost:
            future.set_result(f"{request}, answered")
        return future

    def remove_pending_request(self, future: Future) -> None:
        self.pending.remove(future)


def test_a_response_that_is_lost_is_asked_for_once_more(client: SpatialGeoClient) -> None:
    forgetful = ForgetfulServiceClient(lost=1)
    assert client.call(forgetful, "asked", 0.5) == "asked, answered"
    assert [future.done() for future in forgetful.pending] == [True]


def test_what_never_replies_is_told_and_forgotten(client: SpatialGeoClient) -> None:
    forgetful = ForgetfulServiceClient(lost=2)
    with pytest.raises(NotThereError, match="/forgetful did not reply within 0.2 s"):
        client.call(forgetful, "asked", 0.2)
    assert forgetful.pending == []


def test_a_typed_query_needs_no_words(rig: Rig, client: SpatialGeoClient) -> None:
    see(rig, client)
    answer = client.query(QueryKind.RELATION, "#1", "#2", predicate=Predicate.LEFT_OF)
    assert (answer.status, answer.yes) == (Status.ANSWERED, True)
    (relation,) = answer.evidence.relations[:1]
    assert (relation.subject_id, relation.predicate, relation.object_id) == (1, Predicate.LEFT_OF, 2)


def test_positions_are_in_the_viewer_frame_of_the_answer(rig: Rig, client: SpatialGeoClient) -> None:
    see(rig, client)
    answer = client.query(QueryKind.WHERE_IS, "#2")
    assert answer.kind is AnswerKind.POSITION
    # object 2 is 0.2 m right of and 0.5 m in front of a level camera: x right, y forward, z up
    np.testing.assert_allclose(answer.position_viewer_m, [0.2, 0.5, 0.0], atol=1e-6)


def test_the_newest_scene_and_that_of_an_answer(rig: Rig, client: SpatialGeoClient) -> None:
    first = see(rig, client)
    second = see(rig, client)
    assert client.scene().stamp_ns == second
    assert client.scene_at(first).stamp_ns == first
    assert stamp_ns(client.scene_message_at(first).header.stamp) == first
    with pytest.raises(NotThereError, match="no such scene"):
        client.scene(timeout_s=0.2, newer_than_ns=second)


def test_without_a_scene_the_answer_says_so(rig: Rig, client: SpatialGeoClient) -> None:
    answer = client.ask("How many red objects are there?")
    assert answer.status is Status.UNKNOWN
    assert answer.reason
    assert answer.stamp_ns == 0


def test_what_cannot_be_understood_is_told(rig: Rig, client: SpatialGeoClient) -> None:
    see(rig, client)
    answer = client.ask("Wie weit ist es bis zum Becher?")
    assert answer.status is Status.NOT_UNDERSTOOD
    assert answer.query is None


def test_a_node_of_somebody_else_can_be_used(rig: Rig) -> None:
    client = SpatialGeoClient(rig.peer)
    try:
        see(rig, client)
        assert client.ask("How many red objects are there?").value == 2.0
    finally:
        client.close()
    assert rig.peer.get_name() == "camera", "it stays alive"


def test_a_missing_node_is_an_error_that_says_what_to_do(fresh_ros_domain: int) -> None:
    with SpatialGeoClient(target="nowhere/spatialgeo") as client:
        assert not client.wait_until_ready(0.2)
        with pytest.raises(NotThereError, match=r"/nowhere/spatialgeo/ask after 0\.2 s"):
            client.ask("What do you see?", timeout_s=0.2)
