"""120 sentences by one who knew nothing of the grammar, as written, with the query each means; round 6.

What asks for nothing that is in a scene must be refused (NOT_ASKED). UNSUPPORTED: no typed query says this. Before the
grammar was changed for them: of 110 questions 74 right, 32 not understood, 4 wrong, of which two had a misspelt noun
("tabel"), so that the answer was UNKNOWN; the 10 others were all refused.
"""

from __future__ import annotations

from meanings import (
    ANY,
    ME,
    D,
    K,
    P,
    S,
    a,
    about,
    all_the,
    at_hour,
    clock,
    close,
    count,
    differ,
    dist,
    either,
    exists,
    how_far,
    led,
    limited,
    most,
    nearest,
    order,
    ratio,
    rel,
    same,
    size,
    some,
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
EMPTY_BOWL = exists(that(that(a("bowl"), P.ON, the("table")), P.INSIDE, ANY, no=True, swapped=True))

LEFT_RIGHT = (
    ("is the red mug left of the bowl?", rel(the("red mug"), P.LEFT_OF, the("bowl"))),
    (
        "Hi, me again. From the camera's point of view, does the bottle stand to the right of the laptop?",
        rel(the("bottle"), P.RIGHT_OF, the("laptop")),
    ),
    ("What object is furthest to the left on the table?", most(P.LEFT_OF, that(ANY, P.ON, the("table")))),
    (
        "does the teapot stand on the left or on the right hand side of the vase",
        where(the("teapot"), the("vase"), axis=P.LEFT_OF),
    ),
    ("blue can right of green can?", rel(the("blue can"), P.RIGHT_OF, the("green can"))),
)

FRONT_BEHIND = (
    ("Is the book in front of the lamp?", rel(the("book"), P.IN_FRONT_OF, the("lamp"))),
    ("anything hiding behind the biggest box?", exists(ANY, P.BEHIND, the("biggest box"))),
    ("Which is further forward, the jar or the mug?", which(P.IN_FRONT_OF, the("jar"), the("mug"))),
    ("Is the chair behind of the table?", rel(the("chair"), P.BEHIND, the("table"))),
    (
        "Confirm that the white bowl is farther back than the black bottle.",
        rel(the("white bowl"), P.BEHIND, the("black bottle")),
    ),
)

ABOVE_BELOW = (
    ("is the lamp above the tabel", rel(the("lamp"), P.ABOVE, the("table"))),
    ("List everything that is below the shelf.", what(P.BELOW, the("shelf"))),
    ("Is the ball under the chair?", rel(the("ball"), P.BELOW, the("chair"))),
    ("Is the can higher up than the book, or lower?", where(the("can"), the("book"), axis=P.ABOVE)),
    ("what is directly above the laptop?", strictly(what(P.ABOVE, the("laptop")))),
)

ON_INSIDE = (
    ("Is the laptop sitting on the table?", rel(the("laptop"), P.ON, the("table"))),
    ("ball in bowl?", rel(the("ball"), P.INSIDE, the("bowl"))),
    ("On what does the mug stand?", where(the("mug"), axis=P.ON)),
    ("Which objects are contained in the brown box?", what(P.INSIDE, the("brown box"))),
    ("is something lying on top of the book", exists(ANY, P.ON, the("book"))),
)

NEAR_TOUCHING = (
    ("Are the two mugs touching each other?", rel(all_the("mug", 2), P.TOUCHING)),
    ("Is the vase within 10 cm of the teapot?", limited(rel(the("vase"), P.NEAR, the("teapot")), 0.1, "cm")),
    ("is bottle near to the laptop?", rel(the("bottle"), P.NEAR, the("laptop"))),
    ("Which objects are in contact with the blue box?", what(P.TOUCHING, the("blue box"))),
    (
        "Hi there, quick one before lunch: is anything closer than 5 centimetres to the lamp?",
        limited(exists(ANY, P.NEAR, the("lamp")), 0.05, "cm"),
    ),
)

BETWEEN = (
    ("is the jar between the bottle and the can?", rel(the("jar"), P.BETWEEN, the("bottle"), the("can"))),
    ("what's between the laptop and the vase", what(P.BETWEEN, the("laptop"), the("vase"))),
    ("There is something standing in between of the two boxes?", exists(ANY, P.BETWEEN, all_the("box", 2))),
    ("How many objects are between the red mug and the blue mug?", count(ANY, P.BETWEEN, the("red mug"), the("blue mug"))),
    (
        "Which one is in the middle: the mug, the bowl or the teapot?",
        which(P.BETWEEN, the("mug"), the("bowl"), the("teapot")),
    ),
)

BIGGER_SMALLER = (
    ("Is the bowl bigger than the mug?", rel(the("bowl"), P.BIGGER, the("mug"))),
    ("smallest object on the table?", most(P.SMALLER, that(ANY, P.ON, the("table")))),
    ("Which is larger, the green box or the brown one?", which(P.BIGGER, the("green box"), the("brown box"))),
    ("How many times bigger is the box than the book?", ratio(the("box"), the("book"), S.VOLUME)),
    (
        "Thanks, that was super helpful. One more thing: would you say the yellow ball is smaller than the orange ball?",
        rel(the("yellow ball"), P.SMALLER, the("orange ball")),
    ),
)

TALLER_SHORTER = (
    ("is the bottle taller than the vase", rel(the("bottle"), P.TALLER, the("vase"))),
    ("Who is more tall, the lamp or the teapot?", which(P.TALLER, the("lamp"), the("teapot"))),
    ("By how much is the jar shorter than the bottle?", differ(the("jar"), the("bottle"), S.HEIGHT, P.SHORTER)),
    ("tallest thing on the shelf", most(P.TALLER, that(ANY, P.ON, the("shelf")))),
    (
        "Sort the mug, the can and the bottle from shortest to tallest.",
        order(P.SHORTER, the("mug"), the("can"), the("bottle")),
    ),
)

WIDER_THINNER = (
    ("Is the laptop wider than the book?", rel(the("laptop"), P.WIDER, the("book"))),
    ("which is thinner, the bottle or the can?", which(P.THINNER, the("bottle"), the("can"))),
    ("What's the widest object in the scene?", most(P.WIDER)),
    ("How many cm narrower is the shelf than the table?", differ(the("shelf"), the("table"), S.WIDTH, P.THINNER, "cm")),
    (
        "Are the white vase and the jar equally wide, give or take a centimeter?",
        limited(same(S.WIDTH, the("white vase"), the("jar")), 0.01, "cm"),
    ),
)

DISTANCE = (
    ("How far is the mug from the laptop?", dist(the("mug"), the("laptop"))),
    ("distence red ball to blue box in inches", dist(the("red ball"), the("blue box"), unit="in")),
    (
        "Measure the straight-line distance between the centers of the bottle and the lamp, please.",
        dist(the("bottle"), the("lamp"), D.CENTRE),
    ),
    ("how far away from you is the chair, in feet?", dist(the("chair"), ME, unit="ft")),
    ("What's the horizontal distance between the vase and the bowl?", dist(the("vase"), the("bowl"), D.HORIZONTAL)),
    (
        "Ignoring any height difference, how many centimetres apart are the teapot and the jar?",
        dist(the("teapot"), the("jar"), D.HORIZONTAL, "cm"),
    ),
    (
        "How much higher is the shelf than the table, measured vertically from top to top?",
        how_far(the("shelf"), P.ABOVE, the("table")),
    ),
    ("vertical gap between the lamp and the book, in cm", dist(the("lamp"), the("book"), D.VERTICAL, "cm")),
    ("How close is the mug to the edge of the table?", dist(the("mug"), the("table"), D.EDGE)),
    ("Which bottle is nearest to the table edge, and how many inches does it have left before it goes over?", UNSUPPORTED),
)

HEIGHT = (
    ("How tall is the green bottle?", size(the("green bottle"), S.HEIGHT)),
    ("height of lamp in inches", size(the("lamp"), S.HEIGHT, "in")),
    ("What is the height of table from the floor, in meter?", how_far(the("table"), P.ABOVE, the("floor"), "m")),
    ("How far does the top of the vase rise above the table surface?", how_far(top(the("vase")), P.ABOVE, the("table"))),
    (
        "Good morning! Hope the servos are warm. Could you tell me how tall the chair is in feet?",
        size(the("chair"), S.HEIGHT, "ft"),
    ),
)

WIDTH = (
    ("How wide is the laptop?", size(the("laptop"), S.WIDTH)),
    ("width brown box cm", size(the("brown box"), S.WIDTH, "cm")),
    ("What's the diameter of the bowl?", size(the("bowl"), S.WIDTH)),
    (
        "Is the red can narrow enough for a gripper that opens 7 cm?",
        limited(Query(K.RELATION, (the("red can"),), (), P.THINNER), 0.07, "cm"),
    ),
    ("Please to tell me how broad is the shelf, in feet.", size(the("shelf"), S.WIDTH, "ft")),
)

VOLUME = (
    (
        "What's the volume of the cardboard-coloured box next to the chair?",
        size(that(the("brown box"), P.NEAR, the("chair")), S.VOLUME),
    ),
    (
        "OK so my boss is asking and I have no clue, roughly how many liters of space does the teapot take up?",
        size(the("teapot"), S.VOLUME, "l"),
    ),
    ("volume jar cubic centimeters", size(the("jar"), S.VOLUME, "cm^3")),
    ("Which has more volume, the vase or the bottle?", which(P.BIGGER, the("vase"), the("bottle"))),
    ("What do all the boxes on the table add up to in cubic feet?", UNSUPPORTED),
)

CLOCK_DIRECTION = (
    ("At what o'clock is the chair from where you stand?", clock(ME, the("chair"))),
    ("clock direction of blue mug", clock(ME, the("blue mug"))),
    ("Is the shelf at your 2 o'clock?", clock(ME, the("shelf"), hour=2)),
    ("Which object do you have at 11 o'clock?", at_hour(11)),
    (
        "Treat the bowl as the centre of a clock whose 12 points away from the camera. At which hour is the can?",
        clock(the("bowl"), the("can")),
    ),
)

COUNTING = (
    ("How many mugs are on the table?", count(a("mug"), P.ON, the("table"))),
    ("count the red things", count(a("red object"))),
    ("How many objects taller than 20 cm do you see?", limited(count(ANY, P.TALLER), 0.2)),
    ("how many botles are left of the laptop?", count(a("bottle"), P.LEFT_OF, the("laptop"))),
    ("Hey buddy, long shift here lol. How many boxes are there on the shelf right now?", count(a("box"), P.ON, the("shelf"))),
)

NEAREST = (
    ("What is the closest object to the teapot?", nearest(ANY, the("teapot"))),
    ("nearest can to robot", nearest(a("can"))),
    ("Of all the mugs, show me the one that's nearest to the laptop.", nearest(a("mug"), the("laptop"))),
    ("what's the second closest thing to the red ball?", about(led(the("object"), "2. nearest", the("red ball")))),
    ("Which object is the most far from the camera?", nearest(ANY, farthest=True)),
)

WHERE_IS = (
    ("Where is the laptop?", where(the("laptop"))),
    ("where's the small white jar", where(the("small white jar"))),
    ("where is teh vase relative to the lamp?", where(the("vase"), the("lamp"))),
    ("Can you say me where the yellow ball is located?", where(the("yellow ball"))),
    ("Sorry to bother you again, I keep losing my mug, the blue one. Where did it end up?", where(the("blue mug"))),
)

WHAT_IS = (
    ("What is left of the bowl?", what(P.LEFT_OF, the("bowl"))),
    ("what is on the shelf", what(P.ON, the("shelf"))),
    ("What's inside the big bowl?", what(P.INSIDE, the("big bowl"))),
    (
        "What do I find on the right side of the laptop and behind the can?",
        about(that(that(ANY, P.RIGHT_OF, the("laptop")), P.BEHIND, the("can"))),
    ),
    ("Which thing is standing immediately in front of the teapot?", close(P.IN_FRONT_OF, the("teapot"))),
)

IS_THERE = (
    ("Is there a bottle on the table?", exists(a("bottle"), P.ON, the("table"))),
    ("any lamp?", exists(a("lamp"))),
    ("Is there more than one book in the scene?", exists(some("book", 2))),
    ("is there an empty bowl on the table, I mean one with nothing in it?", EMPTY_BOWL),
    (
        "Do you see any black object within 30 cm of the laptop?",
        limited(exists(a("black object"), P.NEAR, the("laptop")), 0.3),
    ),
)

WHICH_OF = (
    ("Which of the bottles is the tallest?", most(P.TALLER, a("bottle"))),
    ("which of the boxes is under the table", what(P.BELOW, the("table"), subject=a("box"))),
    ("Which of these is more to the left: the mug or the jar?", which(P.LEFT_OF, the("mug"), the("jar"))),
    ("From the three books, which one is the thickest?", most(P.BIGGER, some("book", 3), dimension=S.THICKNESS)),
    (
        "Of the teapot, the vase and the can, which one is closest to the camera?",
        which(P.NEAR, the("teapot"), the("vase"), the("can"), of=(ME,)),
    ),
)

YES_NO_CHOICE = (
    ("Is the ball on the table or under it?", either(the("ball"), (P.ON, the("table")), (P.BELOW, the("table")))),
    ("yes or no: the lamp is taller than 40 cm", limited(Query(K.RELATION, (the("lamp"),), (), P.TALLER), 0.4, "cm")),
    (
        "The mug: in front of the laptop, behind it, or beside it?",
        either(the("mug"), (P.IN_FRONT_OF, the("laptop")), (P.BEHIND, the("laptop")), (P.NEAR, the("laptop"))),
    ),
    (
        "Is it the red or the blue box that is nearer to the chair?",
        which(P.NEAR, the("red box"), the("blue box"), of=(the("chair"),)),
    ),
    ("The can isn't standing on the book, is it?", rel(the("can"), P.ON, the("book"))),
)

NOT_ASKED = (
    ("Why does the mug love Tuesdays?", None),
    ("What's the weather going to be like tomorrow?", None),
    ("how far is the from the table?", None),
    ("where is", None),
    ("Is the book a good read?", None),
    ("left purple seven of the quickly", None),
    ("Who won the match last night?", None),
    ("is it bigger than that?", None),
    ("How much did the laptop cost?", None),
    ("What is the distance between the bowl and ?", None),
)

CATEGORIES = {
    "left right": LEFT_RIGHT,
    "front behind": FRONT_BEHIND,
    "above below": ABOVE_BELOW,
    "on inside": ON_INSIDE,
    "near touching": NEAR_TOUCHING,
    "between": BETWEEN,
    "bigger smaller": BIGGER_SMALLER,
    "taller shorter": TALLER_SHORTER,
    "wider thinner": WIDER_THINNER,
    "distance": DISTANCE,
    "height": HEIGHT,
    "width": WIDTH,
    "volume": VOLUME,
    "clock direction": CLOCK_DIRECTION,
    "counting": COUNTING,
    "nearest": NEAREST,
    "where is": WHERE_IS,
    "what is": WHAT_IS,
    "is there": IS_THERE,
    "which of": WHICH_OF,
    "yes no choice": YES_NO_CHOICE,
    "not asked": NOT_ASKED,
}
