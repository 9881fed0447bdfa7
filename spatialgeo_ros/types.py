"""Values that travel between the stages. Units: metres, radians, nanoseconds, pixels; sizes are (height, width).

Frames
    camera     optical frame of the image: x right, y down, z forward (REP 103).
    reference  the one frame all poses of a scene are in: the camera frame, or the tf frame the user named.
    viewer     whose left and right: at the camera, levelled with gravity: x right, y forward, z up.

A transform is named target_from_source, so that neighbours match: a_from_c = a_from_b @ b_from_c.
Ids of objects start at 1; 0 means "none" or "the viewer", as each field says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
if TYPE_CHECKING:
    FloatArray = NDArray[np.floating[Any]]
else:
    FloatArray = NDArray[Any]  # numpy 1.21, Ubuntu 22.04's, cannot subscript np.floating


@dataclass(frozen=True, eq=False)
class Pose:
    """Rigid transform target_from_source.

    rotation: (3, 3) float64, proper. translation_m: (3,) the source's origin in the target frame.
    """

    rotation: FloatArray
    translation_m: FloatArray

    @staticmethod
    def identity() -> Pose:
        return Pose(np.eye(3), np.zeros(3))

    def __matmul__(self, other: Pose) -> Pose:
        return Pose(self.rotation @ other.rotation, self.rotation @ other.translation_m + self.translation_m)

    def inverse(self) -> Pose:
        return Pose(self.rotation.T, -(self.rotation.T @ self.translation_m))

    def apply(self, points: FloatArray) -> FloatArray:
        """(..., 3) points in the source frame -> the same points in the target frame, same dtype kind."""
        rotation = self.rotation.astype(points.dtype, copy=False)
        return points @ rotation.T + self.translation_m.astype(points.dtype, copy=False)


@dataclass(frozen=True)
class PinholeCamera:
    """Undistorted pinhole camera; integer pixel coordinates are pixel centres."""

    height: int
    width: int
    fx: float
    fy: float
    cx: float
    cy: float


class GravitySource(IntEnum):
    """Who said which way is up."""

    UNKNOWN = 0
    REFERENCE_FRAME = 1  # tf to a reference frame whose z axis is up
    PARAMETER = 2
    SUPPORT_PLANE = 3  # normal of the dominant plane under the objects
    PREDICTED = 4  # guessed by a model from the image


class DepthSource(IntEnum):
    """Where the metres come from."""

    NONE = 0
    SENSOR = 1
    PREDICTED = 2


@dataclass(frozen=True, eq=False)
class CameraFrame:
    """One image with all that is known about it; registered, undistorted, checked.

    rgb: (H, W, 3) uint8. depth_m: (H, W) float32 along the optical axis, NaN or <= 0 where there was no return;
    None when there is no depth. up_ref: (3,) unit vector against gravity in the reference frame, None when only the
    support plane can tell.
    """

    rgb: NDArray[np.uint8]
    depth_m: FloatArray | None
    camera: PinholeCamera
    stamp_ns: int
    frame_id: str = "camera"  # the camera's optical frame
    reference_frame_id: str = "camera"
    reference_from_camera: Pose = field(default_factory=Pose.identity)
    up_ref: FloatArray | None = None
    gravity_source: GravitySource = GravitySource.UNKNOWN
    depth_source: DepthSource = DepthSource.SENSOR
    metric: bool = True


@dataclass(frozen=True)
class NamedBox:
    """A name for what is seen inside an image box, from a detector.

    bbox_xyxy_px: (left, top, right, bottom) in pixels of the undistorted image, right and bottom inclusive.
    """

    label: str
    score: float
    bbox_xyxy_px: tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class OrientedBox:
    """Gravity-aligned box: its z axis is up, its x axis horizontal. size_m: (3,) full extents along its own axes.

    reference_from_box: pose of the box centre.
    """

    reference_from_box: Pose
    size_m: FloatArray

    def corners_ref(self) -> FloatArray:
        """(8, 3) corners in the reference frame; the first four are the bottom, counter-clockwise seen from above."""
        signs = np.array([[-1, -1, -1], [1, -1, -1], [1, 1, -1], [-1, 1, -1],
                          [-1, -1, 1], [1, -1, 1], [1, 1, 1], [-1, 1, 1]], dtype=np.float64)
        return self.reference_from_box.apply(signs * np.asarray(self.size_m) / 2)


class ObjectKind(IntEnum):
    OBJECT = 0
    SUPPORT = 1  # a horizontal surface that things stand on: floor, table top, shelf board


@dataclass(frozen=True, eq=False)
class SceneObject:
    """One thing of the scene, as far as it was seen, in the reference frame.

    colours: dominant first, from the colour words of `scene.appearance`; shapes likewise ("box", "cylinder", ...).
    label: noun from a detector or model ("" = nobody named it); nouns are matched case-insensitively. guesses: what a model
    takes it for, (noun, probability), most probable first, whether it is sure enough to be the label or not.
    centre_cov_m2: (3, 3) covariance of the box centre, reference frame, including the unseen part's.
    size_std_m: (3,) standard deviations of size_m: large along directions in which the back was not seen.
    surface_ref: (N, 3) float32 sample of the visible surface, in metres; includes its extreme points.
    outline_ref: (M, 3) corners of the visible top polygon of a SUPPORT, counter-clockwise from above; else (0, 3).
    outline_cut: (M,) bool, True where the edge from corner i to i+1 is where the view ends, not where the surface ends.
    bbox_xyxy_px: (left, top, right, bottom), inclusive, of the visible part; None when out of view.
    visible_fraction: visible pixels / (visible + hidden behind others), estimate; 0 when out of view.
    support_id: what it rests on; 0 when not known.
    touches_border: its mask meets the image border, so that sizes are lower bounds.
    """

    id: int
    kind: ObjectKind
    box: OrientedBox
    centre_cov_m2: FloatArray
    size_std_m: FloatArray
    surface_ref: FloatArray
    stamp_last_seen_ns: int
    label: str = ""
    label_score: float = 0.0
    colours: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    visible: bool = True
    visible_fraction: float = 1.0
    pixel_count: int = 0
    bbox_xyxy_px: tuple[int, int, int, int] | None = None
    touches_border: bool = False
    support_id: int = 0
    outline_ref: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    outline_cut: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    guesses: tuple[tuple[str, float], ...] = ()

    @property
    def centre_ref(self) -> FloatArray:
        return self.box.reference_from_box.translation_m

    def replaced(self, **changes: Any) -> SceneObject:
        """A copy with these fields changed: `dataclasses.replace` in an eighth of its time, for sixty copies a frame."""
        if not changes.keys() <= self.__dict__.keys():
            raise TypeError(f"no fields of a SceneObject: {', '.join(sorted(changes.keys() - self.__dict__.keys()))}")
        copy = object.__new__(SceneObject)
        copy.__dict__.update(self.__dict__, **changes)
        return copy


class Predicate(IntEnum):
    """Directed relations "subject PREDICATE object"; definitions in words stand in `scene.relations`."""

    LEFT_OF = 0
    RIGHT_OF = 1
    IN_FRONT_OF = 2  # nearer to the viewer
    BEHIND = 3
    ABOVE = 4
    BELOW = 5
    ON = 6
    INSIDE = 7
    NEAR = 8
    TOUCHING = 9
    BIGGER = 10
    SMALLER = 11
    TALLER = 12
    SHORTER = 13
    WIDER = 14
    THINNER = 15
    BETWEEN = 16  # ternary, on demand only: never in a relation table


@dataclass(frozen=True)
class Relation:
    """subject PREDICATE object, true with `probability` as seen by the scene's viewer."""

    subject_id: int
    predicate: Predicate
    object_id: int
    probability: float


