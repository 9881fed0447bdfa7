"""120 sentences by one who knew nothing of the grammar, as written, with the query each means; round 8, more talkative.

UNSUPPORTED: no typed query says this. Before the grammar was changed for them: 80 right, 39 not understood, 1 wrong ("the left
side of the cabinet top", read as what is left of a thing of that name, which there is not).
"""

from __future__ import annotations

from meanings import (
    ANY,
    ME,
    D,
    P,
    S,
    a,
    all_the,
    at_side,
    bottom,
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
    holder,
    how_far,
    limited,
    more,
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
    what,
    where,
    which,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"

LEFT_RIGHT = (
    ("Is the red cup to the left of the teapot?", rel(the("red cup"), P.LEFT_OF, the("teapot"))),
    (
        "Would I find the keyboard on the right-hand side of the monitor?",
        rel(the("keyboard"), P.RIGHT_OF, the("monitor")),
    ),
    ("does the blue can sit further left than the green one", rel(the("blue can"), P.LEFT_OF, the("green can"))),
    (
        "Looking from the camera, which side of the yellow vase is the lamp on, left or right?",
        where(the("lamp"), the("yellow vase"), axis=P.LEFT_OF),
    ),
    ("How far to the right of the cabinet is the basket?", how_far(the("basket"), P.RIGHT_OF, the("cabinet"))),
    ("Verify that the white box is left of the shelf.", rel(the("white box"), P.LEFT_OF, the("shelf"))),
)

ABOVE_BELOW = (
    ("Is the lamp higher up than the top of the monitor?", rel(the("lamp"), P.ABOVE, the("monitor"))),
    ("Is anything hanging or standing directly above the brown basket?", strictly(exists(ANY, P.ABOVE, the("brown basket")))),
    ("Can you tell me whether the stool is underneath the table?", rel(the("stool"), P.BELOW, the("table"))),
    ("By how many centimetres is the vase above the book?", how_far(the("vase"), P.ABOVE, the("book"), "cm")),
    ("is the orange box located below the shelf", rel(the("orange box"), P.BELOW, the("shelf"))),
    ("Which object is at the lowest height in the scene?", most(P.BELOW)),
)

FRONT_BEHIND = (
    ("Is the teapot in front of the white plate, dear?", rel(the("teapot"), P.IN_FRONT_OF, the("white plate"))),
    ("Has the small can ended up behind the box?", rel(the("small can"), P.BEHIND, the("box"))),
    (
        "How much closer to the camera is the keyboard than the monitor?",
        differ_far(the("keyboard"), the("monitor"), closer=True),
    ),
    ("Would the green cushion be blocking my view of the basket, being in front of it?", UNSUPPORTED),
    ("Check: blue cup behind red cup?", rel(the("blue cup"), P.BEHIND, the("red cup"))),
    ("Does the cabinet stand farther back than the table does?", rel(the("cabinet"), P.BEHIND, the("table"))),
)

ON = (
    ("Is the book lying on the stool?", rel(the("book"), P.ON, the("stool"))),
    ("What is holding up the lamp?", where(the("lamp"), axis=P.ON)),
    ("Did somebody leave a cup on top of the books?", rel(a("cup"), P.ON, all_the("book"))),
    ("Does the black box rest directly on the floor?", rel(the("black box"), P.ON, the("floor"))),
    ("Is the top of the cabinet clear, with nothing standing on it?", exists(ANY, P.ON, the("cabinet"), no=True)),
    ("Which piece of furniture is the teapot standing on?", holder(a("furniture"), P.ON, the("teapot"))),
)

INSIDE = (
    ("Is there something inside the basket?", exists(ANY, P.INSIDE, the("basket"))),
    ("Is the red can in the cardboard box?", rel(the("red can"), P.INSIDE, the("cardboard box"))),
    ("Which container holds the tennis ball?", where(the("tennis ball"), axis=P.INSIDE)),
    ("Does the spoon lie fully within the bowl, or does it stick out?", strictly(rel(the("spoon"), P.INSIDE, the("bowl")))),
    ("Tell me if the basket is empty.", exists(ANY, P.INSIDE, the("basket"), no=True)),
    ("Would you say the cushion is inside the cabinet?", rel(the("cushion"), P.INSIDE, the("cabinet"))),
)

NEAR_TOUCHING = (
    ("Is the vase touching the lamp?", rel(the("vase"), P.TOUCHING, the("lamp"))),
    ("Are the two cans near each other?", rel(all_the("can", 2), P.NEAR)),
    ("Is there any object within 20 cm of the teapot?", limited(exists(ANY, P.NEAR, the("teapot")), 0.2)),
    ("Do the blue box and the shelf make contact?", rel(the("blue box"), P.TOUCHING, the("shelf"))),
    ("Which things are right up against the monitor?", what(P.TOUCHING, the("monitor"))),
    (
        "Is my cup less than half a metre away from the keyboard?",
        limited(rel(the("cup"), P.NEAR, the("keyboard")), 0.5, "m"),
    ),
)

BETWEEN = (
    ("Is the plate between the cup and the teapot?", rel(the("plate"), P.BETWEEN, the("cup"), the("teapot"))),
    ("What's sitting between the monitor and the keyboard?", what(P.BETWEEN, the("monitor"), the("keyboard"))),
    (
        "Does any object stand in the gap that separates the two stools?",
        exists(ANY, P.BETWEEN, all_the("stool", 2)),
    ),
    ("How many items are there between the cabinet and the shelf?", count(ANY, P.BETWEEN, the("cabinet"), the("shelf"))),
    (
        "Confirm the yellow basket is in between the red box and the grey one.",
        rel(the("yellow basket"), P.BETWEEN, the("red box"), the("grey box")),
    ),
    (
        "is it clear between the lamp and the vase, or is something in the way",
        exists(ANY, P.BETWEEN, the("lamp"), the("vase"), no=True),
    ),
)

BIGGER_SMALLER = (
    ("Which is the biggest box here?", most(P.BIGGER, a("box"))),
    ("Is the green vase smaller than the teapot?", rel(the("green vase"), P.SMALLER, the("teapot"))),
    ("How many times larger is the cabinet than the stool by volume?", ratio(the("cabinet"), the("stool"), S.VOLUME)),
    ("Are the two cushions the same size?", same(S.VOLUME, all_the("cushion", 2))),
    ("What is the smallest thing on the table?", most(P.SMALLER, that(ANY, P.ON, the("table")))),
    (
        "Does the blue basket take up more space than the orange box?",
        rel(the("blue basket"), P.BIGGER, the("orange box")),
    ),
)

TALLER_SHORTER = (
    ("Is the lamp taller than the vase?", rel(the("lamp"), P.TALLER, the("vase"))),
    ("How much shorter is the stool than the table?", differ(the("stool"), the("table"), S.HEIGHT, P.SHORTER)),
    ("Of all the cups, which one is tallest?", most(P.TALLER, a("cup"))),
    ("Does the red can stand as tall as the white box?", same(S.HEIGHT, the("red can"), the("white box"))),
    ("List the objects that are taller than the teapot.", what(P.TALLER, the("teapot"))),
    ("Would you call the black vase the shortest of the vases?", rel(the("black vase"), P.SHORTER, all_the("vase"))),
)

WIDER_THINNER = (
    ("Is the monitor wider than the keyboard?", rel(the("monitor"), P.WIDER, the("keyboard"))),
    ("Which book is the thinnest?", most(P.SMALLER, a("book"), dimension=S.THICKNESS)),
    (
        "By how much does the width of the shelf exceed that of the cabinet?",
        differ(the("shelf"), the("cabinet"), S.WIDTH, P.WIDER),
    ),
    (
        "Is the purple book thicker than the brown book?",
        rel(the("purple book"), P.BIGGER, the("brown book"), dimension=S.THICKNESS),
    ),
    (
        "I need to know if the blue vase is narrower than the white vase.",
        rel(the("blue vase"), P.THINNER, the("white vase")),
    ),
    ("What's the widest object you can see?", most(P.WIDER)),
)

DISTANCE = (
    ("How far is it from the cup to the plate?", dist(the("cup"), the("plate"))),
    ("What is the smallest gap between the cabinet and the shelf?", dist(the("cabinet"), the("shelf"))),
    (
        "Give me the centre-to-centre distance of the red can and the green can.",
        dist(the("red can"), the("green can"), D.CENTRE),
    ),
    ("Ignoring height, how far apart are the lamp and the basket?", dist(the("lamp"), the("basket"), D.HORIZONTAL)),
    (
        "What's the difference in height between where the vase stands and where the stool stands?",
        dist(bottom(the("vase")), bottom(the("stool")), D.VERTICAL),
    ),
    (
        "Could you measure how much room there is between the teapot and the yellow cup, in millimetres?",
        dist(the("teapot"), the("yellow cup"), unit="mm"),
    ),
)

SIZES = (
    ("How tall is the lamp?", size(the("lamp"), S.HEIGHT)),
    ("What are the dimensions of the brown box?", size(the("brown box"), S.LENGTH)),
    ("How wide is the monitor in inches?", size(the("monitor"), S.WIDTH, "in")),
    ("At what height above the floor is the tabletop?", how_far(the("tabletop"), P.ABOVE, the("floor"))),
    ("Report the approximate volume of the basket.", size(the("basket"), S.VOLUME)),
    ("Is the cabinet more than a metre and a half tall?", limited(rel(the("cabinet"), P.TALLER), 1.5, "m")),
)

DIRECTION = (
    ("At what o'clock is the teapot from where the camera is?", clock(ME, the("teapot"))),
    ("Which way do I have to turn to face the shelf?", clock(ME, the("shelf"))),
    ("In which direction does the green cup lie from the plate?", clock(the("plate"), the("green cup"))),
    ("What is the bearing of the stool in degrees relative to the camera's forward axis?", degrees(ME, the("stool"))),
    (
        "If I start at the basket and want to reach the cabinet, which way should I go?",
        clock(the("basket"), the("cabinet")),
    ),
    ("Is the vase at about two o'clock?", clock(ME, the("vase"), 2)),
)

COUNTING = (
    ("How many cups can you see?", count(a("cup"))),
    ("Count the objects resting on the table.", count(ANY, P.ON, the("table"))),
    ("How many of the boxes are blue?", count(a("blue box"))),
    ("What number of books are there on the bottom shelf?", count(a("book"), P.ON, the("lowest shelf"))),
    ("Are there more plates than cups?", more(a("plate"), a("cup"))),
    ("How many things are within one metre of the red stool?", limited(count(ANY, P.NEAR, the("red stool")), 1.0)),
)

NEAREST = (
    ("What's the closest thing to the lamp?", nearest(ANY, the("lamp"))),
    ("Which can is farthest from the camera?", nearest(a("can"), farthest=True)),
    ("Of the cushions, which is nearest the basket?", nearest(a("cushion"), the("basket"))),
    ("Name the object that is the most distant from the white cabinet.", nearest(ANY, the("white cabinet"), True)),
    ("Is the red box the box nearest to the shelf?", rel(the("red box"), P.NEAR, the("shelf"), all_the("box"))),
    (
        "Which of the books would be easiest to grab if I'm standing where the camera is, meaning the nearest one?",
        UNSUPPORTED,
    ),
)

WHERE_IS = (
    ("Where is the teapot?", where(the("teapot"))),
    ("I can't find my blue cup; where has it gone?", where(the("blue cup"))),
    ("Give the 3D position of the can's centre in camera coordinates.", numbers(the("can"), "camera")),
    ("Where's the keyboard in relation to the monitor?", where(the("keyboard"), the("monitor"))),
    ("Whereabouts on the table is the vase standing?", where(the("vase"))),
    ("Tell me where to look for the yellow cushion.", where(the("yellow cushion"))),
)

WHAT_IS = (
    ("What is to the left of the monitor?", what(P.LEFT_OF, the("monitor"))),
    ("What's on the shelf?", what(P.ON, the("shelf"))),
    ("Which objects are hidden away behind the large box?", what(P.BEHIND, the("big box"))),
    ("Show me everything that's in the basket.", what(P.INSIDE, the("basket"))),
    ("What do we have underneath the table?", what(P.BELOW, the("table"))),
    ("What stands immediately to the right of the green teapot?", close(P.RIGHT_OF, the("green teapot"))),
)

IS_THERE = (
    ("Is there a lamp in this room?", exists(a("lamp"))),
    ("Do you see a purple vase anywhere?", exists(a("purple vase"))),
    ("Is there a cup on the table?", exists(a("cup"), P.ON, the("table"))),
    ("Are there any stools taller than 60 cm?", limited(exists(a("stool"), P.TALLER), 0.6)),
    ("Is there really no can left of the cabinet?", exists(a("can"), P.LEFT_OF, the("cabinet"), no=True)),
    ("Does a book happen to be lying next to the keyboard?", rel(a("book"), P.NEAR, the("keyboard"))),
)

EDGES = (
    ("How far is the cup from the edge of the table?", dist(the("cup"), the("table"), D.EDGE)),
    (
        "Is the vase in danger of falling, that is, within 5 cm of the edge of the shelf?",
        limited(edge_of(rel(the("vase"), P.NEAR, the("shelf"))), 0.05, "cm"),
    ),
    ("Which object on the table is closest to its edge?", nearest_edge(that(ANY, P.ON, the("table")), the("table"))),
    (
        "How much clearance does the keyboard have to the front edge of the table?",
        at_side(dist(the("keyboard"), the("table"), D.EDGE), P.IN_FRONT_OF),
    ),
    ("Does the plate stick out over the table edge?", over_edge(the("plate"), the("table"))),
    (
        "What's the distance from the red can to the left side of the cabinet top?",
        at_side(dist(the("red can"), the("cabinet"), D.EDGE), P.LEFT_OF),
    ),
)

CHOICE = (
    ("Which is closer to me, the cup or the can?", which(P.NEAR, the("cup"), the("can"), of=(ME,))),
    (
        "Among the lamp, the vase and the teapot, which is the tallest?",
        which(P.TALLER, the("lamp"), the("vase"), the("teapot")),
    ),
    ("Is the book on the table or on the stool?", either(the("book"), (P.ON, the("table")), (P.ON, the("stool")))),
    (
        "Between the red basket and the blue basket, which one is farther from the shelf?",
        which(P.NEAR, the("red basket"), the("blue basket"), of=(the("shelf"),), farthest=True),
    ),
    ("What's bigger: the cushion or the box?", which(P.BIGGER, the("cushion"), the("box"))),
    (
        "The keyboard, the monitor or the lamp: which of them is furthest to the right?",
        which(P.RIGHT_OF, the("keyboard"), the("monitor"), the("lamp")),
    ),
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
