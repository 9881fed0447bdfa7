"""What a node says of itself to people who watch its log: once that nothing comes, once that scenes do."""

from __future__ import annotations

from typing import Any

from spatialgeo_ros.ros.diagnostics import RECENT_S, Situation, silent_inputs, why_no_scene
from spatialgeo_ros.ros.health import BENIGN
from spatialgeo_ros.types import ObjectKind, Scene


class Progress:
    """One line when things change. logger: rclpy's of the node. A new one for each activation."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger
        self._come = self._warned = False

    def tell(self, now: Situation, scene: Scene | None) -> None:
        """To be called now and then. scene: the newest one."""
        if scene is not None and now.report.since_scene_s <= now.silent_after_s:
            if not self._come:
                self._logger.info(f"scenes come: {scene_words(scene)}")
            self._come, self._warned = True, False
        elif now.report.running_s > now.silent_after_s and not self._warned:
            problems = _untold(now)
            if problems:
                self._logger.warning("no scene: " + "\n    ".join(problems))
                self._come, self._warned = False, True


def _untold(now: Situation) -> list[str]:
    """Why there is no scene; nothing when frames are lost for a reason that was logged when it happened."""
    logged = any(cause not in BENIGN for cause in now.report.recent_drops(RECENT_S))
    return silent_inputs(now) or ([] if logged else [why_no_scene(now)])


def scene_words(scene: Scene) -> str:
    supports = sum(item.kind is ObjectKind.SUPPORT for item in scene.objects)
    return f"{len(scene.objects) - supports} objects on {supports} supports, in frame {scene.frame_id!r}"