@dataclass(frozen=True, eq=False)
class RelationTable:
    """All binary relations of a scene. probability[p][i, j]: P(object i PREDICATE object j); the diagonal is 0.

    ids: (N,) object ids in the order of rows and columns.
    """

    ids: tuple[int, ...]
    probability: Mapping[Predicate, FloatArray]

    def of(self, subject_id: int, predicate: Predicate, object_id: int) -> float:
        return float(self.probability[predicate][self.ids.index(subject_id), self.ids.index(object_id)])

    def likely(self, min_probability: float) -> tuple[Relation, ...]:
        """Relations at least this probable, most probable first within each predicate."""
        found: list[Relation] = []
        for predicate, table in self.probability.items():
            rows, columns = np.nonzero(table >= min_probability)
            order = np.argsort(-table[rows, columns], kind="stable")
            found += [Relation(self.ids[rows[k]], predicate, self.ids[columns[k]], float(table[rows[k], columns[k]]))
                      for k in order]
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Scene:
    """Everything found in one frame, in the reference frame.

    reference_from_viewer: the levelled camera (x right, y forward, z up). metric: False means lengths have no unit.
    id_image: (H, W) uint16, the id of the object seen at each pixel, 0 = none or a support.
    timings_ms: stage name -> milliseconds of this step. depth_m: (H, W) float32 the depth that was predicted, 0 where none
    was; None where it came with the frame.
    """

    stamp_ns: int
    frame_id: str  # reference frame
    camera_frame_id: str
    metric: bool
    depth_source: DepthSource
    gravity_source: GravitySource
    reference_from_viewer: Pose
    reference_from_camera: Pose
    camera: PinholeCamera
    objects: tuple[SceneObject, ...]
    relations: RelationTable
    id_image: NDArray[np.uint16] | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    depth_m: FloatArray | None = None

    def object(self, object_id: int) -> SceneObject:
        for candidate in self.objects:
            if candidate.id == object_id:
                return candidate
        raise KeyError(object_id)


