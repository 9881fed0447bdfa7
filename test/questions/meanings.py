"""Short ways to write the typed query that a sentence must be read as. Uses nothing of the parser."""

from __future__ import annotations

from dataclasses import replace

from spatialgeo_ros.types import Definition, Dimension, DistanceKind, Phrase, Predicate, Query, QueryKind

P, K, D, S = Predicate, QueryKind, DistanceKind, Dimension
COLOURS = {"red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "black", "white", "grey"}
SIZES = {
    "tall",
    "short",
    "big",
    "small",
    "wide",
    "thin",
    "long",
    "tallest",
    "shortest",
    "biggest",
    "smallest",
    "widest",
    "thinnest",
    "longest",
    "leftmost",
    "rightmost",
    "highest",
    "lowest",
    "nearest",
    "farthest",
    "frontmost",
    "backmost",
    "middle",
    "thick",
    "thickest",
}
SHAPES = {"rectangular": "box", "cylindrical": "cylinder", "round": "ball", "flat": "flat"}
ME = Phrase(noun="viewer", definite=True)
ANY = Phrase()


def words(text, **fields):
    """ "tall red box": adjectives, then the noun; "object" is any."""
    noun = text.split()
    sizes, colours, shapes = [], [], []
    while len(noun) > 1 and noun[0] in SIZES | COLOURS | set(SHAPES):
        word = noun.pop(0)
        (sizes if word in SIZES else colours if word in COLOURS else shapes).append(SHAPES.get(word, word))
    name = " ".join(noun)
    return Phrase(
        noun="" if name == "object" else name,
        sizes=tuple(sizes),
        colours=tuple(colours),
        shapes=tuple(shapes),
        **fields,
    )


def the(text):
    return words(text, definite=True)


def a(text):
    return words(text)


def some(text, count=0):
    """Indefinite plural, given in the singular."""
    return words(text, plural=True, count=count)


def all_the(text, count=0):
    return words(text, plural=True, definite=True, count=count)


def led(phrase, size, *of):
    """The one of these that leads: "nearest" to of, "2. highest"."""
    return replace(phrase, sizes=(*phrase.sizes, size), of=of)


def ids(*numbers):
    return Phrase(ids=numbers, definite=True)


def region(number):
    return Phrase(noun="region", ids=(number,), definite=True)


def that(phrase, relation, *of, no=False, **fields):
    """The phrase narrowed: that is `relation` `of`."""
    if phrase.relation is not None:
        return replace(phrase, also=(*phrase.also, Phrase(relation=relation, of=of, negated=no, **fields)))
    return replace(phrase, relation=relation, of=of, negated=no, **fields)


def holding(phrase, relation, other):
    """The phrase narrowed the other way round: "with a mug on it"."""
    return that(phrase, relation, other, swapped=True)


def rel(subject, predicate, *objects, no=False, **fields):
    return Query(K.RELATION, (subject,), objects, predicate, negated=no, **fields)


def all_of(subjects, predicate, *objects, no=False):
    """Holds of every one of the subjects."""
    return Query(K.RELATION, subjects, objects, predicate, negated=no)


def and_also(query, predicate, *of, no=False):
    """One more relation that must hold."""
    return replace(query, also=(*query.also, Phrase(relation=predicate, of=of, negated=no)))


def limited(query, limit_m, unit=""):
    """Within this length of the object, more than this to the left, taller than this."""
    return replace(query, limit_m=limit_m, unit=unit)


def edge_of(query):
    """The same, of the distance to the edge of what is named."""
    return replace(query, distance=D.EDGE)


def over_edge(subject, *surface):
    """Whether it sticks out over the edge of the surface."""
    return Query(K.RELATION, (subject,), surface, P.ON, D.EDGE)


def out_of(subject, container):
    """Whether it sticks out over the rim."""
    return Query(K.RELATION, (subject,), (container,), P.INSIDE, D.EDGE)


def at_side(query, side):
    """The same, of the edge on this side."""
    return replace(query, side=side)


def strictly(query):
    """The same: nothing sticks out, or right above it."""
    return replace(query, strict=True)


def times(query, factor):
    """More (or less) than so many times as much."""
    return replace(query, times=factor)


def ratio(subject, other, dimension, predicate=None):
    """How many times as tall."""
    return Query(K.SIZE, (subject,), (other,), predicate, dimension=dimension, unit="times")


def differ_far(subject, other, origin=ME, unit="", closer=False):
    """How much farther (closer) it is from the origin than the other; unit "times": how many times."""
    return Query(K.DISTANCE, (subject, other), (origin,), unit=unit, farthest=not closer)


def degrees(standing, towards):
    return replace(clock(standing, towards), unit="deg")


def ahead(towards, angle, no=False):
    """Within so many degrees of straight ahead."""
    return Query(K.DIRECTION, (ME,), (towards,), within_deg=angle, negated=no)


def at_hour(hour, subject=ANY):
    return Query(K.WHAT_IS, (one_or_more(subject),), hour=hour)


def numbers(subject, frame):
    """Its coordinates."""
    return Query(K.WHERE_IS, (subject,), frame=frame)


def but(phrase, *others):
    """Not these."""
    return replace(phrase, besides=others)


def top(phrase):
    return replace(phrase, part="top")


def bottom(phrase):
    return replace(phrase, part="bottom")


def which(predicate, *alternatives, of=(), **fields):
    return Query(K.CHOICE, alternatives, of, predicate, **fields)


def dist(subject, other, kind=D.CLOSEST, unit="", **fields):
    return Query(K.DISTANCE, (subject,), () if other is None else (other,), distance=kind, unit=unit, **fields)


def how_far(subject, predicate, other, unit=""):
    kind = D.VERTICAL if predicate in (P.ABOVE, P.BELOW) else D.CENTRE
    return Query(K.DISTANCE, (subject,), (other,), predicate, kind, unit=unit)


def lateral(subject, other, unit=""):
    return dist(subject, other, D.HORIZONTAL, unit, definition=Definition.SPATIALRGPT)


def size(subject, dimension, unit=""):
    return Query(K.SIZE, (subject,), dimension=dimension, unit=unit)


def differ(subject, other, dimension, predicate=None, unit=""):
    return Query(K.SIZE, (subject,), (other,), predicate, dimension=dimension, unit=unit)


def clock(standing, towards, hour=0):
    return Query(K.DIRECTION, (standing,), (towards,), hour=hour)


def same(dimension, *subjects):
    return Query(K.SAME, subjects, dimension=dimension)


def more(subject, other, predicate=None, *objects, fewer=False):
    subjects = tuple(replace(phrase, plural=phrase.count > 1) for phrase in (subject, other))
    return Query(K.MORE, subjects, objects, predicate, farthest=fewer)


def order(predicate, *subjects, by=(), **fields):
    return Query(K.ORDER, subjects, by, predicate, **fields)


def one_or_more(candidates):
    """Of candidates it does not matter how many were spoken of."""
    return replace(candidates, plural=candidates.count > 1)


def count(subject, predicate=None, *objects, no=False):
    return Query(K.COUNT, (one_or_more(subject),), objects, predicate, negated=no)


def together(*subjects, predicate=None, objects=()):
    """How many of any of these."""
    return Query(K.COUNT, tuple(map(one_or_more, subjects)), objects, predicate)


def exists(subject, predicate=None, *objects, no=False):
    return Query(K.EXISTS, (one_or_more(subject),), objects, predicate, negated=no)


def nearest(subject, reference=ME, farthest=False):
    return Query(K.NEAREST, (one_or_more(subject),), (reference,), farthest=farthest)


def nearest_edge(subject, *surface, farthest=False):
    return Query(K.NEAREST, (one_or_more(subject),), surface, distance=D.EDGE, farthest=farthest)


def most(predicate, subject=ANY, **fields):
    return Query(K.SUPERLATIVE, (one_or_more(subject),), (), predicate, **fields)


def where(subject, *relative_to, axis=None, unit=""):
    return Query(K.WHERE_IS, (subject,), relative_to, axis, unit=unit)


def fits(subject, predicate, *others, no=False, upright=False):
    return Query(K.FITS, (subject,), others, predicate, negated=no, strict=upright)


def which_edge(subject, *surface, axis=None):
    """Which edge it is nearest to; axis: of the left and the right, or the front and the back."""
    return Query(K.WHERE_IS, (subject,), surface, axis, D.EDGE)


def pair(subject, farthest=False):
    """Which two of them are closest together."""
    return Query(K.NEAREST, (replace(subject, plural=True, count=2),), farthest=farthest)


def beneath(thing, noun="object"):
    """What the thing stands on."""
    return holding(the(noun), P.ON, thing)


def either(subject, *places):
    """In which of these places: (predicate, object) each."""
    options = tuple(Phrase(relation=predicate, of=tuple(of)) for predicate, *of in places)
    return Query(K.WHERE_IS, (subject,), also=options)


def what(predicate, *objects, subject=ANY, no=False):
    return Query(K.WHAT_IS, (one_or_more(subject),), objects, predicate, negated=no)


def holder(subject, predicate, other):
    """Which of these has the other on it, or in it."""
    return Query(K.WHAT_IS, (replace(subject, also=(Phrase(relation=predicate, of=(other,), swapped=True),)),))


def about(subject):
    return Query(K.WHAT_IS, (subject,))


def listed(*subject):
    return Query(K.LIST, tuple(map(one_or_more, subject)))


def such(subject, kind):
    """Is it of these colours, shapes and this name?"""
    return Query(K.IS_SUCH, (subject,), (kind,))


def close(relation, other):
    """Things that stand so to the other and near it: "directly behind it"."""
    return Query(K.WHAT_IS, (that(that(ANY, relation, other), P.NEAR, other),))
