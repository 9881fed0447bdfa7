"""More of what round 14 brought up: what fits, which two, which edge, distances compared, said in haste or in passing."""

from __future__ import annotations

from dataclasses import replace

from meanings import (
    ANY,
    D,
    P,
    S,
    a,
    about,
    all_the,
    beneath,
    bottom,
    but,
    count,
    differ,
    dist,
    either,
    exists,
    fits,
    holding,
    how_far,
    lateral,
    limited,
    listed,
    more,
    most,
    nearest,
    order,
    pair,
    rel,
    size,
    some,
    such,
    that,
    the,
    together,
    top,
    what,
    where,
    which,
    which_edge,
)

from spatialgeo_ros.types import Query

MUG, BOX, BOWL, LAMP, TABLE, SHELF = map(the, ("mug", "box", "bowl", "lamp", "table", "shelf"))
BALL, BASKET, CHAIR, DOOR = map(the, ("ball", "basket", "chair", "door"))
EMPTY = replace(holding(a("box"), P.INSIDE, ANY), negated=True)

FITTING = (
    ("Does the mug fit in the box?", fits(MUG, P.INSIDE, BOX)),
    ("Can the box fit into the bowl?", fits(BOX, P.INSIDE, BOWL)),
    ("Can I fit the ball in the basket?", fits(BALL, P.INSIDE, BASKET)),
    ("Can the spoon be placed in the bowl?", fits(the("spoon"), P.INSIDE, BOWL)),
    ("would the ball go inside the basket without sticking out?", fits(BALL, P.INSIDE, BASKET)),
    ("Does the spoon go into the cup standing upright?", fits(the("spoon"), P.INSIDE, the("cup"), upright=True)),
    ("Would the bottle stand in the box?", fits(the("bottle"), P.INSIDE, BOX, upright=True)),
    ("can you tell me if the vase would fit into the cabinet", fits(the("vase"), P.INSIDE, the("cabinet"))),
    ("Is the box big enough to hold the mug?", fits(MUG, P.INSIDE, BOX)),
    ("Is the ball small enough to go into the basket?", fits(BALL, P.INSIDE, BASKET)),
    ("Is the mug too big for the box?", fits(MUG, P.INSIDE, BOX, no=True)),
    ("Isn't the box too small for the bottle?", fits(the("bottle"), P.INSIDE, BOX, no=True)),
    ("Does the vase not fit in the box?", fits(the("vase"), P.INSIDE, BOX, no=True)),
    ("Does the red mug fit in the blue one?", fits(the("red mug"), P.INSIDE, the("blue mug"))),
    (
        "Does the mug next to the box fit in the bowl on the table?",
        fits(that(MUG, P.NEAR, BOX), P.INSIDE, that(BOWL, P.ON, TABLE)),
    ),
    ("Does the mug fit between the two boxes?", fits(MUG, P.BETWEEN, all_the("box", 2))),
    ("Is there enough room for the mug between the bowl and the bottle?", fits(MUG, P.BETWEEN, BOWL, the("bottle"))),
    ("Is there space between the mug and the bowl for the spoon?", fits(the("spoon"), P.BETWEEN, MUG, BOWL)),
    ("Is the gap between the chair and the table wide enough for the box?", fits(BOX, P.BETWEEN, CHAIR, TABLE)),
    ("Does the mug fit through the gap between the box and the wall?", fits(MUG, P.BETWEEN, BOX, the("wall"))),
    (
        "Is my hand, 9 cm wide, big enough to grab the bottle?",
        limited(rel(the("bottle"), P.THINNER), 0.09, "cm"),
    ),
    ("Did the ball go in the basket?", rel(BALL, P.INSIDE, BASKET)),
    ("Could the ball be in the basket?", rel(BALL, P.INSIDE, BASKET)),
    ("Can the mug go on the shelf?", None),
    ("Is there room for the mug on the table?", None),
    ("Is the table big enough for the box?", None),
    ("Could you put the mug in the box?", None),
    ("Can the mug be put on the box?", None),
    ("Do the two mugs fit in the box?", None),
    ("How many balls fit in the box?", None),
)