class DistanceKind(IntEnum):
    CLOSEST = 0  # between surfaces
    CENTRE = 1  # between box centres
    HORIZONTAL = 2  # between box centres, in the ground plane
    VERTICAL = 3  # between box centres, along gravity
    EDGE = 4  # from an object to the nearest edge of the support it is on


class Definition(str, Enum):
    """Whose definition of a length; benchmarks use one word for different things."""

    SPATIALGEO = "spatialgeo"
    SPATIALRGPT = "spatialrgpt"
    VSI = "vsi"
    SPAR = "spar"


@dataclass(frozen=True, eq=False)
class Distance:
    """A length between two things. object ids: 0 = the camera.

    upper_bound: a facing side was hidden, so the true value may be smaller. points_ref: (2, 3) where it was measured.
    """

    subject_id: int
    object_id: int
    kind: DistanceKind
    definition: Definition
    value_m: float
    std_m: float
    upper_bound: bool
    points_ref: FloatArray


class Dimension(IntEnum):
    HEIGHT = 0  # along gravity
    WIDTH = 1  # horizontal, across the view (along the viewer's x axis)
    DEPTH = 2  # horizontal, along the view (along the viewer's y axis)
    LENGTH = 3  # longest side of the gravity-aligned box
    VOLUME = 4  # of the box, cubic metres
    THICKNESS = 5  # shortest side of the gravity-aligned box


