"""All settings, as one tree of frozen dataclasses. A default stands here and only here, with its unit and why.

YAML files hold overrides; ROS parameters are declared from this tree (one parameter per leaf, "relations.near_m").
"""

from __future__ import annotations

import dataclasses
import difflib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from spatialgeo_ros.errors import ConfigError

T = TypeVar("T")


def leaf(default: Any, doc: str, low: float | None = None, high: float | None = None,
         choices: tuple[str, ...] = (), dynamic: bool = True) -> Any:
    """A setting with its description and range (inclusive). dynamic: may change while the node runs."""
    metadata = {"doc": doc, "low": low, "high": high, "choices": choices, "dynamic": dynamic}
    if isinstance(default, list):
        raise TypeError("use a tuple: settings are frozen")
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Leaf:
    """One setting of the tree. name: dotted path. value: of this tree; type: of the default."""

    name: str
    value: Any
    doc: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    dynamic: bool


class _Checked:
    def __post_init__(self) -> None:
        for item in leaves(self):
            _check(item)


def _check_order(config: Any, low: str, high: str) -> None:
    if getattr(config, low) > getattr(config, high):
        raise ConfigError(f"{low} = {getattr(config, low)} is more than {high} = {getattr(config, high)}; keep it below, or "
                          f"raise {high} first")


def _check(item: Leaf) -> None:
    values = item.value if isinstance(item.value, tuple) else (item.value,)
    for value in values:
        if isinstance(value, float) and not math.isfinite(value):
            raise ConfigError(f"{item.name} = {value} is not a finite number ({item.doc})")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        if (item.low is not None and value < item.low) or (item.high is not None and value > item.high):
            raise ConfigError(f"{item.name} = {value} is outside [{item.low}, {item.high}] ({item.doc})")
    if item.choices and item.value not in item.choices:
        raise ConfigError(f"{item.name} = {item.value!r} is unknown; choose one of {', '.join(item.choices)}")


@dataclass(frozen=True)
class DepthConfig(_Checked):
    """What the depth sensor can do."""

    min_m: float = leaf(0.15, "metres; nearer returns are dropped", 0.0, 10.0)
    max_m: float = leaf(8.0, "metres; farther returns are dropped", 0.1, 100.0)
    # sigma_z = constant + linear z + quadratic z^2 (Khoshelham & Elberink 2012 for structured light; RealSense is alike)
    noise_constant_m: float = leaf(0.001, "metres; standard deviation of depth at zero range", 0.0, 0.1)
    noise_quadratic_per_m: float = leaf(0.0025, "1/m; growth of the standard deviation with the square of range", 0.0, 0.1)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_order(self, "min_m", "max_m")


@dataclass(frozen=True)
class GravityConfig(_Checked):
    """Which way is up, when the reference frame does not say."""

    reference_is_level: bool = leaf(True, "the z axis of reference_frame is up; used only when reference_frame is set")
    up_camera: tuple[float, ...] = leaf((), "up in the camera optical frame, e.g. [0.0, -0.7, -0.7]; empty = not known")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.up_camera and (len(self.up_camera) != 3 or math.hypot(*self.up_camera) < 1e-6):
            raise ConfigError(f"up_camera = {list(self.up_camera)} is no direction; give three numbers, not all of them "
                              "zero, or none when up is not known")


@dataclass(frozen=True)
class SupportConfig(_Checked):
    """Which level surfaces count as floors, table tops and shelf boards."""

    cell_m: float = leaf(0.03, "metres; cell of the raster seen from above in which surfaces are outlined", 0.01, 0.2)
    min_area_m2: float = leaf(0.05, "square metres a surface must show", 0.005, 10.0)
    # a chair seat or carton shows up to 0.25 m2 of level top, a side table or shelf board more or a longer side
    furniture_area_m2: float = leaf(0.3, "square metres from which a surface is furniture whatever is below it", 0.05, 10.0)
    furniture_length_m: float = leaf(0.55, "metres a smaller surface must measure to be a board and not a thing's top",
                                     0.05, 5.0)
    bridge_m: float = leaf(0.25, "metres of a surface that things on it may hide without splitting it", 0.0, 2.0)
    min_width_m: float = leaf(0.1, "metres a surface must measure at its narrowest", 0.0, 2.0)
    level_share: float = leaf(0.35, "share of the pixels at its height that must look level", 0.0, 1.0)
    max_layers: int = leaf(8, "heights at which surfaces are looked for in one frame", 1, 30)


