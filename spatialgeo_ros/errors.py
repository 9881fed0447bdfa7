"""The exceptions of this package: one tree, so that a caller can catch all of ours and nothing else.

Every message says what was wrong, what was expected, and how to mend it.
"""


class SpatialGeoError(Exception):
    """Anything this package refuses to do."""


class ConfigError(SpatialGeoError):
    """A setting is out of its range, unknown, or contradicts another one."""


class InputError(SpatialGeoError):
    """One frame or file cannot be used; the next one may be fine.

    cause: a short stable word ("encoding", "intrinsics", "depth_size", ...) under which drops are counted.
    """

    def __init__(self, message: str, cause: str = "input") -> None:
        super().__init__(message)
        self.cause = cause


class ShapeError(InputError):
    """Arrays that belong together differ in size."""

    def __init__(self, message: str, cause: str = "size") -> None:
        super().__init__(message, cause)


class CameraError(InputError):
    """Intrinsics or lens model that no geometry can be computed from."""

    def __init__(self, message: str, cause: str = "intrinsics") -> None:
        super().__init__(message, cause)


class GravityError(InputError):
    """No source says which way is up."""

    def __init__(self, message: str, cause: str = "gravity") -> None:
        super().__init__(message, cause)


class TransformError(InputError):
    """A pose at the image stamp is not known."""

    def __init__(self, message: str, cause: str = "tf") -> None:
        super().__init__(message, cause)


class ModelError(SpatialGeoError):
    """A network cannot be used.

    cause: a short stable word: "missing", "truncated", "version" (of another version), "package" (torch, onnxruntime, ...
    are not installed), "size", "parity" (a runtime tells other values than the reference), of the speaker "mute" (there is
    none), "died", "late", and "unsure" (it does not know such images).
    """

    def __init__(self, message: str, cause: str = "model") -> None:
        super().__init__(message)
        self.cause = cause


class PlanningError(SpatialGeoError):
    """No pose that a planner could use can be made of this scene."""


class QuestionError(SpatialGeoError):
    """A question or typed query that cannot be read. Carries what can be asked instead."""
