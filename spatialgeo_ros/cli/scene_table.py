"""A scene as a text table for people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from spatialgeo_ros.config import SceneConfig
from spatialgeo_ros.scene.appearance import describe
from spatialgeo_ros.types import ObjectKind, Predicate, Relation, Scene, SceneObject

KEY_PREDICATES = (Predicate.ON, Predicate.INSIDE, Predicate.TOUCHING)
SYMMETRIC = (Predicate.TOUCHING, Predicate.NEAR)


def scene_text(scene: Scene, config: SceneConfig, all_relations: bool = False) -> str:
    """Objects, supports, order along the view, and the key relations (or all likely ones)."""
    objects = [item for item in scene.objects if item.kind is ObjectKind.OBJECT]
    supports = [item for item in scene.objects if item.kind is ObjectKind.SUPPORT]
    gravity = scene.gravity_source.name.lower().replace("_", " ")
    unit = "metres" if scene.metric else "relative units, not metres"
    lines = [f"{len(objects)} objects on {len(supports)} supports; {unit}; up from {gravity}; depth from "
             f"{scene.depth_source.name.lower()}", ""]
    lines += _aligned([_HEAD, *(_row(item, scene) for item in [*objects, *supports])]) + [""]
    lines += _order_lines(objects, scene)
    names = {item.id: f"#{item.id} {describe(item, scene.objects)}" for item in scene.objects}
    told = scene.relations.likely(config.relations.min_probability)
    if not all_relations:
        told = _key_relations(told, {item.id for item in supports})
    lines += [f"{names[item.subject_id]} {_in_words(item.predicate)} {names[item.object_id]} ({item.probability:.2f})"
              for item in told]
    return "\n".join(lines)


_HEAD = ("id", "name", "colour", "right", "forward", "up", "+-", "across x along x high", "+-", "on", "seen")


def _row(item: SceneObject, scene: Scene) -> tuple[str, ...]:
    viewer_from_reference = scene.reference_from_viewer.inverse()
    right, forward, up = viewer_from_reference.apply(item.centre_ref)
    deviation = float(np.sqrt(np.clip(np.linalg.eigvalsh(item.centre_cov_m2)[-1], 0, None)))
    across, along = _view_extents(item, scene)
    bound = ">= " if item.touches_border else ""
    return (f"#{item.id}", describe(item, scene.objects), "/".join(item.colours) or "-",
            f"{right:+.3f}", f"{forward:.3f}", f"{up:+.3f}", f"{deviation:.3f}",
            f"{bound}{across:.3f} x {along:.3f} x {item.box.size_m[2]:.3f}", f"{float(np.max(item.size_std_m)):.3f}",
            f"#{item.support_id}" if item.support_id else "-",
            f"{100 * item.visible_fraction:.0f} %" if item.visible else "remembered")


def _view_extents(item: SceneObject, scene: Scene) -> tuple[float, float]:
    """Horizontal extents of the box across and along the view."""
    corners = scene.reference_from_viewer.inverse().apply(item.box.corners_ref())
    across, along, _ = corners.max(0) - corners.min(0)
    return float(across), float(along)


def _order_lines(objects: Sequence[SceneObject], scene: Scene) -> list[str]:
    if len(objects) < 2:
        return []
    centres = scene.reference_from_viewer.inverse().apply(np.stack([item.centre_ref for item in objects]))
    return [f"{words}: " + "  ".join(f"#{objects[index].id}" for index in np.argsort(centres[:, axis], kind="stable"))
            for words, axis in (("left to right", 0), ("near to far", 1))] + [""]


def _key_relations(relations: Sequence[Relation], supports: set[int]) -> list[Relation]:
    """What holds between things: on, inside, touching; each pair once. On which support they are, the table says."""
    return [item for item in relations
            if item.predicate in KEY_PREDICATES and not {item.subject_id, item.object_id} & supports
            and not (item.predicate in SYMMETRIC and item.subject_id > item.object_id)]


def _in_words(predicate: Predicate) -> str:
    return predicate.name.lower().replace("_", " ")


def _aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text_columns = (0, 1, 2)
    return ["  ".join(cell.ljust(width) if column in text_columns else cell.rjust(width)
                      for column, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip() for row in rows]
