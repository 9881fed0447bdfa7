"""The generated interfaces, over real DDS in one process: what is sent is what arrives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

from spatialgeo_ros.msg import Answer, Distance, Evidence, Scene, SceneObject, SpatialRelation, SpatialRelationArray
from spatialgeo_ros.srv import Ask, Query, SetVocabulary

WAIT_S = 10.0


@pytest.fixture
def two_nodes(ros_domain: int) -> Iterator[tuple[Node, Node, SingleThreadedExecutor]]:
    context = rclpy.Context()
    rclpy.init(context=context, domain_id=ros_domain)
    executor = SingleThreadedExecutor(context=context)
    nodes = [Node(name, context=context, namespace="interfaces_test") for name in ("sender", "receiver")]
    for node in nodes:
        executor.add_node(node)
    yield nodes[0], nodes[1], executor
    for node in nodes:
        node.destroy_node()
    executor.shutdown()
    context.shutdown()


def spin_until(executor: SingleThreadedExecutor, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not done() and time.monotonic() < deadline:
        executor.spin_once(timeout_sec=0.05)
    assert done(), f"nothing arrived within {WAIT_S} s"


def a_scene() -> Scene:
    scene = Scene()
    scene.header.frame_id = "map"
    scene.header.stamp.sec, scene.header.stamp.nanosec = 12, 345
    scene.metric = True
    scene.depth_source = Scene.DEPTH_SENSOR
    scene.viewer.orientation.z = 0.5
    thing = SceneObject()
    thing.size.x, thing.size.y, thing.size.z = 0.25, 0.5, 0.75
    scene.objects = [thing, SceneObject()]
    scene.relations = [SpatialRelation()]
    return scene


def test_a_scene_arrives_as_it_was_sent(two_nodes: tuple[Node, Node, SingleThreadedExecutor]) -> None:
    sender, receiver, executor = two_nodes
    arrived: list[Scene] = []
    publisher = sender.create_publisher(Scene, "scene", 1)
    receiver.create_subscription(Scene, "scene", arrived.append, 1)
    spin_until(executor, lambda: publisher.get_subscription_count() == 1)
    publisher.publish(a_scene())
    spin_until(executor, lambda: bool(arrived))
    assert arrived[0] == a_scene()
    assert arrived[0].objects[0].size.z == 0.75


def test_a_question_is_answered_by_a_service(two_nodes: tuple[Node, Node, SingleThreadedExecutor]) -> None:
    server, asker, executor = two_nodes

    def answer(request: Ask.Request, response: Ask.Response) -> Ask.Response:
        response.answer.text = f"asked: {request.question}"
        response.answer.header.frame_id = "camera"
        return response

    server.create_service(Ask, "ask", answer)
    client = asker.create_client(Ask, "ask")
    spin_until(executor, client.service_is_ready)
    future = client.call_async(Ask.Request(question="what is left of the mug?"))
    spin_until(executor, future.done)
    assert future.result().answer.text == "asked: what is left of the mug?"


@pytest.mark.parametrize("interface", [Answer, Distance, Evidence, SpatialRelationArray])
def test_every_message_can_be_published(interface: type, two_nodes: tuple[Node, Node, SingleThreadedExecutor]) -> None:
    sender, receiver, executor = two_nodes
    arrived: list[object] = []
    publisher = sender.create_publisher(interface, interface.__name__.lower(), 1)
    receiver.create_subscription(interface, interface.__name__.lower(), arrived.append, 1)
    spin_until(executor, lambda: publisher.get_subscription_count() == 1)
    publisher.publish(interface())
    spin_until(executor, lambda: bool(arrived))
    assert arrived == [interface()]


@pytest.mark.parametrize("interface", [Query, SetVocabulary])
def test_every_service_can_be_called(interface: type, two_nodes: tuple[Node, Node, SingleThreadedExecutor]) -> None:
    server, asker, executor = two_nodes
    server.create_service(interface, interface.__name__.lower(), lambda request, response: response)
    client = asker.create_client(interface, interface.__name__.lower())
    spin_until(executor, client.service_is_ready)
    future = client.call_async(interface.Request())
    spin_until(executor, future.done)
    assert future.result() == interface.Response()
