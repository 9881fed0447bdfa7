"""100 sentences by one who knew nothing of the grammar, as written, with the query each means; round 10, five sorts of people.

UNSUPPORTED: no typed query says this (a material, the wall of a box, free space, offsets as numbers); 12 of them at first,
with whether something would fit in. Before the grammar was changed for them: 43 right, 54 not understood, 3 read as another
query. Of these one would be answered UNKNOWN (the width of "the narrowest passage between the shelf and the chairs", as of a
thing of that name), one wrongly ("supported by the table or by the box": "by" as beside it), and one maybe wrongly ("a mug
on the little table by the armchair", where not the table but the mug was to be by the armchair). "More high" is taken for
taller, as a box would be; it is not read, for it may as well be higher up.
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
    dist,
    edge_of,
    either,
    exists,
    fits,
    holding,
    how_far,
    led,
    limited,
    more,
    most,
    nearest,
    order,
    rel,
    same,
    size,
    some,
    that,
    the,
    top,
    what,
    where,
    which,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"

WAREHOUSE_ENGINEER = (
    ("Clearance between the blue bin and the left wall of the shelf?", UNSUPPORTED),
    ("How many boxes on the bottom shelf?", count(a("box"), P.ON, the("lowest shelf"))),
    ("Horizontal distance, grey box to red can, edge to edge?", UNSUPPORTED),
    ("Tallest item on the workbench?", most(P.TALLER, that(ANY, P.ON, the("workbench")))),
    ("Height of the brown box on the floor in cm?", size(that(the("brown box"), P.ON, the("floor")), S.HEIGHT, "cm")),
    (
        "Is the white bottle within 5 cm of the front edge of the table?",
        at_side(limited(edge_of(rel(the("white bottle"), P.NEAR, the("table"))), 0.05, "cm"), P.IN_FRONT_OF),
    ),
    ("Which box has the largest volume?", most(P.BIGGER, a("box"))),
    ("Range from camera to the nearest chair?", dist(ME, the("nearest chair"))),
    ("Count of cans touching another can?", count(a("can"), P.TOUCHING, a("can"))),
    ("What is stacked on top of the large brown box?", what(P.ON, the("big brown box"))),
    (
        "Vertical offset between the top of the lamp and the top of the green bottle?",
        dist(top(the("lamp")), top(the("green bottle")), D.VERTICAL),
    ),
    ("Bearing of the yellow ball relative to the camera, degrees?", degrees(ME, the("yellow ball"))),
    (
        "Any objects on the floor between the table and the shelf?",
        exists(that(that(ANY, P.ON, the("floor")), P.BETWEEN, the("table"), the("shelf"))),
    ),
    ("Width of the small black box left of the mug?", size(that(the("small black box"), P.LEFT_OF, the("mug")), S.WIDTH)),
    ("State the depth of the shelf, front to back.", size(the("shelf"), S.DEPTH)),
    ("Is the orange box taller than it is wide?", UNSUPPORTED),
    ("List all items located behind the silver can.", what(P.BEHIND, the("grey can"))),
    (
        "Which is farther from the camera, the floor lamp or the bookcase?",
        which(P.NEAR, the("floor lamp"), the("bookcase"), of=(ME,), farthest=True),
    ),
    ("What colour is the lowest box in the stack?", about(that(the("lowest box"), P.INSIDE, the("stack")))),
    (
        "Gap between the two white boxes on the upper shelf, mm?",
        dist(that(all_the("white box", 2), P.ON, the("highest shelf")), None, unit="mm"),
    ),
)

CHILD = (
    (
        "Is my red ball under the table or under the chair?",
        either(the("red ball"), (P.BELOW, the("table")), (P.BELOW, the("chair"))),
    ),
    ("What's next to the blue mug?", what(P.NEAR, the("blue mug"))),
    ("How many books are there on the shelf, can you count them?", count(a("book"), P.ON, the("shelf"))),
    ("Which bottle is the biggest one?", most(P.BIGGER, a("bottle"))),
    ("Is there anything hiding behind the big box?", exists(ANY, P.BEHIND, the("big box"))),
    ("How far away from you is the green ball?", dist(the("green ball"), ME)),
    ("Is the lamp taller than the chair?", rel(the("lamp"), P.TALLER, the("chair"))),
    ("What's in the yellow bowl?", what(P.INSIDE, the("yellow bowl"))),
    ("Are the two cans touching?", rel(all_the("can", 2), P.TOUCHING)),
    ("What colour is the thing that's on the chair?", about(that(the("object"), P.ON, the("chair")))),
    ("Which ball is closest to the bowl?", nearest(a("ball"), the("bowl"))),
    (
        "Is the purple book on top of the other books or at the bottom?",
        either(
            the("purple book"),
            (P.ON, but(all_the("book"), the("purple book"))),
            (P.BELOW, but(all_the("book"), the("purple book"))),
        ),
    ),
    ("Where did the little white mug go, where is it?", where(the("small white mug"))),
    ("Could the orange ball fit inside the bowl?", fits(the("orange ball"), P.INSIDE, the("bowl"))),
    ("Are there more cups or more cans on the table?", more(a("cup"), a("can"), P.ON, the("table"))),
    ("What is the teeniest thing on the floor?", most(P.SMALLER, that(ANY, P.ON, the("floor")))),
    (
        "Is the pink bottle in the middle between the lamp and the box?",
        rel(the("pink bottle"), P.BETWEEN, the("lamp"), the("box")),
    ),
    ("How high up is the top shelf from the ground?", how_far(the("highest shelf"), P.ABOVE, the("ground"))),
    ("Which way is the ball from the chair, left or right?", where(the("ball"), the("chair"), axis=P.LEFT_OF)),
    (
        "Is the box really really near the edge of the table, like less than my hand, 10 centimeters?",
        limited(edge_of(rel(the("box"), P.NEAR, the("table"))), 0.1, "cm"),
    ),
)

NON_NATIVE = (
    ("How much is the distance from the brown chair until the table?", dist(the("brown chair"), the("table"))),
    ("Where is situated the yellow can?", where(the("yellow can"))),
    ("How many bottles it has on the left of the lamp?", count(a("bottle"), P.LEFT_OF, the("lamp"))),
    (
        "Is the black mug more near to the book or to the bowl?",
        which(P.NEAR, the("book"), the("bowl"), of=(the("black mug"),)),
    ),
    ("What thing is over the wooden box?", UNSUPPORTED),
    ("The green box is more high than the blue box?", rel(the("green box"), P.TALLER, the("blue box"))),
    (
        "Can you say me what is the color of the bowl beside the red book?",
        about(that(the("bowl"), P.NEAR, the("red book"))),
    ),
    ("Which object stand the most far from the camera?", nearest(ANY, farthest=True)),
    ("There is some ball inside of the big white box?", exists(a("ball"), P.INSIDE, the("big white box"))),
    ("What is the heigth of the lamp who is on the table?", size(that(the("lamp"), P.ON, the("table")), S.HEIGHT)),
    ("Does the bottle touches the wall of the box?", UNSUPPORTED),
    ("Which are the things in front from the shelf?", what(P.IN_FRONT_OF, the("shelf"))),
    ("How many centimeter is wide the red book?", size(the("red book"), S.WIDTH, "cm")),
    (
        "Is it something between the two chairs on the floor?",
        exists(that(that(ANY, P.BETWEEN, all_the("chair", 2)), P.ON, the("floor"))),
    ),
    ("Which of the mugs is the most small?", most(P.SMALLER, a("mug"))),
    ("The can at right of the bowl, what colour has it?", about(that(the("can"), P.RIGHT_OF, the("bowl")))),
    ("How far is the blue ball of the border of the table?", dist(the("blue ball"), the("table"), D.EDGE)),
    ("In what direction I find the chair if I look from the camera, like on a clock?", clock(ME, the("chair"))),
    ("Are the white mug and the grey mug same tall?", same(S.HEIGHT, the("white mug"), the("grey mug"))),
    (
        "It is the floor lamp behind or before the armchair?",
        where(the("floor lamp"), the("armchair"), axis=P.IN_FRONT_OF),
    ),
)

BLUE_BOTTLE = that(the("tall blue bottle"), P.ON, the("table"))

PLANNER_DEVELOPER = (
    (
        "What is the minimum clearance around the tall blue bottle on the table?",
        dist(BLUE_BOTTLE, led(the("object"), "nearest", BLUE_BOTTLE)),
    ),
    (
        "Is the gap between the chair and the table at least 60 cm wide?",
        limited(rel(the("chair"), P.NEAR, the("table"), no=True), 0.6, "cm"),
    ),
    (
        "Which mug is nearer to the camera, the red one or the white one?",
        which(P.NEAR, the("red mug"), the("white mug"), of=(ME,)),
    ),
    (
        "List the boxes on the floor from nearest to farthest.",
        order(P.NEAR, that(some("box"), P.ON, the("floor")), by=(ME,)),
    ),
    (
        "Would a 20 cm wide gripper fit between the lamp and the green box?",
        limited(rel(the("lamp"), P.NEAR, the("green box"), no=True), 0.2, "cm"),
    ),
    ("Is the silver can within 80 cm reach of the camera?", limited(rel(the("grey can"), P.NEAR, ME), 0.8, "cm")),
    ("Which objects would I have to clear away before the bottom box in the stack is free?", UNSUPPORTED),
    (
        "How much vertical space is there between the top of the bowl and the shelf board above it?",
        dist(top(the("bowl")), that(the("shelf board"), P.ABOVE, the("bowl")), D.VERTICAL),
    ),
    (
        "At what angle to the left or right of the camera axis is the closest bottle?",
        degrees(ME, the("nearest bottle")),
    ),
    ("Is there free space of 30 cm by 30 cm on the table to the right of the books?", UNSUPPORTED),
    (
        "Does anything block a straight line from the camera to the yellow box?",
        exists(ANY, P.BETWEEN, ME, the("yellow box")),
    ),
    ("Will the brown box fit into the gap between the two bottles on the middle shelf?", UNSUPPORTED),
    (
        "What is the order of the objects on the table from left to right?",
        order(P.LEFT_OF, that(some("object"), P.ON, the("table"))),
    ),
    ("Which can has the fewest neighbours within 15 cm?", UNSUPPORTED),
    ("What are the x, y and z offsets from the orange mug to the white bowl?", UNSUPPORTED),
    ("How wide is the narrowest passage between the shelf and the chairs?", dist(the("shelf"), all_the("chair"))),
    (
        "Is the grey ball supported by the table or by the tray box on it?",
        either(the("grey ball"), (P.ON, the("table")), (P.ON, that(the("tray box"), P.ON, the("table")))),
    ),
    (
        "How far does the long box stick out past the edge of the table?",
        dist(the("long box"), the("table"), D.EDGE, predicate=P.ON),
    ),
    (
        "Give the diameter of the black bottle left of the purple box, for grasp planning.",
        size(that(the("black bottle"), P.LEFT_OF, the("purple box")), S.WIDTH),
    ),
    (
        "Is a 45 cm high robot able to pass under the table, going by the height of the tabletop?",
        limited(rel(the("table"), P.TALLER), 0.45, "cm"),
    ),
)

ELDERLY = (
    ("Would you be so kind as to tell me where my brown book might be?", where(the("brown book"))),
    (
        "I wonder, dear, is there a mug left on the little table by the armchair?",
        exists(a("mug"), P.ON, that(the("small table"), P.NEAR, the("armchair"))),
    ),
    (
        "Could you tell me, please, how far it is from the armchair to the reading lamp?",
        dist(the("armchair"), the("reading lamp")),
    ),
    (
        "If it isn't too much trouble, how many chairs are standing around the table?",
        count(a("chair"), P.NEAR, the("table")),
    ),
    (
        "Forgive me for asking, but is that blue bowl dangerously close to the edge of the table?",
        limited(edge_of(rel(the("blue bowl"), P.NEAR, the("table"))), 0.1, "cm"),
    ),
    (
        "My eyes are not what they were, so could you say what colour the tall bottle beside the bread box is?",
        about(that(the("tall bottle"), P.NEAR, the("bread box"))),
    ),
    (
        "I should be grateful to know whether anything is lying on the floor in front of my chair.",
        exists(that(that(ANY, P.ON, the("floor")), P.IN_FRONT_OF, the("chair"))),
    ),
    ("Might I ask which of the two lamps is the taller?", most(P.TALLER, some("lamp", 2))),
    ("Would you mind telling me what is standing on the top shelf just now?", what(P.ON, the("highest shelf"))),
    (
        "I seem to have lost sight of the small green can; is it perhaps behind the white box?",
        rel(the("small green can"), P.BEHIND, the("white box")),
    ),
    ("Do tell me, if you can, how high the seat of the wooden chair is off the floor.", UNSUPPORTED),
    ("Pardon me, young man, but which book lies nearest to the lamp?", nearest(a("book"), the("lamp"))),
    (
        "I was just wondering whether the yellow bowl is any wider than the white one.",
        rel(the("yellow bowl"), P.WIDER, the("white bowl")),
    ),
    (
        "Could you possibly let me know what is sitting between the lamp and the stack of books?",
        what(P.BETWEEN, the("lamp"), the("stack of books")),
    ),
    (
        "When you have a moment, would you say whether the two bottles on the shelf are touching each other?",
        rel(that(all_the("bottle", 2), P.ON, the("shelf")), P.TOUCHING),
    ),
    ("If you please, at what o'clock from you does the red armchair stand?", clock(ME, the("red armchair"))),
    (
        "I do hope you don't mind, but is there something inside the large grey box by the shelf?",
        exists(ANY, P.INSIDE, that(the("big grey box"), P.NEAR, the("shelf"))),
    ),
    (
        "Would it be right to say that the orange ball has rolled underneath the shelf?",
        rel(the("orange ball"), P.BELOW, the("shelf")),
    ),
    (
        "I'd very much like to know how many things are on the table besides the lamp.",
        count(but(ANY, the("lamp")), P.ON, the("table")),
    ),
    (
        "Tell me kindly, is the shelf with the cans on it higher than the tabletop?",
        rel(holding(the("shelf"), P.ON, all_the("can")), P.ABOVE, the("tabletop")),
    ),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | str], ...]] = {
    "warehouse engineer": WAREHOUSE_ENGINEER,
    "child": CHILD,
    "non-native speaker": NON_NATIVE,
    "planner developer": PLANNER_DEVELOPER,
    "elderly person": ELDERLY,
}