PAIRS_AND_EDGES = (
    ("Which two mugs on the table are closest together?", pair(that(a("mug"), P.ON, TABLE))),
    ("Which two of the bottles are farthest apart?", pair(a("bottle"), farthest=True)),
    ("Which two boxes are farthest from each other?", pair(a("box"), farthest=True)),
    ("Which pair of mugs is the closest?", pair(a("mug"))),
    ("Name the two objects nearest to the bowl.", nearest(some("object", 2), BOWL)),
    ("Which two boxes are closest to the lamp?", nearest(some("box", 2), LAMP)),
    ("How far apart are the two closest boxes?", None),
    ("Which three objects are closest together?", None),
    ("Which edge of the table is closest to the mug?", which_edge(MUG, TABLE)),
    ("To which edge of the shelf is the vase closest?", which_edge(the("vase"), SHELF)),
    ("Which end of the table is the mug closest to?", which_edge(MUG, TABLE)),
    ("Is the mug closer to the left or right edge of the table?", which_edge(MUG, TABLE, axis=P.LEFT_OF)),
    ("Is the mug closer to the front or the back edge of the table?", which_edge(MUG, TABLE, axis=P.IN_FRONT_OF)),
    ("Which side of the table is the mug nearest to, left or right?", which_edge(MUG, TABLE, axis=P.LEFT_OF)),
    (
        "The plate is on the table and is it nearer the front or the back edge of it?",
        which_edge(the("plate"), TABLE, axis=P.IN_FRONT_OF),
    ),
    ("Which side of the table is the chair on?", where(CHAIR, TABLE, axis=P.LEFT_OF)),
    (
        "Is the plate closer to the left table or the right table?",
        which(P.NEAR, the("leftmost table"), the("rightmost table"), of=(the("plate"),)),
    ),
    ("Which edge of the box is the mug closest to?", None),
    ("Is the plate closer to the left end of the table or to the lamp?", None),
)

COMPARED = (
    (
        "Is the distance between the mug and the box smaller than between the mug and the bowl?",
        rel(BOX, P.NEAR, MUG, BOWL),
    ),
    (
        "Is it farther from the chair to the door than from the chair to the table?",
        rel(DOOR, P.NEAR, CHAIR, TABLE, farthest=True),
    ),
    (
        "Is the distance from the mug to the book greater than that from the box to the mug?",
        rel(the("book"), P.NEAR, MUG, BOX, farthest=True),
    ),
    ("Is the distance from the mug to the book greater than from the lamp to the box?", None),
    ("Is the horizontal distance from the mug to the book greater than that from the mug to the box?", None),
    (
        "Which is longer, from the mug to the box or from the mug to the bowl?",
        which(P.NEAR, BOX, BOWL, of=(MUG,), farthest=True),
    ),
    (
        "Which distance is shorter, from the lamp to the wall or from the lamp to the door?",
        which(P.NEAR, the("wall"), DOOR, of=(LAMP,)),
    ),
    (
        "Are there more mugs on the table than bowls on the shelf?",
        more(that(a("mug"), P.ON, TABLE), that(a("bowl"), P.ON, SHELF)),
    ),
    (
        "Are there fewer things in the box than in the basket?",
        more(that(ANY, P.INSIDE, BOX), that(ANY, P.INSIDE, BASKET), fewer=True),
    ),
    (
        "Are there more books on the shelf than there are on the floor?",
        more(that(a("book"), P.ON, SHELF), that(a("book"), P.ON, the("floor"))),
    ),
    ("Are there more red mugs than blue ones on the table?", more(a("red mug"), a("blue mug"), P.ON, TABLE)),
    ("Is there more space on the table than on the shelf?", None),
    (
        "How many red things are on the floor or under the table?",
        together(that(a("red object"), P.ON, the("floor")), that(a("red object"), P.BELOW, TABLE)),
    ),
    (
        "How many mugs are within 30 cm of the box or on the shelf?",
        together(that(a("mug"), P.NEAR, BOX, limit_m=0.3), that(a("mug"), P.ON, SHELF)),
    ),
    ("How many mugs are on the table and in the box?", None),
    ("How many mugs are not on the table or on the shelf?", None),
    (
        "Is the lamp taller than the jar, the one next to the bowl?",
        rel(LAMP, P.TALLER, that(the("jar"), P.NEAR, BOWL)),
    ),
    ("How far is the mug from the box, the one on the shelf?", dist(MUG, that(BOX, P.ON, SHELF))),
    ("How much higher is the table than the chair?", how_far(TABLE, P.ABOVE, top(CHAIR))),
    ("How many centimetres lower is the chair than the table?", how_far(top(CHAIR), P.BELOW, TABLE, "cm")),
    (
        "What is the difference in width of the box and the mug?",
        differ(BOX, MUG, S.WIDTH),
    ),
    ("Three books, which is the thickest?", most(P.BIGGER, some("book", 3), dimension=S.THICKNESS)),
)

IN_PASSING = (
    ("My sister thinks the ball is behind the sofa, is she right?", rel(BALL, P.BEHIND, the("sofa"))),
    ("He says there is a mug on the table.", exists(a("mug"), P.ON, TABLE)),
    ("My boss wants to know how far the chair is from the table.", dist(CHAIR, TABLE)),
    ("She asked whether the lamp is on the shelf", rel(LAMP, P.ON, SHELF)),
    ("Is her mug behind the box?", rel(MUG, P.BEHIND, BOX)),
    ("Is the ball behind her?", None),
    ("I want to clean the table. What is on the table?", what(P.ON, TABLE)),
    ("We need to carry the box. How wide is the door?", size(DOOR, S.WIDTH)),
    (
        "I need to move the chair. Which one is closer to the door, the chair or the table?",
        which(P.NEAR, CHAIR, TABLE, of=(DOOR,)),
    ),
    ("The mug is red. No matter. Where is the box?", where(BOX)),
    ("I want to buy the table. How tall is it?", None),
    ("I want to put the lamp on the shelf. Is the mug near it?", None),
    ("I want to put the lamp on the shelf. How far is the mug from the box next to it?", None),
    ("I want to face the door. What is on my left?", None),
    ("My keys are gone, but never mind. Where is the one next to the lamp?", None),
    ("Are all mugs on the table or are some missing?", rel(all_the("mug"), P.ON, TABLE)),
    ("Is the mug on the table or is it not in view?", rel(MUG, P.ON, TABLE)),
    ("What's on the table, if anything at all?", what(P.ON, TABLE)),
    ("return how many mugs are on the table", count(a("mug"), P.ON, TABLE)),
    ("return the mug to the table", None),
    ("Is the the mug left of of the box?", rel(MUG, P.LEFT_OF, BOX)),
)

