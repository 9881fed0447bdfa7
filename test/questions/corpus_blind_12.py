"""110 sentences by one who knew nothing of the grammar, as written, with the query each means; round 12, plain ones.

UNSUPPORTED: no typed query says this (a material, the second of shelves that nobody said how to count). Before the grammar was
changed for them: 97 right, 11 not understood, 2 read as another query: whether a box behind a mug is wider than another, as
whether it is behind a mug that is, and a height difference, meant of how far the one is above the other, as that of their own
heights. Both would have been answered, maybe wrongly. The second still is: earlier writers meant their own heights by the
same words.
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
    clock,
    count,
    degrees,
    differ,
    dist,
    edge_of,
    either,
    exists,
    how_far,
    limited,
    more,
    most,
    nearest,
    ratio,
    rel,
    size,
    strictly,
    that,
    the,
    top,
    what,
    where,
    which,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"

LEFT_RIGHT = (
    ("Is the mug to the left of the laptop?", rel(the("mug"), P.LEFT_OF, the("laptop"))),
    (
        "which one's further right, the green bottle or the lamp?",
        which(P.RIGHT_OF, the("green bottle"), the("lamp")),
    ),
    ("Does the cereal box sit on the right hand side of the bowl", rel(the("cereal box"), P.RIGHT_OF, the("bowl"))),
    ("how far to the left of the plant is the red ball, in cm", how_far(the("red ball"), P.LEFT_OF, the("plant"), "cm")),
    ("Tell me if the drill is left or right of the can please", where(the("drill"), the("can"), axis=P.LEFT_OF)),
)

FRONT_BEHIND = (
    (
        "Is there anything blocking the bottle, I mean is the box in front of it?",
        rel(the("box"), P.IN_FRONT_OF, the("bottle")),
    ),
    ("is the chair behind the desk", rel(the("chair"), P.BEHIND, the("desk"))),
    (
        "Of the blue mug and the white mug, which is in front?",
        which(P.IN_FRONT_OF, the("blue mug"), the("white mug")),
    ),
    ("By how many centimeters is the pan behind the bowl?", how_far(the("pan"), P.BEHIND, the("bowl"), "cm")),
    ("Would you say the lamp stands behind the books?", rel(the("lamp"), P.BEHIND, all_the("book"))),
)

ABOVE_BELOW = (
    ("Is the clock higher up than the shelf?", rel(the("clock"), P.ABOVE, the("shelf"))),
    ("Which is lower, the basket or the chair seat?", which(P.BELOW, the("basket"), the("chair seat"))),
    ("is the ball underneath the table", rel(the("ball"), P.BELOW, the("table"))),
    ("Does the lamp hang above the desk?", rel(the("lamp"), P.ABOVE, the("desk"))),
    ("whats directly below the picture", strictly(what(P.BELOW, the("picture")))),
)

ON = (
    ("Is my cup still on the table, dear?", rel(the("cup"), P.ON, the("table"))),
    ("Are there any books lying on the chair?", exists(a("book"), P.ON, the("chair"))),
    ("has somebody put the drill on the shelf", rel(the("drill"), P.ON, the("shelf"))),
    ("Is the laptop resting on the desk or on the bed?", either(the("laptop"), (P.ON, the("desk")), (P.ON, the("bed")))),
    ("What's the yellow bowl standing on?", where(the("yellow bowl"), axis=P.ON)),
)

INSIDE = (
    ("Is the apple in the bowl?", rel(the("apple"), P.INSIDE, the("bowl"))),
    ("is there something inside the cardboard box", exists(ANY, P.INSIDE, the("cardboard box"))),
    (
        "Which container holds the spoon, the mug or the pan?",
        either(the("spoon"), (P.INSIDE, the("mug")), (P.INSIDE, the("pan"))),
    ),
    ("Did the tennis ball end up inside the basket?", rel(the("tennis ball"), P.INSIDE, the("basket"))),
    ("ok so what do we have in the drawer?", what(P.INSIDE, the("drawer"))),
)

NEAR = (
    ("Is the bottle touching the box?", rel(the("bottle"), P.TOUCHING, the("box"))),
    ("do the two chairs touch each other", rel(all_the("chair", 2), P.TOUCHING)),
    ("Is the plant anywhere near the window?", rel(the("plant"), P.NEAR, the("window"))),
    ("Could you tell me whether the kettle is right next to the sink?", rel(the("kettle"), P.NEAR, the("sink"))),
    ("What is close to the printer?", what(P.NEAR, the("printer"))),
)

BETWEEN = (
    ("is the mug between the laptop and the lamp?", rel(the("mug"), P.BETWEEN, the("laptop"), the("lamp"))),
    ("What's in between the two monitors?", what(P.BETWEEN, all_the("monitor", 2))),
    (
        "Please name the object sitting between the plant and the blue box.",
        what(P.BETWEEN, the("plant"), the("blue box")),
    ),
    ("how many cans are there between the bottle and the bowl", count(a("can"), P.BETWEEN, the("bottle"), the("bowl"))),
    ("Does the ball lie between the sofa and the tv?", rel(the("ball"), P.BETWEEN, the("sofa"), the("tv"))),
)

BIGGER = (
    ("Is the red box bigger than the blue one?", rel(the("red box"), P.BIGGER, the("blue box"))),
    ("which is smaller, the pan or the bowl", which(P.SMALLER, the("pan"), the("bowl"))),
    ("What's the biggest thing on the shelf?", most(P.BIGGER, that(ANY, P.ON, the("shelf")))),
    ("How many times bigger is the suitcase than the shoebox?", ratio(the("suitcase"), the("shoebox"), S.VOLUME)),
    ("my ball is bigger than the teddy bear isn't it?", rel(the("ball"), P.BIGGER, the("teddy bear"))),
)

TALLER = (
    ("Is the lamp taller than the plant?", rel(the("lamp"), P.TALLER, the("plant"))),
    ("Which bottle is the shortest?", most(P.SHORTER, a("bottle"))),
    (
        "how much taller is the bookcase than the desk, in inches?",
        differ(the("bookcase"), the("desk"), S.HEIGHT, P.TALLER, "in"),
    ),
    ("Compare the heights of the can and the mug.", which(P.TALLER, the("can"), the("mug"))),
    ("Are the chairs shorter than the table?", rel(all_the("chair"), P.SHORTER, the("table"))),
)

WIDER = (
    ("Is the keyboard wider than the laptop?", rel(the("keyboard"), P.WIDER, the("laptop"))),
    (
        "Which of the two is thinner, the notebook or the tablet?",
        which(P.SMALLER, the("notebook"), the("tablet"), dimension=S.THICKNESS),
    ),
    ("is that sofa any wider then the table", rel(the("sofa"), P.WIDER, the("table"))),
    ("By how much is the shelf narrower than the cupboard?", differ(the("shelf"), the("cupboard"), S.WIDTH, P.THINNER)),
    ("Find me the thinnest book.", most(P.SMALLER, a("book"), dimension=S.THICKNESS)),
)

DISTANCE = (
    ("How far is the mug from the edge of the sink, sorry, from the kettle?", dist(the("mug"), the("kettle"))),
    ("distance between lamp and bottle in cm", dist(the("lamp"), the("bottle"), unit="cm")),
    (
        "What's the distance from the black chair to the door, in feet?",
        dist(the("black chair"), the("door"), unit="ft"),
    ),
    ("How many inches apart are the two mugs?", dist(all_the("mug", 2), None, unit="in")),
    (
        "Are the drill and the toolbox more than half a meter apart?",
        limited(rel(the("drill"), P.NEAR, the("toolbox"), no=True), 0.5, "m"),
    ),
)

HORIZONTAL = (
    ("Ignoring height, how far apart are the lamp and the ball?", dist(the("lamp"), the("ball"), D.HORIZONTAL)),
    (
        "horizontal distance from the table to the shelf in meters",
        dist(the("table"), the("shelf"), D.HORIZONTAL, unit="m"),
    ),
    (
        "Give me the horizontal gap between the can and the box, in mm.",
        dist(the("can"), the("box"), D.HORIZONTAL, unit="mm"),
    ),
    ("Measured along the floor, how far is the chair from the bed?", dist(the("chair"), the("bed"), D.HORIZONTAL)),
    (
        "how many feet is it horizontally between the tv and the sofa?",
        dist(the("tv"), the("sofa"), D.HORIZONTAL, unit="ft"),
    ),
)

VERTICAL = (
    ("How much higher is the clock than the top of the door?", how_far(the("clock"), P.ABOVE, top(the("door")))),
    ("What is the height difference between the bowl and the pan?", dist(the("bowl"), the("pan"), D.VERTICAL)),
    ("vertical distance, red mug to white shelf, cm", dist(the("red mug"), the("white shelf"), D.VERTICAL, unit="cm")),
    ("How many inches above the table is the lamp shade?", how_far(the("lamp shade"), P.ABOVE, the("table"), "in")),
    ("Could you say how far below the shelf the bottle is?", how_far(the("bottle"), P.BELOW, the("shelf"))),
)

SIZES = (
    ("How tall is the bookcase?", size(the("bookcase"), S.HEIGHT)),
    ("whats the width of the desk in inches", size(the("desk"), S.WIDTH, "in")),
    ("How deep is that grey cabinet, in centimetres?", size(the("grey cabinet"), S.DEPTH, "cm")),
    ("Can you measure the big cardboard box for me?", size(the("big cardboard box"), S.LENGTH)),
    ("Is the table at least 70 cm high?", limited(rel(the("table"), P.TALLER), 0.7, "cm")),
)

DIRECTIONS = (
    ("At what o'clock is the plant?", clock(ME, the("plant"))),
    ("which way should I turn to face the door?", clock(ME, the("door"))),
    ("What's the bearing of the lamp from the camera, in degrees?", degrees(ME, the("lamp"))),
    ("In which direction is the bottle from the mug?", clock(the("mug"), the("bottle"))),
    ("Is the chair at my 2 o'clock or at my 10 o'clock?", clock(ME, the("chair"))),
)

COUNTS = (
    ("How many mugs are on the table?", count(a("mug"), P.ON, the("table"))),
    ("count the books", count(a("book"))),
    ("Hey, how many red things can you see?", count(a("red object"))),
    ("are there more bottles than cans on the shelf?", more(a("bottle"), a("can"), P.ON, the("shelf"))),
    ("How many oranges have we got left in the bowl?", count(a("orange"), P.INSIDE, the("bowl"))),
)

NEAREST = (
    ("Which chair is closest to the table?", nearest(a("chair"), the("table"))),
    ("what is the farthest thing from you", nearest(ANY, farthest=True)),
    ("Is the bowl or the can nearer to the laptop?", which(P.NEAR, the("bowl"), the("can"), of=(the("laptop"),))),
    (
        "I need the bottle that's furthest away from the edge, so which one's furthest from the lamp?",
        nearest(a("bottle"), the("lamp"), farthest=True),
    ),
    ("Show the nearest box to the robot.", nearest(a("box"))),
)

WHERE = (
    ("Where are my glasses?", where(all_the("glass"))),
    ("where did i leave the red mug", where(the("red mug"))),
    ("Do you know where the remote control is?", where(the("remote control"))),
    ("Give me the xyz position of the drill.", where(the("drill"))),
    ("Whereabouts is the plant, relative to the sofa?", where(the("plant"), the("sofa"))),
)

WHAT = (
    ("What's to the left of the toaster?", what(P.LEFT_OF, the("toaster"))),
    ("what is on top of the fridge?", what(P.ON, the("fridge"))),
    ("List everything on the second shelf.", UNSUPPORTED),
    ("What colour is the thing behind the bottle?", about(that(the("object"), P.BEHIND, the("bottle")))),
    ("so um what's in front of the big window", what(P.IN_FRONT_OF, the("big window"))),
)

EXISTENCE = (
    ("Is there a ball in this room?", exists(a("ball"))),
    ("any cups on the desk?", exists(a("cup"), P.ON, the("desk"))),
    ("Can you see a green bottle anywhere?", exists(a("green bottle"))),
    ("Is there a chair within 2 meters of you?", limited(exists(a("chair"), P.NEAR, ME), 2.0)),
    ("There isn't a pan under the table, is there?", exists(a("pan"), P.BELOW, the("table"))),
)

EDGES = (
    ("How close is the glass to the edge of the table?", dist(the("glass"), the("table"), D.EDGE)),
    (
        "distance from the bowl to the front edge of the desk, cm",
        at_side(dist(the("bowl"), the("desk"), D.EDGE, unit="cm"), P.IN_FRONT_OF),
    ),
    (
        "Is the vase less than two inches from the table's edge?",
        edge_of(limited(rel(the("vase"), P.NEAR, the("table")), 0.0508, "in")),
    ),
    (
        "Which is closer to the edge of the counter, the pan or the kettle?",
        edge_of(which(P.NEAR, the("pan"), the("kettle"), of=(the("counter"),))),
    ),
    (
        "Is the laptop about to fall off, how far is it from the left edge?",
        at_side(dist(the("laptop"), None, D.EDGE), P.LEFT_OF),
    ),
)

DESCRIBED = (
    (
        "How tall is the thin green bottle next to the white bowl?",
        size(that(the("thin green bottle"), P.NEAR, the("white bowl")), S.HEIGHT),
    ),
    (
        "is the tall red box behind the mug wider than the blue box on the chair",
        rel(that(the("tall red box"), P.BEHIND, the("mug")), P.WIDER, that(the("blue box"), P.ON, the("chair"))),
    ),
    (
        "Where's the small black book that's lying under the lamp?",
        where(that(the("small black book"), P.BELOW, the("lamp"))),
    ),
    (
        "How far is it from the leftmost can on the shelf to the yellow mug beside the laptop, in cm?",
        dist(
            that(the("leftmost can"), P.ON, the("shelf")), that(the("yellow mug"), P.NEAR, the("laptop")), unit="cm"
        ),
    ),
    ("Tell me which side of the wooden table the big round plant pot is on.", UNSUPPORTED),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | str], ...]] = {
    "left right": LEFT_RIGHT,
    "front behind": FRONT_BEHIND,
    "above below": ABOVE_BELOW,
    "on": ON,
    "inside": INSIDE,
    "near": NEAR,
    "between": BETWEEN,
    "bigger": BIGGER,
    "taller": TALLER,
    "wider": WIDER,
    "distance": DISTANCE,
    "horizontal": HORIZONTAL,
    "vertical": VERTICAL,
    "sizes": SIZES,
    "directions": DIRECTIONS,
    "counts": COUNTS,
    "nearest": NEAREST,
    "where": WHERE,
    "what": WHAT,
    "existence": EXISTENCE,
    "edges": EDGES,
    "described": DESCRIBED,
}
