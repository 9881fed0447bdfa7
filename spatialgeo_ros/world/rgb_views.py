"""Views of simulated rooms to train networks on that see colour alone: what they see, and all they should tell of it.

The room is that of `make_room` under another lamp; camera, lens and tilt change from view to view. Colour casts, noise and
blur are not in here: they are drawn anew each time that a view is learned from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spatialgeo_ros.errors import ConfigError
from spatialgeo_ros.questions.vocabulary import plural_of
from spatialgeo_ros.types import AnswerKind, Array, FloatArray, ObjectKind, PinholeCamera, Pose
from spatialgeo_ros.world import palette
from spatialgeo_ros.world.asked import View as AskedView
from spatialgeo_ros.world.noise import sense
from spatialgeo_ros.world.path_tracing import PathTracer
from spatialgeo_ros.world.questions import MAKERS
from spatialgeo_ros.world.references import Named, named_things
from spatialgeo_ros.world.render import Renderer, View
from spatialgeo_ros.world.rooms import TABLETOP, make_room
from spatialgeo_ros.world.scenery import Light, Room
from spatialgeo_ros.world.slotted import SlottedQuestion, slotted
from spatialgeo_ros.world.trajectory import camera_position, look_at
from spatialgeo_ros.world.truth import Truth, TruthObject, truth_of

RGB_SEEDS = range(200000, 300000)  # of rooms to train on, which nothing else uses
RENDERERS = ("raycast", "mitsuba")  # Renderer, which is learned from; PathTracer, to evaluate with
HEIGHT, WIDTH = 288, 384  # of the image
LABEL_STEP = 3  # image pixels per label pixel, either way
THING_WORDS = TABLETOP.kinds
CAMERA_M = (0.9, 1.75)  # height above the floor, as people and robots carry them
DISTANCE_M = (0.6, 1.6)  # of the camera from what it looks at, about
CLASS_WORDS: tuple[str, ...] = ("floor", "table", "shelf", "cabinet", "chair", "stool", *THING_WORDS)
COLOUR_WORDS: tuple[str, ...] = palette.COLOURS
NO_COLOUR = 255
_LEAST_PX = 24  # label pixels of a thing that is worth a row
LEAST_M = 0.175  # nothing is nearer to the camera

# One row per thing in view. word, colour, second: index in CLASS_WORDS and COLOUR_WORDS. named: 1 by colour and word, 2 by
# word, 3 by either, 0 by nothing. pixels: label pixels. bbox: left, top, right, bottom in image pixels, inclusive. low, high:
# (3,) extents in the viewer's frame. box_*: gravity-aligned box there, yaw about its z axis.
THING = np.dtype([("id", "u1"), ("word", "u1"), ("colour", "u1"), ("second", "u1"), ("kind", "u1"), ("named", "u1"),
                  ("support", "u1"), ("container", "u1"), ("border", "u1"), ("pixels", "u2"), ("fraction", "f4"),
                  ("bbox", "f4", 4), ("low", "f4", 3), ("high", "f4", 3), ("box_centre", "f4", 3), ("box_size", "f4", 3),
                  ("box_yaw", "f4")])


@dataclass(frozen=True, eq=False)
class RgbView:
    """rgb: (288, 384, 3) uint8. At a third of that size: depth_m float16 along the optical axis, 0 where nothing is; normals
    (h, w, 2) int8, x and y in the camera's frame times 127 (z points to the camera); ids uint8 of the things, 0 = walls.
    camera: of the image. up_camera: (3,) against gravity, in the camera's frame. camera_m: height of the camera above the
    floor. things: (N,) of THING. questions: all that can be asked beyond doubt, or none where that was not wanted.
    sensor_mm: (288, 384) uint16 as a depth sensor reports it, 0 = nothing; none where that was not wanted.
    """

    rgb: NDArray[np.uint8]
    depth_m: NDArray[np.float16]
    normals: NDArray[np.int8]
    ids: NDArray[np.uint8]
    camera: PinholeCamera
    up_camera: FloatArray
    camera_m: float
    things: Array
    questions: tuple[SlottedQuestion, ...]
    sensor_mm: NDArray[np.uint16] | None = None


def room_views(seed: int, count: int, asked: int, renderer: str = RENDERERS[0], sensor: bool = False) -> list[RgbView]:
    """Up to `count` views of one room, with questions about the first `asked`; views of almost nothing are left out.

    renderer: one of RENDERERS, which draws the colours; cameras, labels, things and questions are the same from each.
    sensor: with what a depth sensor would see.
    """
    if renderer not in RENDERERS:
        raise ConfigError(f"no renderer is called '{renderer}'; there are {', '.join(RENDERERS)}")
    rng = np.random.default_rng([seed, 31])
    room = make_room(seed, TABLETOP)
    room = replace(room, light=other_light(room.light, rng))
    caster = Renderer(room)
    tracer = PathTracer(room) if renderer == "mitsuba" else None
    views: list[RgbView] = []
    for _ in range(2 * count):
        if len(views) == count:
            break
        pose, camera = random_camera(room, rng)
        view = caster.render(pose, camera, int(rng.integers(1 << 30)))
        if np.isfinite(view.depth_m).mean() < 0.98 or np.nanmin(view.depth_m) < LEAST_M:
            continue
        made = _rgb_view(view, truth_of(room, view, pose, camera), rng, len(views) < asked)
        if len(made.things) >= 3:
            made = replace(made, rgb=tracer.colours(pose, made.camera, len(views))) if tracer else made
            views.append(replace(made, sensor_mm=_sensed(view, caster, len(views))) if sensor else made)
    return views


def _sensed(view: View, caster: Renderer, number: int) -> NDArray[np.uint16]:
    depth_m = sense(view, caster.surfaces.weakness, number)
    return np.asarray(np.rint(1e3 * np.nan_to_num(depth_m)), np.uint16)


def random_camera(room: Room, rng: np.random.Generator) -> tuple[Pose, PinholeCamera]:
    """world_from_camera and the camera. Mostly near, above the table."""
    height, width = HEIGHT, WIDTH
    focal = width / 2 / np.tan(np.radians(rng.uniform(44, 70)) / 2)
    camera = PinholeCamera(height, width, focal, focal * float(rng.uniform(0.98, 1.02)),
                           (width - 1) / 2 + float(rng.normal(0, 0.02) * width),
                           (height - 1) / 2 + float(rng.normal(0, 0.02) * height))
    target = room.path.centre_m + np.array([*rng.normal(0, 0.2, 2), rng.uniform(-0.02, 0.12)])
    things = room.objects()
    if things and rng.random() < 0.6:
        target = things[int(rng.integers(len(things)))].mesh.vertices.mean(axis=0) + rng.normal(0, 0.1, 3)
    away = camera_position(room.path, float(rng.uniform(0, 200))) - target
    distance = float(np.linalg.norm(away))
    position = target + away * min(1.0, float(rng.uniform(*DISTANCE_M)) / distance)
    position[2] = np.clip(position[2] + float(rng.uniform(-0.2, 0.3)), *CAMERA_M)
    return look_at(position, target, float(np.radians(rng.normal(0, 3)))), camera


def other_light(light: Light, rng: np.random.Generator) -> Light:
    """Of another strength and colour."""
    warm, green = float(rng.normal(0, 0.05)), float(rng.normal(0, 0.02))
    gain = light.warmth
    return Light(light.position_m, light.ambient * float(rng.uniform(0.75, 1.25)), light.direct * float(rng.uniform(0.7, 1.4)),
                 (gain[0] + warm, gain[1] + green, gain[2] - warm))


def _rgb_view(view: View, truth: Truth, rng: np.random.Generator, asked: bool) -> RgbView:
    middle = np.s_[LABEL_STEP // 2::LABEL_STEP, LABEL_STEP // 2::LABEL_STEP]
    towards = view.normals_world[middle] @ truth.world_from_camera.rotation.astype(np.float32)
    towards *= np.where(towards[..., 2:] > 0, np.float32(-1), np.float32(1))
    ids = view.id_image[middle].astype(np.uint8)
    named = named_things(truth)
    rows = [_row(item, truth, named, int(count)) for item in truth.objects
            if (count := np.count_nonzero(ids == item.id)) >= _LEAST_PX]
    questions = _questions(truth, named, rng) if asked else ()
    return RgbView(view.rgb, np.nan_to_num(view.depth_m[middle]).astype(np.float16),
                   np.rint(np.nan_to_num(towards[..., :2]) * 127).astype(np.int8), ids, truth.camera,
                   truth.world_from_camera.rotation[2].copy(), float(truth.world_from_camera.translation_m[2]),
                   np.array(rows, THING), questions)


def _questions(truth: Truth, named: tuple[Named, ...], rng: np.random.Generator) -> tuple[SlottedQuestion, ...]:
    """All that the room's questions ask, and which kinds of things are not there: none of theirs asks that."""
    asked = AskedView(truth, named, rng)
    seen = {item.word for item in truth.objects}
    absent = [word for word in THING_WORDS if word not in seen]
    found = [q for maker in MAKERS for q in slotted(maker(asked), named)]
    for word in rng.permutation(absent)[:6]:
        article = "an" if word[0] in "aeiou" else "a"
        text = f"{asked.pick('Is there', 'Do you see')} {article} {word}?"
        found.append(SlottedQuestion(text, "exists", AnswerKind.YES_NO, ()))
    for word in rng.permutation(absent)[:2]:
        text = asked.pick(f"How many {plural_of(str(word))} are there?", f"How many {plural_of(str(word))} do you see?")
        found.append(SlottedQuestion(text, "count", AnswerKind.COUNT, ()))
    return tuple(found)