class QueryKind(IntEnum):
    RELATION = 0  # is A left of B? -> yes/no
    CHOICE = 1  # which is taller, A or B? -> one object
    DISTANCE = 2  # how far is A from B? -> length
    SIZE = 3  # how tall is A? -> length
    DIRECTION = 4  # at which clock hour is B, standing at A? -> hour
    COUNT = 5  # how many A (relation B) are there?
    NEAREST = 6  # which (noun) is nearest to B (or farthest)?
    WHERE_IS = 7  # where is A? -> position in words and numbers
    WHAT_IS = 8  # what is left of B? -> objects
    EXISTS = 9  # is there a mug (on the table)? -> yes/no
    SUPERLATIVE = 10  # which is the tallest (box)? -> one object
    LIST = 11  # what do you see?
    MORE = 12  # are there more A than B (relation C)? -> yes/no
    ORDER = 13  # the boxes from left to right, by height, by distance from B -> objects
    SAME = 14  # are A and B of the same height? -> yes/no
    IS_SUCH = 15  # is A red? is it a bottle? -> yes/no
    FITS = 16  # does A fit into B, or between B and C? -> yes/no


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: which objects are meant. All parts must hold; an empty phrase means any object.

    ids: these objects and no others (from a typed query, "#3"). noun "" = no noun; "viewer" = the one who looks.
    colours, shapes: words. sizes: "tall", "big", "small", ... relative to the other candidates.
    relation + of: "... behind the mug". definite: "the", "this": exactly one is expected (or, plural, all that fit).
    negated: the relation must not hold. also: further conditions, each a phrase that the same object must fit.
    plural: several may be meant. count: "the two mugs" = 2; 0 = no number was said.
    limit_m: as in `Query`, for relation; 0 = none. swapped: the relation is that of `of` to this ("with a mug on it").
    besides: not these ("other than the table"). part: "top" or "bottom", "" = all of it; for heights only.
    """

    noun: str = ""
    ids: tuple[int, ...] = ()
    colours: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    relation: Predicate | None = None
    of: tuple[Phrase, ...] = ()
    definite: bool = False
    text: str = field(default="", compare=False)  # as the user said it
    negated: bool = False
    also: tuple[Phrase, ...] = ()
    plural: bool = False
    count: int = 0
    limit_m: float = 0.0
    swapped: bool = False
    besides: tuple[Phrase, ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Query:
    """A typed question. Which fields count depends on `kind`; see `questions.query` for the table.

    subjects: one phrase, the alternatives of a CHOICE, or all that are asked about. objects: the reference object(s).
    unit: "m", "cm", "mm", "in", "ft"; of volumes "l", "m^3", "cm^3", "mm^3", "in^3", "ft^3"; "" (the answer picks one);
    "times": how many times as large or as far; "deg": DIRECTION in degrees.
    farthest: NEAREST asks for the opposite.
    negated: "is the mug not left of ..." asks for the opposite of the relation.
    limit_m: NEAR is "within this length of", a place "by more than this", a size "more than this"; 0 = none, metres.
    also: further relations that must hold as well, each a phrase with relation and of; of WHERE_IS those to choose from.
    hour: DIRECTION: whether it is at this clock hour; 0 = at which. within_deg: whether it is so near to straight ahead.
    side: which edge EDGE means, as the viewer sees it: LEFT_OF, RIGHT_OF, IN_FRONT_OF or BEHIND; None = the nearest.
    times: more than (SHORTER, SMALLER, THINNER, nearer: less than) so many times as large or as far; SAME: so many times.
    strict: ON, INSIDE: no part of it sticks out; ABOVE, BELOW: right above or below, seen from above they overlap; FITS:
        upright.
    frame: WHERE_IS as coordinates: "camera" (optical), "viewer", "reference", or what that frame is named; "" = in words.
    """

    kind: QueryKind
    subjects: tuple[Phrase, ...] = ()
    objects: tuple[Phrase, ...] = ()
    predicate: Predicate | None = None
    distance: DistanceKind = DistanceKind.CLOSEST
    dimension: Dimension = Dimension.HEIGHT
    definition: Definition = Definition.SPATIALGEO
    unit: str = ""
    farthest: bool = False
    negated: bool = False
    limit_m: float = 0.0
    also: tuple[Phrase, ...] = ()
    hour: int = 0
    within_deg: float = 0.0
    side: Predicate | None = None
    times: float = 0.0
    strict: bool = False
    frame: str = ""


class Status(IntEnum):
    ANSWERED = 0
    UNKNOWN = 1  # understood, but not known: object not seen, no fresh scene, no metric scale
    AMBIGUOUS = 2  # a phrase fits several objects, or the measurement cannot tell
    NOT_UNDERSTOOD = 3
    REFUSED = 4  # not a question about this scene, or too long, or not readable
    TIMED_OUT = 5


class Verdict(IntEnum):
    NOT_CHECKED = 0
    AGREE = 1
    DISAGREE = 2
    ABSTAIN = 3


class AnswerKind(IntEnum):
    NONE = 0
    YES_NO = 1
    OBJECT = 2  # one or more objects: object_ids
    LENGTH = 3
    COUNT = 4
    CLOCK_HOUR = 5
    POSITION = 6
    AREA_OR_VOLUME = 7
    RATIO = 8  # how many times
    ANGLE = 9  # radians, from straight ahead to the right


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the answer rests on. object_ids: those the question is about, in its order."""

    object_ids: tuple[int, ...] = ()
    relations: tuple[Relation, ...] = ()
    distances: tuple[Distance, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """A question to a model's speaker. text: in words. pointed: the same with "region 1 <0>" for things that are meant, ""
    where it cannot be asked so; ids: those things, by the numbers of their segments, in the order of the marks. negated: its
    yes is a no to what was pointed at."""

    text: str
    pointed: str = ""
    ids: tuple[int, ...] = ()
    negated: bool = False


@dataclass(frozen=True)
class Reply:
    """Of a model's speaker to one question. text: "" where it was not answered, because the words in `unknown` are not in its
    vocabulary. confidence: that it is right, see `language.decoding.Said`. ids: things it was pointed at: "region 1" is the
    first. reason: why it was not even asked."""

    text: str
    confidence: float
    unknown: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Spoken:
    """What a model's speaker said, from its own tokens of the image, the question, and which segments that means, and its
    typed value.

    kind: NONE when the text is no such answer as the question wants. confidence: as the model has it, NaN when it did not
    speak. yes, value, object_ids, position_viewer_m: as in `Answer`, by kind. reason: why it did not speak, why what it said
    cannot be checked, or what differs.
    """

    text: str = ""
    confidence: float = float("nan")
    kind: AnswerKind = AnswerKind.NONE
    yes: bool = False
    value: float = float("nan")
    object_ids: tuple[int, ...] = ()
    position_viewer_m: FloatArray | None = None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Answer:
    """An answer and its evidence, all at the stamp of the scene it was measured in.

    value: metres, count, clock hour, times or radians as `kind` says, always SI; NaN when there is none. text uses the asked
    unit.
    value_std: same unit as value; NaN when it has none. probability: that this answer is right (yes, or the choice).
    position_viewer_m: (3,) for POSITION, in the viewer frame, else None.
    reason: for every status but ANSWERED: what was wrong and what to do. seen: what is in view, in words.
    spoken: beside what was measured, None when no speaker was asked; verdict: of the one against the other.
    """

    question: str
    query: Query | None
    status: Status
    text: str
    kind: AnswerKind = AnswerKind.NONE
    yes: bool = False
    value: float = float("nan")
    value_std: float = float("nan")
    unit: str = ""
    upper_bound: bool = False
    object_ids: tuple[int, ...] = ()
    probability: float = float("nan")
    position_viewer_m: FloatArray | None = None
    evidence: Evidence = field(default_factory=Evidence)
    verdict: Verdict = Verdict.NOT_CHECKED
    informed: bool = False
    stamp_ns: int = 0
    valid_until_ns: int = 0
    reason: str = ""
    seen: tuple[str, ...] = ()
    spoken: Spoken | None = None
