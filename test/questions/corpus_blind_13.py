"""110 sentences by one who knew nothing of the grammar, as written, with the query each means; round 13, plain ones.

None: asks for nothing that is in a scene. UNSUPPORTED: no typed query says this (a part of a thing, the length of one compared
with the width of another, how many colours, whether something fits onto a shelf; there was none for the closest two of several
and for which edge at first).
Before the grammar was changed for them: 92 right, 17 not understood, 1 read as another query, which is an equal one.
"""

from __future__ import annotations

from dataclasses import replace

from meanings import (
    ANY,
    ME,
    D,
    P,
    S,
    a,
    about,
    all_the,
    but,
    clock,
    close,
    count,
    degrees,
    differ,
    differ_far,
    dist,
    edge_of,
    either,
    exists,
    holding,
    how_far,
    led,
    limited,
    more,
    most,
    nearest,
    order,
    over_edge,
    pair,
    rel,
    same,
    size,
    some,
    strictly,
    that,
    the,
    what,
    where,
    which,
    which_edge,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"

WHETHER = (
    ("Is the mug to the left of the bowl?", rel(the("mug"), P.LEFT_OF, the("bowl"))),
    ("Is there anything between the laptop and the lamp?", exists(ANY, P.BETWEEN, the("laptop"), the("lamp"))),
    ("Does the red ball sit behind the blue box?", rel(the("red ball"), P.BEHIND, the("blue box"))),
    ("Are the two cups next to each other?", rel(all_the("cup", 2), P.NEAR)),
    ("Is the book lying on top of the cabinet?", rel(the("book"), P.ON, the("cabinet"))),
    ("Hey, is the banana in the bowl or not?", rel(the("banana"), P.INSIDE, the("bowl"))),
    ("Can you tell me whether the vase is in front of the plant?", rel(the("vase"), P.IN_FRONT_OF, the("plant"))),
    ("Is the teapot closer to the pan than to the jar?", rel(the("pan"), P.NEAR, the("teapot"), the("jar"))),
    ("Is the lamp directly above the table?", strictly(rel(the("lamp"), P.ABOVE, the("table")))),
    ("Would you say the green bottle is right of the chair?", rel(the("green bottle"), P.RIGHT_OF, the("chair"))),
    ("Is the spoon touching the plate?", rel(the("spoon"), P.TOUCHING, the("plate"))),
    ("Is the can under the shelf?", rel(the("can"), P.BELOW, the("shelf"))),
    ("Is every apple on the table?", rel(all_the("apple"), P.ON, the("table"))),
)

CHOICES = (
    ("Which is nearer to you, the chair or the cabinet?", which(P.NEAR, the("chair"), the("cabinet"), of=(ME,))),
    ("Which one is taller, the bottle or the vase?", which(P.TALLER, the("bottle"), the("vase"))),
    (
        "Is the orange or the apple closer to the edge of the table?",
        edge_of(which(P.NEAR, the("orange"), the("apple"), of=(the("table"),))),
    ),
    (
        "Between the white mug and the black mug, which one is further to the left?",
        which(P.LEFT_OF, the("white mug"), the("black mug")),
    ),
    ("Is the jar on the table or on the shelf?", either(the("jar"), (P.ON, the("table")), (P.ON, the("shelf")))),
    ("What's bigger, the box or the laptop?", which(P.BIGGER, the("box"), the("laptop"))),
    (
        "Is the ball on the left side or the right side of the lamp?",
        where(the("ball"), the("lamp"), axis=P.LEFT_OF),
    ),
    (
        "Does the plant stand nearer to the chair or nearer to the table?",
        which(P.NEAR, the("chair"), the("table"), of=(the("plant"),)),
    ),
    ("Which is wider: the plate or the pan?", which(P.WIDER, the("plate"), the("pan"))),
    ("Tell me which of the cup and the can is higher up.", which(P.ABOVE, the("cup"), the("can"))),
)

DISTANCES = (
    ("How far is the mug from the laptop?", dist(the("mug"), the("laptop"))),
    ("How far away is the nearest chair?", dist(the("nearest chair"), ME)),
    ("Tell me how far apart the two bottles are.", dist(all_the("bottle", 2), None)),
    (
        "What is the distance in centimetres between the bowl and the plate?",
        dist(the("bowl"), the("plate"), unit="cm"),
    ),
    ("How many inches are there between the lamp and the book?", dist(the("lamp"), the("book"), unit="in")),
    ("How much space is there between the cabinet and the table?", dist(the("cabinet"), the("table"))),
    (
        "I'd like to know how far I'd have to reach from the edge of the table to the teapot.",
        dist(the("teapot"), the("table"), D.EDGE),
    ),
    ("What's the horizontal distance from the chair to the shelf?", dist(the("chair"), the("shelf"), D.HORIZONTAL)),
    ("How far above the table is the lamp?", how_far(the("lamp"), P.ABOVE, the("table"))),
    ("How far is it from here to the green plant?", dist(ME, the("green plant"))),
    ("Please measure the gap between the red box and the wall.", dist(the("red box"), the("wall"))),
    ("How much farther away is the cabinet than the table?", differ_far(the("cabinet"), the("table"))),
)

SIZES = (
    ("How tall is the lamp?", size(the("lamp"), S.HEIGHT)),
    ("What is the width of the table in metres?", size(the("table"), S.WIDTH, "m")),
    ("How deep is the shelf?", size(the("shelf"), S.DEPTH)),
    ("Give me the height, width and depth of the cardboard box.", size(the("cardboard box"), S.LENGTH)),
    ("How big is the blue bowl?", size(the("blue bowl"), S.LENGTH)),
    ("How high is the seat of the chair off the floor?", UNSUPPORTED),
    ("Is the bottle taller than 20 cm?", limited(rel(the("bottle"), P.TALLER), 0.2, "cm")),
    ("By how much is the vase taller than the jar?", differ(the("vase"), the("jar"), S.HEIGHT, P.TALLER)),
    ("Are the two plates the same size?", same(S.VOLUME, all_the("plate", 2))),
    ("What's the tallest thing on the table?", most(P.TALLER, that(ANY, P.ON, the("table")))),
    ("Which of the books is the thickest?", most(P.BIGGER, a("book"), dimension=S.THICKNESS)),
    ("Is the can as wide as the cup?", same(S.WIDTH, the("can"), the("cup"))),
    ("What is the smallest object that you can see on the shelf?", most(P.SMALLER, that(ANY, P.ON, the("shelf")))),
    ("Is the table more than twice as long as the cabinet is wide?", UNSUPPORTED),
)

DIRECTIONS = (
    ("In which direction is the plant from the chair?", clock(the("chair"), the("plant"))),
    ("What's the bearing to the yellow ball in degrees?", degrees(ME, the("yellow ball"))),
    ("At what o'clock is the lamp from where you are?", clock(ME, the("lamp"))),
    ("Which way should I look to see the cabinet, left or right?", clock(ME, the("cabinet"))),
    ("If I stand at the table, which direction is the shelf?", clock(the("table"), the("shelf"))),
    ("How many degrees to the right do you have to turn to face the chair?", degrees(ME, the("chair"))),
    ("Where is the apple relative to the banana?", where(the("apple"), the("banana"))),
    ("Is the door-side chair straight ahead of you?", clock(ME, that(the("chair"), P.NEAR, the("door")), 12)),
)

COUNTS = (
    ("How many cups are on the table?", count(a("cup"), P.ON, the("table"))),
    ("How many things are there on the shelf altogether?", count(ANY, P.ON, the("shelf"))),
    ("Count the red objects please.", count(a("red object"))),
    ("How many chairs are within two metres of the table?", limited(count(a("chair"), P.NEAR, the("table")), 2.0)),
    ("How many bottles are left of the laptop?", count(a("bottle"), P.LEFT_OF, the("laptop"))),
    ("How many of the mugs are white?", count(a("white mug"))),
    ("Are there more apples than oranges?", more(a("apple"), a("orange"))),
    ("How many objects are taller than the teapot?", count(ANY, P.TALLER, the("teapot"))),
    ("How many different colours of mug do you see?", UNSUPPORTED),
)

NEAREST = (
    ("What is the closest object to the laptop?", nearest(ANY, the("laptop"))),
    ("Which chair is farthest from the door?", nearest(a("chair"), the("door"), farthest=True)),
    ("What's the thing furthest away from you on the table?", nearest(that(ANY, P.ON, the("table")), farthest=True)),
    ("Which mug is nearest to the teapot?", nearest(a("mug"), the("teapot"))),
    ("Name the three objects nearest to the bowl.", nearest(some("object", 3), the("bowl"))),
    ("What is the second closest thing to the lamp?", about(led(the("object"), "2. nearest", the("lamp")))),
    ("Which two objects on the table are closest together?", pair(that(ANY, P.ON, the("table")))),
)

WHERE = (
    ("Where is the spoon?", where(the("spoon"))),
    ("Where did I leave my blue mug? I can't find it.", where(the("blue mug"))),
    ("Whereabouts on the shelf is the jar?", where(the("jar"))),
    ("Do you know where the oranges are?", where(all_the("orange"))),
    ("Can you see the remote control, and if so, where is it?", where(the("remote control"))),
)

WHAT = (
    ("What is to the left of the plant?", what(P.LEFT_OF, the("plant"))),
    ("What's on the table right now?", what(P.ON, the("table"))),
    ("What is behind the big cardboard box?", what(P.BEHIND, the("big cardboard box"))),
    ("What do you see between the bowl and the bottle?", what(P.BETWEEN, the("bowl"), the("bottle"))),
    ("What is inside the basket?", what(P.INSIDE, the("basket"))),
    ("What's standing next to the green vase?", what(P.NEAR, the("green vase"))),
    ("What is just underneath the lamp?", strictly(what(P.BELOW, the("lamp")))),
    ("What colour is the cup in front of the laptop?", about(that(the("cup"), P.IN_FRONT_OF, the("laptop")))),
    ("What shape is the thing to the right of the pan?", about(that(the("object"), P.RIGHT_OF, the("pan")))),
    ("What is immediately to the right of the leftmost bottle?", close(P.RIGHT_OF, the("leftmost bottle"))),
)

EXISTENCE = (
    ("Is there a banana anywhere in the room?", exists(a("banana"))),
    ("Do you see any plates on the floor?", exists(a("plate"), P.ON, the("floor"))),
    ("Is there a chair without anything on it?", exists(replace(holding(a("chair"), P.ON, ANY), negated=True))),
    ("Are there any cans behind the cereal box?", exists(a("can"), P.BEHIND, the("cereal box"))),
    ("Is the shelf empty?", exists(ANY, P.ON, the("shelf"), no=True)),
)

ORDERS = (
    (
        "List the things on the table from left to right.",
        order(P.LEFT_OF, that(some("object"), P.ON, the("table"))),
    ),
    ("Can you sort the bottles by height, shortest first?", order(P.SHORTER, some("bottle"))),
    (
        "In what order do the mug, the bowl and the can come, starting with the one closest to you?",
        order(P.NEAR, the("mug"), the("bowl"), the("can"), by=(ME,)),
    ),
    ("Which is the third book from the right?", about(led(the("book"), "3. rightmost"))),
)

EDGES = (
    ("How close is the vase to the edge of the table?", dist(the("vase"), the("table"), D.EDGE)),
    (
        "Is any of the glasses less than five centimetres from the edge?",
        edge_of(limited(rel(some("glass"), P.NEAR), 0.05, "cm")),
    ),
    ("Which edge of the table is the laptop closest to?", which_edge(the("laptop"), the("table"))),
    ("Is the pan sticking out over the edge of the table?", over_edge(the("pan"), the("table"))),
    ("Will the box fit on the shelf next to the lamp?", UNSUPPORTED),
)

SEVERAL = (
    (
        "Which red mug on the table is to the left of the laptop and in front of the teapot?",
        about(
            that(
                that(that(a("red mug"), P.ON, the("table")), P.LEFT_OF, the("laptop")), P.IN_FRONT_OF, the("teapot")
            )
        ),
    ),
    (
        "Is there a bottle that's taller than the vase and less than half a metre from the bowl?",
        exists(that(that(a("bottle"), P.TALLER, the("vase")), P.NEAR, the("bowl"), limit_m=0.5)),
    ),
    (
        "How many books are there on the shelf that are not blue?",
        count(but(a("book"), a("blue object")), P.ON, the("shelf")),
    ),
)

REFUSED = (
    ("Is the milk in the jar still good to drink?", None),
    ("How much did the lamp cost?", None),
    ("Could you please bring me the green cup?", None),
    ("Was the ball nearer to the chair yesterday?", None),
    ("What is the teapot made of?", None),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | str | None], ...]] = {
    "whether": WHETHER,
    "choices": CHOICES,
    "distances": DISTANCES,
    "sizes": SIZES,
    "directions": DIRECTIONS,
    "counts": COUNTS,
    "nearest": NEAREST,
    "where": WHERE,
    "what": WHAT,
    "existence": EXISTENCE,
    "orders": ORDERS,
    "edges": EDGES,
    "several": SEVERAL,
    "refused": REFUSED,
}