IN_HASTE = (
    ("distance mug to box vertical", dist(MUG, BOX, D.VERTICAL)),
    ("clearance chair to wall in cm", dist(CHAIR, the("wall"), unit="cm")),
    ("min distance mug to box", dist(MUG, BOX)),
    ("list: all the red mugs left of the box", what(P.LEFT_OF, BOX, subject=a("red mug"))),
    ("two mugs, one box: which mug is nearer to the box?", nearest(a("mug"), BOX)),
    ("the box behind the bowl how tall", size(that(BOX, P.BEHIND, BOWL), S.HEIGHT)),
    ("the mug is it red", such(MUG, a("red object"))),
    ("the tall box is it left of the mug", rel(the("tall box"), P.LEFT_OF, MUG)),
    ("Is the box, brown, left of the mug?", rel(the("brown box"), P.LEFT_OF, MUG)),
    ("is the lamp at the left or at the right of the table", where(LAMP, TABLE, axis=P.LEFT_OF)),
    ("If we walk over from the chair to the table, how many feet would that be?", dist(CHAIR, TABLE, unit="ft")),
    ("If I walked from the sofa to the door how far would I go?", dist(the("sofa"), DOOR)),
    ("Between the sofa and the wall, how much room is there?", dist(the("sofa"), the("wall"))),
    ("How far up is it from the table to the lamp above?", how_far(LAMP, P.ABOVE, TABLE)),
    (
        "What would I hit first if I moved to the right of the mug?",
        nearest(that(ANY, P.RIGHT_OF, MUG), MUG),
    ),
    ("Is the mug not clear of the edge by 5 cm?", replace(limited(rel(MUG, P.NEAR), 0.05, "cm"), distance=D.EDGE)),
    ("how far apart are the mug and the box only sideways", lateral(MUG, BOX)),
    ("Where's the mug at, in the box or on the shelf?", either(MUG, (P.INSIDE, BOX), (P.ON, SHELF))),
    ("list which mugs are red", listed(a("red mug"))),
    ("sort the mugs, the shortest first", order(P.SHORTER, some("mug"))),
)

WITH_NOTHING = (
    ("Are any of the boxes empty?", exists(EMPTY)),
    ("Is one of the boxes empty?", exists(EMPTY)),
    ("Are the boxes empty?", exists(holding(a("box"), P.INSIDE, ANY), no=True)),
    ("Are all the shelves empty?", exists(holding(a("shelf"), P.ON, ANY), no=True)),
    ("Are the two boxes empty?", None),
    ("How many boxes are empty?", count(EMPTY)),
    ("How many of the shelves are empty?", count(replace(holding(a("shelf"), P.ON, ANY), negated=True))),
    ("Is it true that no mug is on the table?", exists(a("mug"), P.ON, TABLE, no=True)),
    ("Is it true that none of the mugs is on the table?", exists(a("mug"), P.ON, TABLE, no=True)),
    ("Is it true that nothing is left of the mug?", exists(ANY, P.LEFT_OF, MUG, no=True)),
    ("Is anything red on the floor?", exists(a("red object"), P.ON, the("floor"))),
    ("Is the mug on the same table as the plate?", rel(MUG, P.ON, beneath(the("plate"), "table"))),
    (
        "How many cups are on the same shelf as the lamp?",
        count(but(a("cup"), LAMP), P.ON, beneath(LAMP, "shelf")),
    ),
    ("Is anything on the same table as the mug?", exists(but(ANY, MUG), P.ON, beneath(MUG, "table"))),
    ("How tall is the box the can sits on?", size(beneath(the("can"), "box"), S.HEIGHT)),
    ("What colour is the thing the mug stands on?", about(beneath(MUG))),
    ("How far is the bottom of the lamp above the table?", how_far(bottom(LAMP), P.ABOVE, TABLE)),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | None], ...]] = {
    "fitting": FITTING,
    "pairs and edges": PAIRS_AND_EDGES,
    "compared, and counted": COMPARED,
    "in passing": IN_PASSING,
    "in haste": IN_HASTE,
    "with nothing": WITH_NOTHING,
}
