"""Hand-built scenes: every number is known, so every answer can be checked by hand.

The reference frame is turned and shifted against the viewer's, so that mixing them up gives other answers.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from spatialgeo_ros.scene.relations import find_relations
from spatialgeo_ros.types import (
    DepthSource,
    GravitySource,
    ObjectKind,
    OrientedBox,
    PinholeCamera,
    Pose,
    Scene,
    SceneObject,
)

STAMP_NS = 20_000_000_000
_TURN = np.radians(30)
# viewer (x right, y forward, z up) in a reference frame whose z is up too
VIEWER = Pose(
    np.array([[np.cos(_TURN), -np.sin(_TURN), 0], [np.sin(_TURN), np.cos(_TURN), 0], [0, 0, 1.0]]),
    np.array([0.4, -1.1, 1.3]),
)


def thing(number, label, at, size, colours=(), *, std=0.005, **fields):
    """at: (x right, y forward, z up) of the centre as the viewer sees it; size: (across, along, up); metres."""
    pose = VIEWER @ Pose(np.eye(3), np.asarray(at, float))
    fields = {
        "kind": ObjectKind.OBJECT,
        "stamp_last_seen_ns": STAMP_NS,
        "label_score": 0.9 if label else 0.0,
        "pixel_count": 2000,
        **fields,
    }
    return SceneObject(
        id=number,
        box=OrientedBox(pose, np.asarray(size, float)),
        centre_cov_m2=np.eye(3) * std**2,
        size_std_m=np.full(3, std),
        surface_ref=_surface(pose, size),
        label=label,
        colours=tuple(colours),
        **fields,
    )


def _surface(pose, size):
    """A 7 x 7 grid on each side that the camera sees: the top, the front and the flanks; neither back nor bottom."""
    line = np.linspace(-0.5, 0.5, 7)
    u, v = (grid.ravel() for grid in np.meshgrid(line, line))
    half = np.full(49, 0.5)
    sides = [np.stack(side, axis=1) for side in ((u, v, half), (u, -half, v), (half, u, v), (-half, u, v))]
    return pose.apply(np.concatenate(sides) * np.asarray(size, float)).astype(np.float32)


def surface(number, label, height, x=(-0.8, 0.8), y=(0.4, 1.6), cut=(False, False, False, False)):
    """A horizontal surface at this height below (negative) or above the viewer."""
    corners = VIEWER.apply(
        np.array([[x[0], y[0], height], [x[1], y[0], height], [x[1], y[1], height], [x[0], y[1], height]])
    )
    middle = (sum(x) / 2, sum(y) / 2, height - 0.005)
    return thing(
        number,
        label,
        middle,
        (x[1] - x[0], y[1] - y[0], 0.01),
        kind=ObjectKind.SUPPORT,
        outline_ref=corners,
        outline_cut=np.array(cut),
    )


def scene_of(*objects, metric=True):
    return Scene(
        stamp_ns=STAMP_NS,
        frame_id="map",
        camera_frame_id="camera",
        metric=metric,
        depth_source=DepthSource.SENSOR,
        gravity_source=GravitySource.REFERENCE_FRAME,
        reference_from_viewer=VIEWER,
        reference_from_camera=VIEWER,
        camera=PinholeCamera(480, 640, 600.0, 600.0, 320.0, 240.0),
        objects=tuple(objects),
        relations=find_relations(objects, VIEWER),
    )


TABLE = -0.5  # height of the table top below the viewer


def on_table(number, label, x, y, size, colours=(), **fields):
    """Standing on the table top."""
    return thing(number, label, (x, y, TABLE + size[2] / 2), size, colours, support_id=1, **fields)


def kitchen(metric=True):
    """Seen from the viewer: red box, blue mug, bowl with a spoon in it, green bottle; behind them a tall red box.

    1 table, 2 red box 0.10 x 0.06 x 0.20 at (-0.40, 0.80); 3 blue mug 0.08 cube at (-0.10, 0.80);
    4 white bowl 0.16 x 0.16 x 0.07 at (0.15, 0.80); 5 grey spoon in the bowl; 6 green bottle 0.07 x 0.07 x 0.25 at
    (0.45, 0.85); 7 yellow can on the red box; 8 red box 0.15 x 0.10 x 0.30 at (0.10, 1.30).
    """
    return scene_of(
        surface(1, "table", TABLE),
        on_table(2, "box", -0.40, 0.80, (0.10, 0.06, 0.20), ["red"]),
        on_table(3, "mug", -0.10, 0.80, (0.08, 0.08, 0.08), ["blue"]),
        on_table(4, "bowl", 0.15, 0.80, (0.16, 0.16, 0.07), ["white"]),
        thing(5, "spoon", (0.15, 0.80, TABLE + 0.045), (0.05, 0.02, 0.03), ["grey"], support_id=4),
        on_table(6, "bottle", 0.45, 0.85, (0.07, 0.07, 0.25), ["green"]),
        thing(7, "can", (-0.40, 0.80, TABLE + 0.20 + 0.05), (0.06, 0.06, 0.10), ["yellow"], support_id=2),
        on_table(8, "box", 0.10, 1.30, (0.15, 0.10, 0.30), ["red", "white"]),
        metric=metric,
    )


def front_only(item):
    """The same object, of which only the side towards the viewer was seen."""
    points = item.box.reference_from_box.inverse().apply(item.surface_ref)
    return replace(item, surface_ref=item.surface_ref[points[:, 1] < -0.49 * item.box.size_m[1]])


def table_top(cut=(False, False, False, False), **plate):
    """1 table, x from -0.8 to 0.8 and y from 0.4 to 1.6; the plate reaches 5 cm over its left edge."""
    return scene_of(
        surface(1, "table", TABLE, cut=cut),
        on_table(2, "plate", -0.70, 1.0, (0.30, 0.30, 0.02), **plate),
        on_table(3, "mug", 0.0, 0.5, (0.08, 0.08, 0.10)),
        on_table(4, "book", 0.5, 1.2, (0.20, 0.15, 0.03), ["red"]),
        on_table(5, "bowl", 0.3, 0.8, (0.16, 0.16, 0.07)),
        thing(6, "spoon", (0.3, 0.8, TABLE + 0.08), (0.02, 0.02, 0.14), support_id=5),
        thing(7, "marble", (0.33, 0.83, TABLE + 0.02), (0.02, 0.02, 0.02), support_id=5),
        on_table(8, "book", 0.2, 1.3, (0.20, 0.05, 0.25), ["blue"]),
        thing(9, "lamp", (0.5, 1.2, TABLE + 0.6), (0.1, 0.1, 0.2)),
    )
