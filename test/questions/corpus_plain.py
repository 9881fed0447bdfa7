"""More of what round 13 brought up: "one" in a comparison, the nearest there, orders with an end said, what is not red.

None: not to be read.
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
    at_side,
    but,
    clock,
    count,
    degrees,
    differ_far,
    dist,
    edge_of,
    either,
    exists,
    led,
    listed,
    most,
    nearest,
    order,
    rel,
    size,
    some,
    strictly,
    that,
    the,
    what,
    where,
    which,
)

from spatialgeo_ros.types import Phrase

BOX, MUG, BOWL, CAN, LAMP, TABLE = the("box"), the("mug"), the("bowl"), the("can"), the("lamp"), the("table")
SHELF, DOOR, DESK, CHAIR, TEAPOT = the("shelf"), the("door"), the("desk"), the("chair"), the("teapot")
ALL_ON_TABLE = that(all_the("object"), P.ON, TABLE)
NOT_RED = but(a("mug"), a("red object"))


def off(other, towards):
    """How many degrees from one to the other, as one sees them."""
    return replace(degrees(ME, towards), subjects=(ME, other))


COMPARED_ONES = (
    ("Is the red mug closer to the lamp than the white one?", rel(the("red mug"), P.NEAR, LAMP, the("white mug"))),
    (
        "Is the red mug further from the lamp than the white one?",
        rel(the("red mug"), P.NEAR, LAMP, the("white mug"), farthest=True),
    ),
    ("Is the white one closer to the lamp than the red mug?", rel(the("white mug"), P.NEAR, LAMP, the("red mug"))),
    ("Is the mug closer to the red box than to the white one?", rel(the("red box"), P.NEAR, MUG, the("white box"))),
    ("Is the mug closer to the box than to the one on the left?", rel(BOX, P.NEAR, MUG, the("leftmost box"))),
    ("Is the teapot nearer to the red cup than the blue one is?", rel(TEAPOT, P.NEAR, the("red cup"), the("blue cup"))),
    (
        "Is the red mug closer to the edge of the table than the white one?",
        edge_of(rel(the("red mug"), P.NEAR, TABLE, the("white mug"))),
    ),
    (
        "Is the chair by the door closer to the table than the one by the window?",
        rel(that(CHAIR, P.NEAR, DOOR), P.NEAR, TABLE, that(CHAIR, P.NEAR, the("window"))),
    ),
    (
        "How much closer is the red mug to the lamp than the white one?",
        differ_far(the("red mug"), the("white mug"), LAMP, closer=True),
    ),
    ("Is the mug nearer the camera than the bowl?", rel(MUG, P.NEAR, ME, BOWL)),
    ("Is the mug nearer to the box or nearer to the bowl?", which(P.NEAR, BOX, BOWL, of=(MUG,))),
    (
        "Does the mug stand farther from the box or farther away from the bowl?",
        which(P.NEAR, BOX, BOWL, of=(MUG,), farthest=True),
    ),
    ("Is the mug closer to me or closer to the lamp?", which(P.NEAR, ME, LAMP, of=(MUG,))),
    ("Is the mug closer to the box or farther from the bowl?", None),
    ("Is the mug closer to the box than farther from the bowl?", None),
    ("Is the lamp the tallest thing on the table?", rel(LAMP, P.TALLER, ALL_ON_TABLE)),
    ("Is the mug not the smallest object on the table?", rel(MUG, P.SMALLER, ALL_ON_TABLE, no=True)),
    ("Is the box the biggest thing in here?", rel(BOX, P.BIGGER, all_the("object"))),
)

NEAREST_THERE = (
    ("What is the nearest thing to the left of the lamp?", nearest(that(ANY, P.LEFT_OF, LAMP), LAMP)),
    ("What is the closest object to the right of the box?", nearest(that(ANY, P.RIGHT_OF, BOX), BOX)),
    ("Which is the closest mug to the left of the box?", nearest(that(a("mug"), P.LEFT_OF, BOX), BOX)),
    ("What is the nearest box behind the mug?", nearest(that(a("box"), P.BEHIND, MUG), MUG)),
    ("What is the nearest thing above the table?", nearest(that(ANY, P.ABOVE, TABLE), TABLE)),
    ("What is the closest thing in front of you?", nearest(that(ANY, P.IN_FRONT_OF, ME))),
    ("What is the nearest mug on the table?", nearest(that(a("mug"), P.ON, TABLE))),
    ("What is the farthest chair behind the table?", nearest(that(a("chair"), P.BEHIND, TABLE), farthest=True)),
    ("What's the nearest chair on the left?", nearest(that(a("chair"), P.LEFT_OF, ME))),
    ("What is the tallest bottle on the right?", most(P.TALLER, that(a("bottle"), P.RIGHT_OF, ME))),
    ("How tall is the bottle on the right?", size(the("rightmost bottle"), S.HEIGHT)),
    ("What is closest to you on the table?", nearest(that(ANY, P.ON, TABLE))),
    ("Which mug is farthest from you on the shelf?", nearest(that(a("mug"), P.ON, SHELF), farthest=True)),
    ("Which mug is closest to the lamp on the table?", nearest(a("mug"), that(LAMP, P.ON, TABLE))),
    ("Which is nearest me, the mug or the box?", which(P.NEAR, MUG, BOX, of=(ME,))),
    ("What is on the table next to the mug?", about(that(that(ANY, P.ON, TABLE), P.NEAR, MUG))),
    ("How many cups are on the desk beside the keyboard?", count(that(that(a("cup"), P.ON, DESK), P.NEAR, the("keyboard")))),
    ("How many cups are on the table next to the sofa?", count(a("cup"), P.ON, that(TABLE, P.NEAR, the("sofa")))),
    ("What is the biggest thing you can see on the table?", most(P.BIGGER, that(ANY, P.ON, TABLE))),
    ("What is the tallest object that I can see behind the box?", most(P.TALLER, that(ANY, P.BEHIND, BOX))),
    ("What is the mug you can see on?", None),
    ("Which mug can see the table?", None),
)

ORDERS = (
    ("Sort the mugs by height, tallest first.", order(P.TALLER, some("mug"))),
    ("Could you rank the mugs by height with the shortest first?", order(P.SHORTER, some("mug"))),
    ("Rank the mugs by height, tallest last.", order(P.SHORTER, some("mug"))),
    ("Can you sort the boxes by size, biggest first?", order(P.BIGGER, some("box"))),
    ("Order the mugs, smallest first.", order(P.SMALLER, some("mug"))),
    ("Order the books by thickness, thinnest first.", order(P.SMALLER, some("book"), dimension=S.THICKNESS)),
    ("List the mugs by distance from the lamp, nearest first.", order(P.NEAR, some("mug"), by=(LAMP,))),
    ("List the mugs by distance from me, the nearest last.", order(P.NEAR, some("mug"), by=(ME,), farthest=True)),
    ("In what order do the mug, the bowl and the can stand, from left to right?", order(P.LEFT_OF, MUG, BOWL, CAN)),
    ("In which order are the bottles, starting with the tallest?", order(P.TALLER, some("bottle"))),
    ("What order are the mug and the can in, from nearest to farthest?", order(P.NEAR, MUG, CAN, by=(ME,))),
    (
        "In what order do the mug and the can come, beginning with the one nearest to the door?",
        order(P.NEAR, MUG, CAN, by=(DOOR,)),
    ),
    ("In what order do the mug, the bowl and the can come?", None),
    ("In what order were the mugs placed?", None),
    ("In what order should I pick up the mugs?", None),
    ("Sort the boxes by height, widest first.", None),
    ("Sort the boxes by height, thinnest first.", None),
    ("Sort the mugs by distance, tallest first.", None),
    ("Order the mugs, starting with the one tallest to the door.", None),
)

UNLIKE = (
    ("How many mugs are there that are not red?", count(NOT_RED)),
    ("How many mugs are not red?", count(NOT_RED)),
    ("How many of the mugs on the table aren't red?", count(NOT_RED, P.ON, TABLE)),
    ("How many objects on the table are not round?", count(but(ANY, Phrase(shapes=("ball",))), P.ON, TABLE)),
    ("Which mugs are not red?", listed(NOT_RED)),
    ("Which of the mugs on the table are not red?", what(P.ON, TABLE, subject=NOT_RED)),
    ("List all the mugs that are not red.", listed(NOT_RED)),
    ("Are there any mugs that aren't red?", exists(NOT_RED)),
    ("Is there a mug on the table that is not red?", exists(NOT_RED, P.ON, TABLE)),
    ("What is the tallest mug that is not red?", most(P.TALLER, NOT_RED)),
    ("Which mug that isn't red is closest to the lamp?", nearest(NOT_RED, LAMP)),
    ("Is there a mug on a table that is not red?", None),
    ("How many mugs are there that are not tall?", None),
    ("How many mugs are not red or blue?", None),
    ("Where is the mug that is not red?", None),
    ("Is the mug on the left clean?", None),
    ("Is the cup on the right hot?", None),
    ("Are the three mugs in a row?", None),
)

SAID_WITH_IT = (
    ("Where did I put my keys? I can't see them.", where(all_the("key"))),
    ("Where is the red mug? I cannot find it anywhere.", where(the("red mug"))),
    ("How tall is the lamp? I can't see it from here.", size(LAMP, S.HEIGHT)),
    ("Where is the mug? I can't reach it.", None),
    ("Where is the mug? I can't find the bowl.", None),
    ("Where is the mug? It is not on the table.", None),
    ("Is there a mug on the table, and if so, where is it?", where(that(a("mug"), P.ON, TABLE))),
    ("Do you see my keys, and if you do, where are they?", where(all_the("key"))),
    ("Can you see a banana? If so, where is it?", where(a("banana"))),
    ("Can you see the mug, and if not, where is it?", None),
    ("Is there a mug and if so how far away is it?", None),
    ("Is there a mug, and if so, is it red?", None),
    ("How far is it from the left edge of the desk to the lamp?", at_side(dist(LAMP, DESK, D.EDGE), P.LEFT_OF)),
    ("What is the distance between the edge of the table and the mug?", dist(MUG, TABLE, D.EDGE)),
    ("How far is the edge of the table from the mug?", dist(MUG, TABLE, D.EDGE)),
    ("How far do I have to walk from the door to the table?", dist(DOOR, TABLE)),
    ("How far would you have to go from the edge of the table to reach the mug?", dist(MUG, TABLE, D.EDGE)),
    ("How far do I have to move the mug to reach the edge of the table?", None),
    ("How far would I have to push the box from the table to the wall?", None),
)

CLOSELY_SAID = (
    ("What is just above the table?", strictly(what(P.ABOVE, TABLE))),
    ("Is the clock just above the door?", strictly(rel(the("clock"), P.ABOVE, DOOR))),
    ("Is the mug just below the shelf?", strictly(rel(MUG, P.BELOW, SHELF))),
    ("Is the mug just over 10 cm tall?", None),
    ("Is the mug just under 30 cm from the box?", None),
    ("Which way should I turn to see the lamp, left or right?", clock(ME, LAMP)),
    ("Which way do I have to go to get to the door: right or left?", clock(ME, DOOR)),
    ("Which way is the chair facing, left or right?", None),
    ("By how many degrees is the lamp left of the door?", off(DOOR, LAMP)),
    ("How many degrees to the right of the box is the mug?", off(BOX, MUG)),
    ("How many degrees to the left is the lamp?", degrees(ME, LAMP)),
    ("How many degrees to the left of me is the lamp?", None),
    ("What is the overall width of the table?", size(TABLE, S.WIDTH)),
    ("What is the total width of the books?", None),
    ("What's the total height of the two boxes?", None),
    ("How many mugs are there on each table?", None),
    ("How many mugs are there in total on the table?", count(a("mug"), P.ON, TABLE)),
    ("Is the mug on the table, the shelf or the floor?", either(MUG, (P.ON, TABLE), (P.ON, SHELF), (P.ON, the("floor")))),
    ("Is the mug in the box, the bowl or the can?", either(MUG, (P.INSIDE, BOX), (P.INSIDE, BOWL), (P.INSIDE, CAN))),
    ("Is the mug closer to the box, the bowl or the can?", which(P.NEAR, BOX, BOWL, CAN, of=(MUG,))),
    ("Is the lamp between the box, the bowl or the can?", None),
    ("Is the lamp taller than the box, the bowl or the can?", None),
    ("What does the mug touch?", what(P.TOUCHING, MUG)),
    ("What does the mug touch on the left?", None),
    ("How far is my mug from yours?", None),
    ("How far apart should the chairs be?", None),
    ("Should the mug be on the table?", None),
    ("Which mug is the second nearest to the door?", about(led(MUG, "2. nearest", DOOR))),
)

CATEGORIES = {
    "compared ones": COMPARED_ONES,
    "nearest there": NEAREST_THERE,
    "orders begun": ORDERS,
    "unlike": UNLIKE,
    "said with it": SAID_WITH_IT,
    "closely said": CLOSELY_SAID,
}