@dataclass(frozen=True)
class PartitionConfig(_Checked):
    """How what the segmentation network says becomes segments. Odds are natural logarithms."""

    thing: float = leaf(0.0, "log odds from which a pixel is of a thing", -6.0, 6.0)
    sure: float = leaf(4.5, "log odds from which neighbours are of one thing whatever else is said", -6.0, 12.0)
    likely: float = leaf(3.0, "log odds from which neighbours are of one thing unless that joins what is sure", -6.0, 12.0)
    possible: float = leaf(1.5, "log odds from which neighbours are of one thing unless that joins what is likely", -6.0, 12.0)
    fragment_pixels: int = leaf(16, "working pixels; smaller fragments go to their neighbours", 1, 1000)
    join: float = leaf(0.8, "log odds from which two fragments are one thing", -6.0, 12.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_order(self, "possible", "likely")
        _check_order(self, "likely", "sure")


@dataclass(frozen=True)
class SegmentConfig(_Checked):
    """How pixels become segments."""

    work_width: int = leaf(320, "pixels; images are subsampled to about this width before they are segmented", 64, 2000)
    min_pixels: int = leaf(150, "pixels with depth; smaller segments are dropped", 10, 100000)
    flat_m: float = leaf(0.004, "metres of mean height above a surface below which depth does not tell things from prints",
                         0.0, 0.1)
    flat_odds: float = leaf(2.5, "mean log odds of being a thing that something so flat needs", -6.0, 12.0)
    least_odds: float = leaf(0.0, "mean log odds of being a thing that every segment needs", -6.0, 12.0)
    runtime: str = leaf("auto", "what runs the segmentation network; onnxruntime takes 0.6 of opencv's time and says the "
                                "same, onnxruntime_int8 less than half and nearly the same; auto: the last where "
                                "onnxruntime is installed, else opencv; of predicted depth there is none in 8 bits, and "
                                "onnxruntime runs the one in floats",
                        choices=("auto", "opencv", "onnxruntime", "onnxruntime_int8"), dynamic=False)
    partition: PartitionConfig = field(default_factory=PartitionConfig)


@dataclass(frozen=True)
class ObjectConfig(_Checked):
    """How segments become objects."""

    max_size_m: float = leaf(2.5, "metres; larger things are walls or floors, not objects", 0.1, 20.0)
    surface_points: int = leaf(400, "points kept of each object's visible surface", 50, 5000)


@dataclass(frozen=True)
class TrackConfig(_Checked):
    """How ids persist."""

    remember_s: float = leaf(20.0, "seconds an object out of view is remembered, marked so", 0.0, 3600.0)
    drift_m_per_s: float = leaf(0.02, "m/s; growth of the position's standard deviation while unseen", 0.0, 1.0)
    confirm_frames: int = leaf(1, "frames an object must be seen in before it is published", 1, 30)


@dataclass(frozen=True)
class RelationConfig(_Checked):
    """Where relations begin and end."""

    near_m: float = leaf(0.25, "metres between surfaces below which two objects are near", 0.01, 10.0)
    touching_m: float = leaf(0.01, "metres between surfaces below which two objects touch", 0.0, 0.2)
    on_gap_m: float = leaf(0.02, "metres between bottom and top surface within which something rests on it", 0.002, 0.2)
    scatter: float = leaf(0.6, "how far errors scatter where masks are right, in stated standard deviations; one in ten goes "
                               "five of these", 0.2, 3.0)
    min_probability: float = leaf(0.6, "relations less probable are not published", 0.0, 1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_order(self, "touching_m", "near_m")


@dataclass(frozen=True)
class AnswerConfig(_Checked):
    """How questions are answered."""

    min_probability: float = leaf(0.6, "below this a yes/no or choice answer is AMBIGUOUS", 0.5, 1.0)
    same_within: float = leaf(0.05, "relative difference below which two sizes are the same", 0.001, 0.5)
    max_scene_age_s: float = leaf(2.0, "seconds after which a scene is too old to answer from", 0.05, 3600.0)
    valid_for_s: float = leaf(1.0, "seconds after the image stamp until which an answer is claimed to hold", 0.0, 3600.0)
    definition: str = leaf("spatialgeo", "whose definitions of distance and place questions in words are answered by",
                           choices=("spatialgeo", "spatialrgpt", "vsi", "spar"))
    min_confidence: float = leaf(0.6, "what a model's speaker says with less confidence is not compared: ABSTAIN", 0.0, 1.0)
    max_question_chars: int = leaf(500, "characters; longer questions are refused", 10, 10000)


@dataclass(frozen=True)
class SceneConfig(_Checked):
    """The whole tree of the measured path."""

    depth: DepthConfig = field(default_factory=DepthConfig)
    gravity: GravityConfig = field(default_factory=GravityConfig)
    supports: SupportConfig = field(default_factory=SupportConfig)
    segments: SegmentConfig = field(default_factory=SegmentConfig)
    objects: ObjectConfig = field(default_factory=ObjectConfig)
    tracks: TrackConfig = field(default_factory=TrackConfig)
    relations: RelationConfig = field(default_factory=RelationConfig)
    answers: AnswerConfig = field(default_factory=AnswerConfig)


@dataclass(frozen=True)
class SpeakerConfig(_Checked):
    """The language model that answers beside the measured path, in a process of its own."""

    enabled: bool = leaf(True, "whether the model is asked too; without a model nothing is", dynamic=False)
    timeout_s: float = leaf(1.0, "seconds an answer waits for what the model says; then it comes without", 0.01, 60.0)
    threads: int = leaf(1, "processor cores it may use", 1, 64, dynamic=False)


@dataclass(frozen=True)
class NodeConfig(_Checked):
    """Settings of the ROS node around the measured path."""

    reference_frame: str = leaf("", "tf frame of all results; empty = the camera's own frame, no tf needed", dynamic=False)
    depth_source: str = leaf("sensor", "sensor: a depth topic is required; predicted: the model tells depth from colour, and "
                             "no depth topic is subscribed", choices=("sensor", "predicted"), dynamic=False)
    model: str = leaf("", "a model's name (`spatialgeo models`) or the path of its .safetensors file; empty = none",
                      dynamic=False)
    runtime: str = leaf("onnx", "what runs the model", choices=("onnx", "onnx_int8", "torch"), dynamic=False)
    autostart: bool = leaf(True, "configure and activate by itself at start", dynamic=False)
    sync_slop_s: float = leaf(0.02, "seconds by which the stamps of image, depth and camera_info may differ", 0.0, 1.0)
    tf_timeout_s: float = leaf(0.2, "seconds to wait for tf at the image stamp", 0.0, 5.0)
    max_future_s: float = leaf(0.5, "seconds a stamp may lie ahead of the clock", 0.0, 10.0)
    image_transport: str = leaf("raw", "how the colour image arrives", choices=("raw", "compressed"), dynamic=False)
    depth_transport: str = leaf("raw", "how the depth image arrives", choices=("raw", "compressedDepth"), dynamic=False)
    input_reliability: str = leaf("auto", "of the image subscriptions; auto: reliable where every publisher is",
                                  choices=("auto", "reliable", "best_effort"), dynamic=False)
    image_rectified: bool = leaf(False, "images are rectified already (image_rect): use P of camera_info, not K and D",
                                 dynamic=False)
    tf_buffer: str = leaf("auto", "tf2_ros: its buffer; own: the listener in this package; auto: tf2_ros if installed",
                          choices=("auto", "tf2_ros", "own"), dynamic=False)
    detections_wait_s: float = leaf(0.05, "seconds a frame waits for detections of its stamp; later ones still name",
                                    0.0, 1.0)
    silent_after_s: float = leaf(5.0, "seconds without a message after which an input is reported silent", 0.5, 600.0)
    marker_lifetime_s: float = leaf(1.0, "seconds a marker stays without an update", 0.1, 60.0)
    diagnostics_period_s: float = leaf(1.0, "seconds between diagnostics", 0.1, 60.0, dynamic=False)
    speaker: SpeakerConfig = field(default_factory=SpeakerConfig)
    scene: SceneConfig = field(default_factory=SceneConfig)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.depth_source == "predicted" and not self.model:
            raise ConfigError("depth_source = 'predicted' needs a model that predicts it; set model, or use depth_source = "
                              "'sensor' with a depth topic")


@dataclass(frozen=True)
class SimulatorConfig(_Checked):
    """Settings of the simulated robot camera."""

    seed: int = leaf(0, "which furnished room; the same seed gives the same room", 0, 2**31 - 1, dynamic=False)
    style: str = leaf("furnished", "furnished: rooms with all kinds of things; tabletop: those that the model nano knows",
                      choices=("furnished", "tabletop"), dynamic=False)
    motion: str = leaf("trajectory", "trajectory: the camera moves; static: it stays where it is now",
                       choices=("trajectory", "static"))
    start_s: float = leaf(0.0, "seconds along the trajectory at which the camera starts", 0.0, 3600.0, dynamic=False)
    stop_s: float = leaf(0.0, "seconds along the trajectory at which the camera stops for good; 0 = never", 0.0, 3600.0,
                         dynamic=False)
    speed: float = leaf(1.0, "times the planned speed", 0.0, 10.0)
    rate_hz: float = leaf(10.0, "frames per second", 0.1, 60.0, dynamic=False)
    height: int = leaf(480, "pixels", 16, 4096, dynamic=False)
    width: int = leaf(640, "pixels", 16, 4096, dynamic=False)
    noise: bool = leaf(True, "noise and holes in depth, jitter in the boxes of detections; false: exact",
                       dynamic=False)
    depth_encoding: str = leaf("16UC1", "16UC1: millimetres, 0 = none; 32FC1: metres, NaN = none",
                               choices=("16UC1", "32FC1"), dynamic=False)
    publish_detections: bool = leaf(False, "publish class words with image boxes on `detections`, as a detector would",
                                    dynamic=False)
    world_frame: str = leaf("world", "tf frame of the room; z is up", dynamic=False)
    base_frame: str = leaf("base_link", "tf frame of the robot, on the floor below the camera", dynamic=False)
    camera_frame: str = leaf("camera_link", "tf frame of the camera: x forward, y left, z up", dynamic=False)
    optical_frame: str = leaf("camera_optical_frame", "tf frame of the images: x right, y down, z forward",
                              dynamic=False)


@dataclass(frozen=True)
class ReplayConfig(_Checked):
    """Settings of the replay of a folder of RGB-D frames, or of a bag."""

    folder: str = leaf("", "folder with colour and depth images; this or bag is required", dynamic=False)
    bag: str = leaf("", "folder of a rosbag2, or a .mcap, .db3 or ROS 1 .bag file; this or folder is required",
                    dynamic=False)
    image_topic: str = leaf("", "bag: topic of the colour image; empty = the only one that fits", dynamic=False)
    depth_topic: str = leaf("", "bag: topic of depth registered to colour; empty = the only one that fits", dynamic=False)
    info_topic: str = leaf("", "bag: topic of the colour camera_info; empty = the one beside the image", dynamic=False)
    speed: float = leaf(1.0, "bag: times the recorded speed", 0.01, 100.0, dynamic=False)
    camera: str = leaf("", "folder: file with the intrinsics; empty = camera.yaml or known .json in it", dynamic=False)
    depth_unit_m: float = leaf(0.001, "folder: metres of one step of the depth files: 0.001 RealSense, 0.0001 YCB, "
                               "0.0002 TUM", 1e-6, 1.0, dynamic=False)
    depth_encoding: str = leaf("", "folder: 16UC1 or 32FC1; empty = 16UC1 when the unit is a millimetre, else 32FC1",
                               choices=("", "16UC1", "32FC1"), dynamic=False)
    detections: str = leaf("", "folder: JSON list of named boxes to publish on `detections`, or a folder with "
                             "FRAME.json for each frame; empty = none", dynamic=False)
    only: str = leaf("", "folder: name of the one frame to replay; empty = all", dynamic=False)
    rate_hz: float = leaf(5.0, "folder: frames per second", 0.05, 60.0, dynamic=False)
    optical_frame: str = leaf("camera_optical_frame", "folder: tf frame of the images", dynamic=False)
    loop: bool = leaf(True, "start again after the end; false: stop there")
    restamp: bool = leaf(True, "stamp with the clock; false: recorded stamps, and /clock for use_sim_time",
                         dynamic=False)


def leaves(config: Any, prefix: str = "") -> Iterator[Leaf]:
    """Every setting below `config`, in order of definition."""
    for item in dataclasses.fields(config):
        value = getattr(config, item.name)
        if dataclasses.is_dataclass(value):
            yield from leaves(value, f"{prefix}{item.name}.")
        else:
            meta = item.metadata
            yield Leaf(f"{prefix}{item.name}", value, meta["doc"], meta["low"], meta["high"], meta["choices"],
                       meta["dynamic"])


def nearest(name: str, known: Iterable[str]) -> str:
    """`; the nearest is 'relations.near_m'`, to end a message about an unknown name with; "" when none is alike."""
    known = list(known)
    ends = {item.rpartition(".")[2]: item for item in known}  # near_m for relations.near_m
    found = difflib.get_close_matches(name, known, n=1) or [
        ends[end] for end in difflib.get_close_matches(name.rpartition(".")[2], ends, n=1)]
    return f"; the nearest is {found[0]!r}" if found else ""


def with_overrides(config: T, overrides: Mapping[str, Any], prefix: str = "") -> T:
    """A copy with these settings changed. overrides: dotted names, or nested mappings as YAML gives them.

    prefix: of this group's names in messages, "relations.".
    """
    changes: dict[str, Any] = {}
    known = {item.name: item for item in dataclasses.fields(config)}  # type: ignore[arg-type]
    nested: dict[str, dict[str, Any]] = {}
    for name, value in overrides.items():
        head, _, rest = name.partition(".")
        if head not in known:
            here = f"in {prefix[:-1]}" if prefix else "here"
            known_names = [f"{prefix}{item.name}" for item in leaves(config)]
            raise ConfigError(f"unknown setting {prefix + name!r}{nearest(prefix + name, known_names)}; known {here}: "
                              f"{', '.join(known)}")
        current = getattr(config, head)
        if dataclasses.is_dataclass(current):
            if rest:
                nested.setdefault(head, {})[rest] = value
            elif isinstance(value, Mapping):
                nested.setdefault(head, {}).update(value)
            else:
                raise ConfigError(f"{prefix + name!r} is a group of settings, got {value!r}; give its members")
        elif rest:
            raise ConfigError(f"{prefix + head!r} is a single setting, it has no member {rest!r}")
        else:
            changes[head] = _coerced(prefix + name, current, value)
    for head, members in nested.items():
        changes[head] = with_overrides(getattr(config, head), members, f"{prefix}{head}.")
    try:
        return dataclasses.replace(config, **changes)  # type: ignore[type-var]
    except ConfigError as error:  # begins with the setting's name within its group
        raise ConfigError(f"{prefix}{error}") from error


def _coerced(name: str, current: Any, value: Any) -> Any:
    if isinstance(current, tuple):
        if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
            raise ConfigError(f"{name} wants a list, got {value!r}")
        return tuple(value)
    if isinstance(current, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(current):
        raise ConfigError(f"{name} wants a {type(current).__name__}, got {value!r} ({type(value).__name__})")
    return value


def load_yaml(config: T, path: Path) -> T:
    """Overrides from a YAML file: either the plain tree, or a ROS parameter file (`ros__parameters`)."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"cannot read settings from {path}: {error}") from error
    while isinstance(content, Mapping) and len(content) == 1:
        key, inner = next(iter(content.items()))
        if key != "ros__parameters" and not str(key).startswith("/") and not (
                isinstance(inner, Mapping) and "ros__parameters" in inner):
            break
        content = inner or {}
    if not isinstance(content, Mapping):
        raise ConfigError(f"{path} holds {type(content).__name__}, expected a mapping of settings")
    return with_overrides(config, content)