def _row(item: TruthObject, truth: Truth, named: tuple[Named, ...], pixels: int) -> tuple[object, ...]:
    viewer_from_box = truth.world_from_viewer.inverse() @ item.box.reference_from_box
    height = (item.bottom_m, item.top_m)
    eye_m = truth.world_from_viewer.translation_m[2]
    low = (item.right_m[0], item.forward_m[0], height[0] - eye_m)
    high = (item.right_m[1], item.forward_m[1], height[1] - eye_m)
    seen = [COLOUR_WORDS.index(word) for word, share in item.seen_colours if word in COLOUR_WORDS and share >= 0.12]
    seen += [NO_COLOUR, NO_COLOUR]
    yaw = float(np.arctan2(viewer_from_box.rotation[1, 0], viewer_from_box.rotation[0, 0]))
    fraction = 1.0 if item.kind is ObjectKind.SUPPORT else item.visible_fraction
    return (item.id, CLASS_WORDS.index(item.word), seen[0], seen[1], int(item.kind), _how_named(item, named), item.support_id,
            item.container_id, item.touches_border, min(pixels, 65535), fraction, item.bbox_xyxy_px, low, high,
            viewer_from_box.translation_m, item.box.size_m, yaw)


def _how_named(item: TruthObject, named: tuple[Named, ...]) -> int:
    phrases = next((n.phrases for n in named if n.item.id == item.id), ())
    return sum({True: 2, False: 1}[phrase == item.word] for phrase in phrases)
