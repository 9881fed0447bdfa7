"""What planners ask of the Python client, against a real node with a fake pipeline, over real DDS."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from rig import FRAME, Rig

from spatialgeo_ros.errors import TransformError
from spatialgeo_ros.ros.client import SpatialGeoClient
from spatialgeo_ros.ros.client_errors import (
    AmbiguousError,
    ClientError,
    NotFoundError,
    NotUnderstoodError,
    StaleError,
)
from spatialgeo_ros.types import DepthSource, GravitySource, ObjectKind, Pose, Predicate, QueryKind

LASTING = {"answers__valid_for_s": 60.0, "answers__max_scene_age_s": 60.0}  # however busy the machine
BASE_FROM_CAMERA = Pose(np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]]), np.array([0.3, -0.1, 1.2]))
Made = Callable[..., tuple[Rig, SpatialGeoClient]]


@pytest.fixture
def made(fresh_ros_domain: int) -> Iterator[Made]:
    closing: list[Any] = []

    def make(listen_to_tf: bool = False, **parameters: Any) -> tuple[Rig, SpatialGeoClient]:
        rig = Rig(**{**LASTING, **parameters})
        closing.append(rig)
        client = SpatialGeoClient(listen_to_tf=listen_to_tf)
        closing.append(client)
        assert client.wait_until_ready(10.0)
        rig.wait(lambda: rig.node.count_subscribers("/spatialgeo/scene") >= 2, "the client's subscription")
        return rig, client

    yield make
    for item in reversed(closing):
        item.close()


def see(rig: Rig, client: SpatialGeoClient) -> int:
    """Stamp of a new frame of which the client has the scene; sent again should a best-effort image be lost."""
    until = time.monotonic() + 20.0
    while time.monotonic() < until:
        at_ns = rig.send()
        try:
            return client.scene_at(at_ns, 1.0).stamp_ns
        except ClientError:
            continue
    raise AssertionError("no scene")


def test_a_scene_is_typed_values(made: Made) -> None:
    rig, client = made()
    at_ns = see(rig, client)
    scene = client.scene()
    assert (scene.stamp_ns, scene.frame_id, scene.camera_frame_id, scene.metric) == (at_ns, FRAME, FRAME, True)
    assert (scene.depth_source, scene.gravity_source) == (DepthSource.SENSOR, GravitySource.SUPPORT_PLANE)
    assert scene.valid_until_ns == at_ns + 60_000_000_000
    assert [item.kind for item in scene.objects] == [ObjectKind.OBJECT, ObjectKind.OBJECT, ObjectKind.SUPPORT]
    np.testing.assert_allclose(scene.object(2).centre_ref, [0.2, 0.0, 0.5])
    np.testing.assert_allclose(scene.object(2).box.size_m, [0.06, 0.08, 0.1])
    np.testing.assert_allclose(scene.object(2).centre_cov_m2, np.diag([1e-6, 2e-6, 3e-6]))
    np.testing.assert_allclose(scene.reference_from_viewer.rotation[:, 2], [0.0, -1.0, 0.0], atol=1e-9)  # up in the camera
    with pytest.raises(KeyError):
        scene.object(4)


def test_the_relations_of_a_scene_are_looked_up_by_id(made: Made) -> None:
    rig, client = made()
    see(rig, client)
    relations = client.scene().relations
    assert relations.of(1, Predicate.LEFT_OF, 2) == pytest.approx(0.99)
    assert relations.of(2, Predicate.LEFT_OF, 1) == 0.0
    assert relations.of(1, Predicate.NEAR, 2) == 0.0, "too improbable to be published"
    assert [(item.subject_id, item.object_id) for item in relations.likely(0.5) if item.predicate is Predicate.ON] == [
        (1, 3), (2, 3)]


def test_an_object_is_found_by_words_or_id(made: Made) -> None:
    rig, client = made()
    at_ns = see(rig, client)
    for words in ("#2", "the red box to the right of #1", "the right red box"):
        found = client.find(words)
        assert (found.object.id, found.frame_id, found.stamp_ns) == (2, FRAME, at_ns), words
        np.testing.assert_allclose(found.object.centre_ref, [0.2, 0.0, 0.5])
    assert found.description == "right red box"
    assert client.find("#3").object.kind is ObjectKind.SUPPORT


def test_all_that_fit_are_found(made: Made) -> None:
    rig, client = made()
    see(rig, client)
    assert [found.object.id for found in client.find_all("red boxes")] == [1, 2]
    assert [found.object.id for found in client.find_all("red box left of #2")] == [1]
    assert client.find_all("blue boxes") == ()
    assert [found.object.id for found in client.find_all("")] == [1, 2]


def test_why_nothing_was_found_is_a_type(made: Made) -> None:
    rig, client = made()
    see(rig, client)
    with pytest.raises(AmbiguousError, match='"the red box": 2 objects fit') as ambiguous:
        client.find("the red box")
    assert set(ambiguous.value.object_ids) == {1, 2}
    with pytest.raises(AmbiguousError, match="2 objects are meant"):
        client.find("the red boxes")
    with pytest.raises(NotFoundError, match="no blue box") as unknown:
        client.find("the blue box")
    assert unknown.value.answer.seen
    with pytest.raises(NotFoundError, match="no object #7"):
        client.find("#7")
    with pytest.raises(NotUnderstoodError, match="Becher"):
        client.find("der Becher")


def test_words_that_say_nothing_are_told(made: Made) -> None:
    _, client = made()
    for asked in (lambda: client.find(""), lambda: client.find(" "), lambda: client.probability("#1", "on", "")):
        with pytest.raises(NotUnderstoodError, match="^the words are empty"):
            asked()


def test_a_predicate_may_be_given_by_its_name(made: Made) -> None:
    rig, client = made()
    see(rig, client)
    for name in ("left_of", "LEFT_OF", "Left of"):
        assert client.probability("#1", name, "#2") == pytest.approx(0.99)
    assert client.query(QueryKind.RELATION, "#1", "#2", predicate="left of").yes
    with pytest.raises(ClientError, match="there is no predicate 'over'; there are LEFT_OF, RIGHT_OF, .*, BETWEEN"):
        client.probability("#1", "over", "#2")


def test_without_a_scene_everything_is_stale(made: Made) -> None:
    _, client = made()
    with pytest.raises(StaleError, match="there is no scene"):
        client.find("#1")
    with pytest.raises(StaleError, match="there is no scene"):
        client.probability("#1", Predicate.LEFT_OF, "#2")


def test_what_has_expired_is_not_handed_out(made: Made) -> None:
    rig, client = made(answers__valid_for_s=0.001)
    at_ns = see(rig, client)
    with pytest.raises(StaleError, match="valid_for_s"):
        client.scene(timeout_s=0.2)
    with pytest.raises(StaleError, match="ask again"):
        client.find("#1")
    assert client.scene_at(at_ns).stamp_ns == at_ns, "who asks for a moment gets it"


def test_a_probability_is_told_even_when_it_cannot_be_decided(made: Made) -> None:
    rig, client = made()
    see(rig, client)
    assert client.probability("#1", Predicate.LEFT_OF, "#2") == pytest.approx(0.99)
    assert client.probability("#1", Predicate.LEFT_OF, "the right red box") == pytest.approx(0.99)
    assert client.probability("#2", Predicate.LEFT_OF, "#1") == 0.0
    assert client.probability("#1", Predicate.NEAR, "#2") == pytest.approx(0.3)  # neither yes nor no
    with pytest.raises(AmbiguousError):
        client.probability("the red box", Predicate.LEFT_OF, "#2")


def test_a_pose_in_another_frame(made: Made) -> None:
    rig, client = made(listen_to_tf=True)
    rig.send_tf("base", FRAME, rig.now_ns(), BASE_FROM_CAMERA, static=True)
    see(rig, client)
    found = client.find("#2")
    pose = client.pose_of(found, "base", timeout_s=10.0)
    # 0.5 m ahead and 0.2 m to the right of the camera
    np.testing.assert_allclose(pose.translation_m, [0.8, -0.3, 1.2])
    np.testing.assert_allclose(pose.rotation, BASE_FROM_CAMERA.rotation, atol=1e-9)
    np.testing.assert_allclose(client.pose_of(found, FRAME).translation_m, [0.2, 0.0, 0.5])
    with pytest.raises(TransformError, match="nowhere"):
        client.pose_of(found, "nowhere", timeout_s=0.1)


def test_a_pose_in_another_frame_needs_tf(made: Made) -> None:
    rig, client = made()
    see(rig, client)
    with pytest.raises(ClientError, match="listen_to_tf=True"):
        client.pose_of(client.find("#2"), "base")
