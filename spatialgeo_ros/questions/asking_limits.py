"""Sentence forms that compare a length with one that is said: "is the gap between ... bigger than 10 cm?"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spatialgeo_ros.questions.asking_distances import KINDS
from spatialgeo_ros.questions.asking_sizes import PASSAGES
from spatialgeo_ros.questions.clause import VIEWER, Clause, asking
from spatialgeo_ros.questions.forms import Form
from spatialgeo_ros.questions.limits import Quantity, limited, sized, within
from spatialgeo_ros.types import DistanceKind, Predicate, Query, QueryKind

Kept = Mapping[str, Any]
NEAR_EDGE_M = 0.1  # "near the edge" of something; the answer says this length


def _distance(kept: Kept) -> Query | None:
    """Without "b": from the viewer, or between the members of a plural."""
    kind = KINDS.get(kept.get("kind", ""), DistanceKind.CLOSEST)
    objects = (kept["b"],) if "b" in kept else () if "apart" in kept else (VIEWER,)
    if "apart" in kept and "b" not in kept and not kept["a"].plural:
        return None
    clause = limited(Clause(Predicate.NEAR, objects, distance=kind), kept["q"], "over" in kept)
    return asking(QueryKind.RELATION, (kept["a"],), clause, "no" in kept)


def _edge(kept: Kept) -> Query:
    return asking(QueryKind.RELATION, (kept["a"],), within(kept), "no" in kept)


def _near_edge(kept: Kept) -> Query:
    return _edge({**kept, "q": Quantity(NEAR_EDGE_M, "cm")})


def _size(kept: Kept) -> Query:
    return asking(QueryKind.RELATION, (kept["a"],), sized(kept["dim"], kept["q"], "over" in kept), "no" in kept)


def _fits(kept: Kept) -> Query:
    """ "narrow enough for a gripper that opens 7 cm": less than 7 cm wide."""
    return _size({**kept, "dim": "high" if kept["small"] in ("short", "low") else "wide"})


def _narrower(kept: Kept) -> Query:
    """ "is my gripper, opening 8 cm, wide enough for the can?": less than 8 cm wide."""
    return _size({**kept, "dim": "wide"})


def forms() -> Iterator[Form]:
    more = "over:(more | wider | greater | larger | bigger | farther | longer | higher | taller | above | upwards)"
    less = "(less | narrower | smaller | closer | nearer | shorter | lower | under | below)"
    bound = f"(no:not? (over:OVER | UNDER) q:QUANTITY | no:not? q:QUANTITY (wide | long | high)? or ({more} | {less}))"
    distance = "the? kind:KINDOF? DISTANCE"
    passage = f"BE ({distance} | the? (" + " | ".join(PASSAGES) + "))"
    yield f"{passage} (between | from) a:ALT (and | to) b:NP {bound} (wide | across | in width)?", _distance
    yield f"{passage} apart:between a:NP {bound} (wide | across | in width)?", _distance
    yield f"BE there {bound} (of (space | room | distance))? between a:ALT and b:NP", _distance
    yield f"BE {distance} (to | from) a:NP {bound}", _distance
    yield f"BE {distance} from a:NP to edge:EDGE {bound}", _edge
    yield f"BE a:ALT and b:NP {bound} apart:apart", _distance
    yield f"BE a:NP {bound} apart:apart", _distance
    yield "BE a:ALT and b:NP no:not? within q:QUANTITY of EACH", _distance
    yield "BE a:NP no:not? within q:QUANTITY apart:(of EACH)", _distance
    yield "BE a:NP no:not? (PLACED)? (near | close to | near to | next to | by | beside | right? at) edge:EDGE", _near_edge
    yield "(if | whether) a:NP BE no:not? (PLACED)? (near | close to | near to | next to | by | at) edge:EDGE", _near_edge
    dim = "dim:(height | width | length | depth | size)"
    opening = "(a | an | the | my | our | your) (gripper | hand | gap | slot | opening | hole | door | doorway | passage)"
    opens = "((that | which) (opens | is | measures | can open) | of | with an opening of)? q:QUANTITY (wide | high)?"
    yield f"BE a:NP no:not? small:(narrow | thin | slim | slender | short | low) enough for {opening} {opens}", _fits
    gripper = f"{opening.removesuffix(')')} | grip | claw)"
    enough = "(wide | big | large) enough (for | to (take | hold | grasp | grip | grab | pass)) a:NP"
    yield f"BE {gripper} (opening | that opens | which opens | of | open)? q:QUANTITY (wide)? {enough}", _narrower
    yield f"BE the? {dim} of a:NP {bound}", _size
    yield f"BE a:NP 's {dim} {bound}", _size
    yield f"DO a:NP have a {dim} of {bound}", _size
    yield f"DO a:NP measure {bound} in dim:(height | width | length | depth)", _size
    yield "DO a:NP over:exceed q:QUANTITY in dim:(height | width | length | depth)", _size
