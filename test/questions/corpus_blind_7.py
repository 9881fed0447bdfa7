"""120 sentences by one who knew nothing of the grammar, as written, with the query each means; round 7.

UNSUPPORTED: no typed query says this. Before the grammar was changed for them: 97 right, 22 not understood, 1 wrong ("nearest
table edge", read as the edge of the nearest table). "Thin" of books is annotated as the opposite of thick since round 11,
whose writer said so.
"""

from __future__ import annotations

from meanings import (
    ANY,
    ME,
    D,
    P,
    S,
    a,
    about,
    all_the,
    at_side,
    but,
    clock,
    count,
    degrees,
    differ,
    dist,
    edge_of,
    either,
    exists,
    holding,
    led,
    limited,
    most,
    nearest,
    nearest_edge,
    numbers,
    over_edge,
    ratio,
    rel,
    same,
    size,
    strictly,
    that,
    the,
    times,
    what,
    where,
    which,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"

LEFT_RIGHT = (
    ("Is the red mug to the left of the bowl?", rel(the("red mug"), P.LEFT_OF, the("bowl"))),
    ("lamp right of the laptop?", rel(the("lamp"), P.RIGHT_OF, the("laptop"))),
    (
        "From where the robot is standing, does the green bottle sit left of the blue box?",
        rel(the("green bottle"), P.LEFT_OF, the("blue box")),
    ),
    ("Would you say the plant is on the right-hand side of the shelf?", rel(the("plant"), P.RIGHT_OF, the("shelf"))),
    (
        "Tell me whether the white book is further left than the black book.",
        rel(the("white book"), P.LEFT_OF, the("black book")),
    ),
    ("Can I find the yellow ball to the right of the chair?", rel(the("yellow ball"), P.RIGHT_OF, the("chair"))),
)

ABOVE_BELOW = (
    ("Is the lamp above the table?", rel(the("lamp"), P.ABOVE, the("table"))),
    ("Does the shelf hang over the laptop?", rel(the("shelf"), P.ABOVE, the("laptop"))),
    ("ball below chair?", rel(the("ball"), P.BELOW, the("chair"))),
    ("Is the blue ball underneath the table at the moment?", rel(the("blue ball"), P.BELOW, the("table"))),
    (
        "I need to know if the black box is lower down than the white bowl.",
        rel(the("black box"), P.BELOW, the("white bowl")),
    ),
    ("Is the plant positioned higher than the green bottle?", rel(the("plant"), P.ABOVE, the("green bottle"))),
)

FRONT_BEHIND = (
    ("Is the bottle in front of the laptop?", rel(the("bottle"), P.IN_FRONT_OF, the("laptop"))),
    ("Check if the red ball is behind the box.", rel(the("red ball"), P.BEHIND, the("box"))),
    ("Is the chair hiding behind the table?", rel(the("chair"), P.BEHIND, the("table"))),
    (
        "As seen by the camera, is the green mug in front of the white lamp?",
        rel(the("green mug"), P.IN_FRONT_OF, the("white lamp")),
    ),
    ("plant behind the bookshelf, yes or no?", rel(the("plant"), P.BEHIND, the("bookshelf"))),
    (
        "Does the black bottle stand in front of the blue bowl?",
        rel(the("black bottle"), P.IN_FRONT_OF, the("blue bowl")),
    ),
)

ON = (
    ("Is the mug on the table?", rel(the("mug"), P.ON, the("table"))),
    ("Is the red book resting on top of the blue box?", rel(the("red book"), P.ON, the("blue box"))),
    (
        "Is anything holding up the green bowl other than the table?",
        exists(but(holding(ANY, P.ON, the("green bowl")), the("table"))),
    ),
    ("laptop on the chair?", rel(the("laptop"), P.ON, the("chair"))),
    ("Did somebody put the plant on the shelf?", rel(the("plant"), P.ON, the("shelf"))),
    ("What is the white lamp standing on?", where(the("white lamp"), axis=P.ON)),
)

INSIDE = (
    ("Is the ball inside the box?", rel(the("ball"), P.INSIDE, the("box"))),
    ("Does the white bowl contain the green ball?", rel(the("green ball"), P.INSIDE, the("white bowl"))),
    ("is the black box empty", exists(ANY, P.INSIDE, the("black box"), no=True)),
    (
        "Could you check that the small bottle is in the blue box?",
        rel(the("small bottle"), P.INSIDE, the("blue box")),
    ),
    ("Which container is the red ball in?", where(the("red ball"), axis=P.INSIDE)),
    ("Is the mug completely inside the cardboard box?", strictly(rel(the("mug"), P.INSIDE, the("cardboard box")))),
)

NEAR_TOUCHING = (
    ("Is the mug near the laptop?", rel(the("mug"), P.NEAR, the("laptop"))),
    ("Are the two boxes touching?", rel(all_the("box", 2), P.TOUCHING)),
    (
        "Is the glass bottle within 10 cm of the laptop?",
        limited(rel(the("glass bottle"), P.NEAR, the("laptop")), 0.1, "cm"),
    ),
    ("Does the chair touch the table anywhere?", rel(the("chair"), P.TOUCHING, the("table"))),
    ("Is the blue lamp pretty close to the plant?", rel(the("blue lamp"), P.NEAR, the("plant"))),
    ("verify contact between red box and shelf", rel(the("red box"), P.TOUCHING, the("shelf"))),
)

BETWEEN = (
    ("Is the bowl between the mug and the bottle?", rel(the("bowl"), P.BETWEEN, the("mug"), the("bottle"))),
    ("What's between the laptop and the lamp?", what(P.BETWEEN, the("laptop"), the("lamp"))),
    ("Does the green ball lie between the two chairs?", rel(the("green ball"), P.BETWEEN, all_the("chair", 2))),
    ("Anything in between the red box and the blue box?", exists(ANY, P.BETWEEN, the("red box"), the("blue box"))),
    ("How many objects sit between the plant and the shelf?", count(ANY, P.BETWEEN, the("plant"), the("shelf"))),
    (
        "Is there a book sandwiched between the white mug and the black mug?",
        exists(a("book"), P.BETWEEN, the("white mug"), the("black mug")),
    ),
)

BIGGER_SMALLER = (
    ("Is the red box bigger than the blue one?", rel(the("red box"), P.BIGGER, the("blue box"))),
    ("Is the ball smaller than the bowl?", rel(the("ball"), P.SMALLER, the("bowl"))),
    ("What is the largest object on the table?", most(P.BIGGER, that(ANY, P.ON, the("table")))),
    ("Which box is the smallest?", most(P.SMALLER, a("box"))),
    (
        "How many times bigger is the green box than the black mug, by volume?",
        ratio(the("green box"), the("black mug"), S.VOLUME),
    ),
    ("Are the two balls about the same size?", same(S.VOLUME, all_the("ball", 2))),
)

TALLER_SHORTER = (
    ("Is the lamp taller than the plant?", rel(the("lamp"), P.TALLER, the("plant"))),
    ("Which bottle is the tallest?", most(P.TALLER, a("bottle"))),
    (
        "By how much does the green bottle exceed the mug in height?",
        differ(the("green bottle"), the("mug"), S.HEIGHT, P.TALLER),
    ),
    ("Is the white chair shorter than the table?", rel(the("white chair"), P.SHORTER, the("table"))),
    ("shortest thing on the shelf?", most(P.SHORTER, that(ANY, P.ON, the("shelf")))),
    ("Is the blue lamp at least twice as tall as the red mug?", times(rel(the("blue lamp"), P.TALLER, the("red mug")), 2.0)),
)

WIDER_THINNER = (
    ("Is the laptop wider than the book?", rel(the("laptop"), P.WIDER, the("book"))),
    (
        "Is the black book thinner than the red one?",
        rel(the("black book"), P.SMALLER, the("red book"), dimension=S.THICKNESS),
    ),
    ("Which of the shelves is widest?", most(P.WIDER, a("shelf"))),
    ("How much wider is the table than the shelf?", differ(the("table"), the("shelf"), S.WIDTH, P.WIDER)),
    (
        "Would you call the green bottle narrower than the white mug?",
        rel(the("green bottle"), P.THINNER, the("white mug")),
    ),
    ("Which book is the thinnest?", most(P.SMALLER, a("book"), dimension=S.THICKNESS)),
)

DISTANCE = (
    ("How far is the mug from the laptop?", dist(the("mug"), the("laptop"))),
    ("What's the smallest gap between the lamp and the shelf?", dist(the("lamp"), the("shelf"))),
    ("centre-to-centre distance, red ball to blue ball", dist(the("red ball"), the("blue ball"), D.CENTRE)),
    ("Horizontally, how far apart are the chair and the table?", dist(the("chair"), the("table"), D.HORIZONTAL)),
    (
        "What is the vertical distance from the shelf down to the plant?",
        dist(the("shelf"), the("plant"), D.VERTICAL),
    ),
    (
        "How many centimetres separate the white bowl and the green bottle?",
        dist(the("white bowl"), the("green bottle"), unit="cm"),
    ),
)

SIZES = (
    ("How tall is the lamp?", size(the("lamp"), S.HEIGHT)),
    ("What's the width of the blue box?", size(the("blue box"), S.WIDTH)),
    ("Give me the dimensions of the table.", size(the("table"), S.LENGTH)),
    ("How big is that red ball across?", size(the("red ball"), S.WIDTH)),
    ("height of white bottle in mm", size(the("white bottle"), S.HEIGHT, "mm")),
    ("How high off the floor is the top of the table?", size(the("table"), S.HEIGHT)),
)

DIRECTION = (
    ("At what o'clock is the plant from the robot?", clock(ME, the("plant"))),
    ("Which way should I turn to face the chair?", clock(ME, the("chair"))),
    ("In which direction is the bottle from the bowl?", clock(the("bowl"), the("bottle"))),
    ("bearing from camera to red box, in degrees", degrees(ME, the("red box"))),
    ("If I go from the lamp to the laptop, which way am I heading?", clock(the("lamp"), the("laptop"))),
    ("Is the black chair at about my two o'clock?", clock(ME, the("black chair"), 2)),
)

COUNTING = (
    ("How many mugs are there?", count(a("mug"))),
    ("number of red objects", count(a("red object"))),
    ("How many books are lying on the table?", count(a("book"), P.ON, the("table"))),
    ("Count the chairs to the left of the table.", count(a("chair"), P.LEFT_OF, the("table"))),
    ("How many things are within half a metre of the lamp?", limited(count(ANY, P.NEAR, the("lamp")), 0.5)),
    ("How many bottles taller than 20 cm can you see?", limited(count(a("bottle"), P.TALLER), 0.2)),
)

NEAREST = (
    ("Which object is closest to the laptop?", nearest(ANY, the("laptop"))),
    ("What's the farthest thing from the camera?", nearest(ANY, farthest=True)),
    ("Which mug is nearest to me?", nearest(a("mug"))),
    ("Of all the boxes, which lies furthest from the shelf?", nearest(a("box"), the("shelf"), farthest=True)),
    ("Find the bottle that's nearest the blue bowl.", nearest(a("bottle"), the("blue bowl"))),
    ("What colour is the ball closest to the plant?", about(led(the("ball"), "nearest", the("plant")))),
)

WHERE_IS = (
    ("Where is the red mug?", where(the("red mug"))),
    ("Where did I leave my laptop?", where(the("laptop"))),
    ("I can't find the green book, where is it?", where(the("green book"))),
    ("xyz position of the blue box in the camera frame", numbers(the("blue box"), "camera")),
    ("Where's the ball relative to the chair?", where(the("ball"), the("chair"))),
    ("Whereabouts on the table is the white bowl?", where(the("white bowl"))),
)

WHAT_IS = (
    ("What is to the left of the laptop?", what(P.LEFT_OF, the("laptop"))),
    ("What's on the shelf?", what(P.ON, the("shelf"))),
    ("List everything inside the black box.", what(P.INSIDE, the("black box"))),
    ("Anything I should know of behind the chair, i.e. what's there?", what(P.BEHIND, the("chair"))),
    ("Which items are under the table?", what(P.BELOW, the("table"))),
    ("Name the objects standing in front of the plant.", what(P.IN_FRONT_OF, the("plant"))),
)

IS_THERE = (
    ("Is there a plant?", exists(a("plant"))),
    ("Do you see a blue bottle anywhere?", exists(a("blue bottle"))),
    ("Is there a mug on the shelf?", exists(a("mug"), P.ON, the("shelf"))),
    ("Are there any chairs behind the table?", exists(a("chair"), P.BEHIND, the("table"))),
    ("Is there something red to the right of the lamp?", exists(a("red object"), P.RIGHT_OF, the("lamp"))),
    ("any ball within 30 cm of the white box?", limited(exists(a("ball"), P.NEAR, the("white box")), 0.3)),
)

EDGES = (
    ("How far is the mug from the edge of the table?", dist(the("mug"), the("table"), D.EDGE)),
    (
        "Is the laptop less than 5 cm from the table edge?",
        edge_of(limited(rel(the("laptop"), P.NEAR, the("table")), 0.05, "cm")),
    ),
    ("Does the blue book stick out over the edge of the shelf?", over_edge(the("blue book"), the("shelf"))),
    ("clearance between green bottle and nearest table edge", dist(the("green bottle"), the("table"), D.EDGE)),
    ("Which object is closest to the edge of the table?", nearest_edge(ANY, the("table"))),
    (
        "How much room is there between the white bowl and the left edge of the table?",
        at_side(dist(the("white bowl"), the("table"), D.EDGE), P.LEFT_OF),
    ),
)

CHOICE = (
    ("Which of the two is taller, the lamp or the plant?", which(P.TALLER, the("lamp"), the("plant"))),
    ("Is the mug or the bowl nearer to the laptop?", which(P.NEAR, the("mug"), the("bowl"), of=(the("laptop"),))),
    ("What's closer to me, the chair or the table?", which(P.NEAR, the("chair"), the("table"), of=(ME,))),
    (
        "red box or blue box: which one is further to the left?",
        which(P.LEFT_OF, the("red box"), the("blue box")),
    ),
    (
        "Between the green bottle and the black bottle, which has the bigger width?",
        which(P.WIDER, the("green bottle"), the("black bottle")),
    ),
    ("Is the ball on the table or on the shelf?", either(the("ball"), (P.ON, the("table")), (P.ON, the("shelf")))),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | str], ...]] = {
    "left right": LEFT_RIGHT,
    "above below": ABOVE_BELOW,
    "front behind": FRONT_BEHIND,
    "on": ON,
    "inside": INSIDE,
    "near touching": NEAR_TOUCHING,
    "between": BETWEEN,
    "bigger smaller": BIGGER_SMALLER,
    "taller shorter": TALLER_SHORTER,
    "wider thinner": WIDER_THINNER,
    "distance": DISTANCE,
    "sizes": SIZES,
    "direction": DIRECTION,
    "counting": COUNTING,
    "nearest": NEAREST,
    "where is": WHERE_IS,
    "what is": WHAT_IS,
    "is there": IS_THERE,
    "edges": EDGES,
    "choice": CHOICE,
}
