"""What rclpy leaves out of lifecycle nodes: errors in transitions are told, and a refused one does not end the node."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from typing import Any

from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from spatialgeo_ros.errors import SpatialGeoError

Transition = Callable[[Any, LifecycleState], TransitionCallbackReturn]


def reported(transition: Transition) -> Transition:
    """rclpy swallows what a transition raises. Ours: the reason is logged, and the node stays in its state."""

    @functools.wraps(transition)
    def guarded(node: LifecycleNode, state: LifecycleState) -> TransitionCallbackReturn:
        try:
            return transition(node, state)
        except SpatialGeoError as error:
            node.get_logger().error(f"{transition.__name__} failed: {error}")
        except Exception:  # noqa: BLE001
            node.get_logger().error(f"{transition.__name__} failed:\n{traceback.format_exc()}")
        return TransitionCallbackReturn.FAILURE

    return guarded


def guard_transitions(node: LifecycleNode) -> None:
    """A transition that the state does not allow raises inside rclpy's service, which would end the executor."""
    service = node._service_change_state
    change_state = service.callback

    def guarded(request: Any, response: Any) -> Any:
        try:
            return change_state(request, response)
        except Exception as error:  # noqa: BLE001
            asked, state = request.transition.label or request.transition.id, node._state_machine.current_state[1]
            node.get_logger().warning(f"transition {asked} refused in state {state}: {error}")
            response.success = False
            return response

    service.callback = guarded
