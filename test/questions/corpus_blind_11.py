"""110 sentences by one who knew nothing of the grammar, as written, with the query each means; round 11, plain ones.

UNSUPPORTED: no typed query says this (a material). Before the grammar was changed for them: 98 right, 9 not understood, 3 read
as another query: the thinnest of books and the thinner of two, meant of how thick they are, as the less wide across the view,
and the height difference of two surfaces as that of their own heights. All three would have been answered, maybe wrongly.
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
    close,
    count,
    degrees,
    differ,
    dist,
    edge_of,
    exists,
    holder,
    how_far,
    limited,
    more,
    most,
    nearest,
    nearest_edge,
    ratio,
    rel,
    size,
    that,
    the,
    what,
    where,
    which,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"

LEFT_RIGHT = (
    ("Is the mug to the left of the laptop?", rel(the("mug"), P.LEFT_OF, the("laptop"))),
    ("which one's further right, the lamp or the plant?", which(P.RIGHT_OF, the("lamp"), the("plant"))),
    (
        "So is that blue bottle on the right hand side of the bowl or not",
        rel(the("blue bottle"), P.RIGHT_OF, the("bowl")),
    ),
    ("tell me if the drill sits left of the green box pls", rel(the("drill"), P.LEFT_OF, the("green box"))),
    ("Would I find the remote to the right of the books?", rel(the("remote"), P.RIGHT_OF, all_the("book"))),
    ("Is the can left or right of the pan?", where(the("can"), the("pan"), axis=P.LEFT_OF)),
)

FRONT_BEHIND = (
    ("Is there anything in front of the monitor?", exists(ANY, P.IN_FRONT_OF, the("monitor"))),
    ("is the ball hiding behind the chair", rel(the("ball"), P.BEHIND, the("chair"))),
    ("Does the vase stand in front of the cereal box?", rel(the("vase"), P.IN_FRONT_OF, the("cereal box"))),
    ("Which is further back, the kettle or the toaster?", which(P.BEHIND, the("kettle"), the("toaster"))),
    ("What's behind the big brown box?", what(P.BEHIND, the("big brown box"))),
)

ABOVE_BELOW = (
    ("Is the picture hanging above the sofa?", rel(the("picture"), P.ABOVE, the("sofa"))),
    ("what is underneath the desk", what(P.BELOW, the("desk"))),
    ("Can you check whether the clock is higher up than the shelf?", rel(the("clock"), P.ABOVE, the("shelf"))),
    ("Which is lower, the backpack or the bin?", which(P.BELOW, the("backpack"), the("bin"))),
    ("Is my slipper under the table?", rel(the("slipper"), P.BELOW, the("table"))),
)

ON_INSIDE = (
    ("is the laptop on the desk", rel(the("laptop"), P.ON, the("desk"))),
    ("Are my glasses still on the table, dear?", rel(all_the("glass"), P.ON, the("table"))),
    ("Has somebody put a pan on the stove?", rel(a("pan"), P.ON, the("stove"))),
    ("Which table is the teapot standing on?", holder(a("table"), P.ON, the("teapot"))),
    ("Is the yellow cup resting on top of the books?", rel(the("yellow cup"), P.ON, all_the("book"))),
    ("Is the spoon in the mug?", rel(the("spoon"), P.INSIDE, the("mug"))),
    ("what's inside the basket", what(P.INSIDE, the("basket"))),
    ("Are there any apples in that bowl?", exists(a("apple"), P.INSIDE, the("bowl"))),
    ("Which box contains the tape?", holder(a("box"), P.INSIDE, the("tape"))),
    ("did the ball end up inside the red bucket", rel(the("ball"), P.INSIDE, the("red bucket"))),
)

NEAR_BETWEEN = (
    ("Is the cup touching the laptop?", rel(the("cup"), P.TOUCHING, the("laptop"))),
    ("are the two boxes right up against each other", rel(all_the("box", 2), P.TOUCHING)),
    ("Is the phone anywhere near the sink?", rel(the("phone"), P.NEAR, the("sink"))),
    ("List everything close to the red mug.", what(P.NEAR, the("red mug"))),
    ("Is the chair next to the bookshelf?", rel(the("chair"), P.NEAR, the("bookshelf"))),
    ("Is the bottle between the two mugs?", rel(the("bottle"), P.BETWEEN, all_the("mug", 2))),
    ("What have I got between the lamp and the monitor?", what(P.BETWEEN, the("lamp"), the("monitor"))),
    ("is there somthing in between the sofa and the tv", exists(ANY, P.BETWEEN, the("sofa"), the("tv"))),
    ("Which can is between the bowl and the box?", what(P.BETWEEN, the("bowl"), the("box"), subject=a("can"))),
    ("Does the drill lie between the hammer and the toolbox?", rel(the("drill"), P.BETWEEN, the("hammer"), the("toolbox"))),
)

COMPARED = (
    ("Which is bigger, the ball or the bowl?", which(P.BIGGER, the("ball"), the("bowl"))),
    ("is the teddy bear bigger than the pillow", rel(the("teddy bear"), P.BIGGER, the("pillow"))),
    ("What's the smallest thing on the shelf?", most(P.SMALLER, that(ANY, P.ON, the("shelf")))),
    ("Would you say the white box is smaller than the black one?", rel(the("white box"), P.SMALLER, the("black box"))),
    ("How many times bigger is the suitcase than the backpack?", ratio(the("suitcase"), the("backpack"), S.VOLUME)),
    ("Is the bottle taller than the vase?", rel(the("bottle"), P.TALLER, the("vase"))),
    ("which chair is the tallest", most(P.TALLER, a("chair"))),
    ("How much taller is the lamp than the plant?", differ(the("lamp"), the("plant"), S.HEIGHT, P.TALLER)),
    ("Between the can and the mug, which one is shorter?", which(P.SHORTER, the("can"), the("mug"))),
    ("Isn't the fridge taller than the cupboard?", rel(the("fridge"), P.TALLER, the("cupboard"))),
    ("Is the keyboard wider than the laptop?", rel(the("keyboard"), P.WIDER, the("laptop"))),
    ("Which book is the thinnest?", most(P.SMALLER, a("book"), dimension=S.THICKNESS)),
    ("By how many cm is the desk wider than the shelf?", differ(the("desk"), the("shelf"), S.WIDTH, P.WIDER, "cm")),
    ("which is narrower, the green bottle or the blue one", which(P.THINNER, the("green bottle"), the("blue bottle"))),
    (
        "Is the notebook thinner than the dictionary?",
        rel(the("notebook"), P.SMALLER, the("dictionary"), dimension=S.THICKNESS),
    ),
)

HOW_FAR = (
    ("How far apart are the two chairs, in metres?", dist(all_the("chair", 2), None, unit="m")),
    ("distance mug to bottle in cm", dist(the("mug"), the("bottle"), unit="cm")),
    ("How many inches are there from the lamp to the laptop?", dist(the("lamp"), the("laptop"), unit="in")),
    ("Give me the gap between the pan and the kettle.", dist(the("pan"), the("kettle"))),
    (
        "What's the distance from the sofa to the coffee table in feet, please?",
        dist(the("sofa"), the("coffee table"), unit="ft"),
    ),
    (
        "Are the drill and the blue box less than 30 cm apart?",
        limited(rel(the("drill"), P.NEAR, the("blue box")), 0.3, "cm"),
    ),
    ("how far away from me is the door", dist(the("door"), ME)),
    (
        "What is the horizontal distance between the plant and the monitor?",
        dist(the("plant"), the("monitor"), D.HORIZONTAL),
    ),
    ("horizontal separation of the two cans, mm", dist(all_the("can", 2), None, D.HORIZONTAL, unit="mm")),
    ("Measured along the floor, how far is the bin from the desk?", dist(the("bin"), the("desk"), D.HORIZONTAL)),
    ("How much higher is the clock than the picture?", how_far(the("clock"), P.ABOVE, the("picture"))),
    (
        "What's the height difference between the shelf and the table in inches?",
        dist(the("shelf"), the("table"), D.VERTICAL, unit="in"),
    ),
    ("Ignoring sideways distance, how far below the lamp is the book?", how_far(the("book"), P.BELOW, the("lamp"))),
)

SIZES = (
    ("How tall is the orange bottle?", size(the("orange bottle"), S.HEIGHT)),
    ("width of the desk in cm?", size(the("desk"), S.WIDTH, "cm")),
    ("Could you measure how deep the bookshelf is?", size(the("bookshelf"), S.DEPTH)),
    ("What are the dimensions of the cardboard box?", size(the("cardboard box"), S.LENGTH)),
    ("Is that table more than 3 feet high?", limited(rel(the("table"), P.TALLER), 0.9144, "ft")),
)

DIRECTIONS = (
    ("At what o'clock is the red chair?", clock(ME, the("red chair"))),
    ("bearing to the toolbox in degrees", degrees(ME, the("toolbox"))),
    ("Which way should I turn to face the window?", clock(ME, the("window"))),
    ("In what direction is the bowl from the kettle?", clock(the("kettle"), the("bowl"))),
    ("Um, which way is the sofa from here?", clock(ME, the("sofa"))),
    ("If the laptop is at the centre, what clock position is the mug at?", clock(the("laptop"), the("mug"))),
)

COUNTS = (
    ("How many mugs can you see?", count(a("mug"))),
    ("count the books on the top shelf", count(a("book"), P.ON, the("highest shelf"))),
    ("How many red things are there on the table?", count(a("red object"), P.ON, the("table"))),
    ("How many balls are in the box?", count(a("ball"), P.INSIDE, the("box"))),
    ("Are there more chairs than tables?", more(a("chair"), a("table"))),
    ("I'd like to know how many bottles are left of the sink.", count(a("bottle"), P.LEFT_OF, the("sink"))),
)

NEAREST = (
    ("What's the closest thing to the laptop?", nearest(ANY, the("laptop"))),
    ("Which chair is farthest from the door?", nearest(a("chair"), the("door"), farthest=True)),
    ("nearest can to you?", nearest(a("can"))),
    ("Is the mug or the glass nearer to the desk lamp?", which(P.NEAR, the("mug"), the("glass"), of=(the("desk lamp"),))),
    (
        "Of all the boxes, which one's the furthest away from the shelf?",
        nearest(a("box"), the("shelf"), farthest=True),
    ),
)

WHERE = (
    ("Where's my blue mug?", where(the("blue mug"))),
    ("where did i leave the tv remote", where(the("tv remote"))),
    ("Tell me the position of the drill.", where(the("drill"))),
    ("Robot, find the green ball for me!", where(the("green ball"))),
    ("Do you know where the scissors are?", where(the("scissors"))),
)

WHAT = (
    ("What is to the left of the monitor?", what(P.LEFT_OF, the("monitor"))),
    ("what do you see on the kitchen counter", what(P.ON, the("kitchen counter"))),
    ("Name the object directly to the right of the bowl.", close(P.RIGHT_OF, the("bowl"))),
    ("What's that thing in the white cup?", what(P.INSIDE, the("white cup"))),
    ("What colour is the box under the chair?", about(that(the("box"), P.BELOW, the("chair")))),
)

EXISTENCE = (
    ("Is there a plant in the room?", exists(a("plant"))),
    ("any cups on the desk?", exists(a("cup"), P.ON, the("desk"))),
    ("Do we have a frying pan on the bottom shelf?", exists(a("frying pan"), P.ON, the("lowest shelf"))),
    ("There isn't a laptop on the sofa, is there?", exists(a("laptop"), P.ON, the("sofa"))),
    ("Can you see a black bag near the door?", exists(a("black bag"), P.NEAR, the("door"))),
)

EDGES = (
    ("How close is the glass to the edge of the table?", dist(the("glass"), the("table"), D.EDGE)),
    (
        "Is the vase about to fall off the table edge, like within 5 cm of it?",
        limited(edge_of(rel(the("vase"), P.NEAR, the("table"))), 0.05, "cm"),
    ),
    ("dist from laptop to desk edge in inches", dist(the("laptop"), the("desk"), D.EDGE, unit="in")),
    (
        "How much space is left between the pan and the front edge of the counter?",
        at_side(dist(the("pan"), the("counter"), D.EDGE), P.IN_FRONT_OF),
    ),
    ("Which mug is nearest the edge of the desk?", nearest_edge(a("mug"), the("desk"))),
)

LONG = (
    ("How tall is the tall red box behind the mug?", size(that(the("tall red box"), P.BEHIND, the("mug")), S.HEIGHT)),
    (
        "Is the small white bowl next to the kettle closer to the sink than the pan is?",
        rel(that(the("small white bowl"), P.NEAR, the("kettle")), P.NEAR, the("sink"), the("pan")),
    ),
    (
        "How far is the black lamp on the left desk from the chair by the window?",
        dist(that(the("black lamp"), P.ON, the("leftmost desk")), that(the("chair"), P.NEAR, the("window"))),
    ),
    ("what's on top of the wide wooden shelf to the right of the fridge", UNSUPPORTED),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | str], ...]] = {
    "left right": LEFT_RIGHT,
    "front behind": FRONT_BEHIND,
    "above below": ABOVE_BELOW,
    "on inside": ON_INSIDE,
    "near between": NEAR_BETWEEN,
    "compared": COMPARED,
    "how far": HOW_FAR,
    "sizes": SIZES,
    "directions": DIRECTIONS,
    "counts": COUNTS,
    "nearest": NEAREST,
    "where": WHERE,
    "what": WHAT,
    "existence": EXISTENCE,
    "edges": EDGES,
    "long": LONG,
}
