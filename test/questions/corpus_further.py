"""More of what round 6 brought up, with the query each sentence means; None: it must not be read at all."""

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
    clock,
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
    rel,
    same,
    size,
    such,
    that,
    the,
    what,
    where,
    which,
)

from spatialgeo_ros.types import Query

WHICH_IS_ASKED_FOR = (  # "smallest object on the table?" was taken for a yes/no question, "one" for what comes after it
    ("tallest thing on the table?", most(P.TALLER, that(ANY, P.ON, the("table")))),
    ("The biggest box on the shelf?", most(P.BIGGER, that(a("box"), P.ON, the("shelf")))),
    ("widest bowl behind the mug?", most(P.WIDER, that(a("bowl"), P.BEHIND, the("mug")))),
    ("second tallest bottle on the table?", about(that(led(the("bottle"), "2. tallest"), P.ON, the("table")))),
    ("Show me the one nearest to the laptop.", nearest(ANY, the("laptop"))),
    ("Out of all the bottles, find the one that's closest to the vase.", nearest(a("bottle"), the("vase"))),
    ("Among the cans, show me the tallest one.", most(P.TALLER, a("can"))),
    ("Considering the boxes, which one is the tallest?", most(P.TALLER, a("box"))),
    ("Looking at the mug and the box, which is taller?", which(P.TALLER, the("mug"), the("box"))),
    ("Is there one on the table?", None),
    ("How many ones are left of the box?", None),
    ("Is one left of the mug?", None),
    ("Is the one on the table red?", such(that(the("object"), P.ON, the("table")), a("red object"))),
    ("What is the one behind the mug?", what(P.BEHIND, the("mug"))),
    ("Is there a blue bottle left of the red one?", exists(a("blue bottle"), P.LEFT_OF, the("red bottle"))),
    ("Where is the tabel?", None),
    ("How many botles do you see?", None),
    ("Are all the mugs on the tabel?", None),
    ("Are all the mugs on the table?", rel(all_the("mug"), P.ON, the("table"))),
)

TALK = (  # what only greets, thanks or tells of the one who asks is left out; nothing else is
    ("Hi! Me again. Where is the mug?", where(the("mug"))),
    ("Thanks, that was quick. Another question: is the mug left of the box?", rel(the("mug"), P.LEFT_OF, the("box"))),
    ("Good evening, I am new here. How many bottles are on the shelf?", count(a("bottle"), P.ON, the("shelf"))),
    ("My boss wants to know, how far is the mug from the box?", dist(the("mug"), the("box"))),
    ("It's been a long day. Is there a mug on the table?", exists(a("mug"), P.ON, the("table"))),
    ("We are in a hurry, where is the bottle?", where(the("bottle"))),
    ("Hello. Ok. So, which is taller, the mug or the box?", which(P.TALLER, the("mug"), the("box"))),
    ("I did not sleep. What is behind the lamp?", what(P.BEHIND, the("lamp"))),
    ("I lost my phone, the black one. Where is it?", where(the("black phone"))),
    ("The red mug. Is it left of the bowl?", rel(the("red mug"), P.LEFT_OF, the("bowl"))),
    ("Is the mug, the red one, on the table?", rel(the("red mug"), P.ON, the("table"))),
    ("Hi, pretend it's mirrored. Is the mug left of the box?", None),
    ("Sorry, not the red one. Where is the mug?", None),
    ("Sorry, the big one. Where is the mug?", None),
    ("I am standing behind you. Is the mug left of the box?", None),
    ("Thanks, the other way round. Is the mug left of the box?", None),
    ("So the mug is left of the box. Where is the bowl?", None),
    ("Hi, me again. Where is the mug? Where is the box?", None),
    ("I want inches. How far is the mug from the box?", None),
)

ONE_OF_SEVERAL_PLACES = (
    ("Is the can higher up than the book, or lower?", where(the("can"), the("book"), axis=P.ABOVE)),
    ("Is the mug left of the bowl or right?", where(the("mug"), the("bowl"), axis=P.LEFT_OF)),
    ("Is the mug to the right of the bowl or to the left?", where(the("mug"), the("bowl"), axis=P.LEFT_OF)),
    ("Is the mug in front of the bowl or behind it?", where(the("mug"), the("bowl"), axis=P.IN_FRONT_OF)),
    ("Is the mug shorter than the bowl or taller?", where(the("mug"), the("bowl"), axis=P.TALLER)),
    (
        "Is the spoon in the cup, under it or next to the plate?",
        either(the("spoon"), (P.INSIDE, the("cup")), (P.BELOW, the("cup")), (P.NEAR, the("plate"))),
    ),
    (
        "Is the spoon in, on or under the cup?",
        either(the("spoon"), (P.INSIDE, the("cup")), (P.ON, the("cup")), (P.BELOW, the("cup"))),
    ),
    (
        "Does the ball lie under the table, behind the box or on the chair?",
        either(the("ball"), (P.BELOW, the("table")), (P.BEHIND, the("box")), (P.ON, the("chair"))),
    ),
    ("Is the can inside the box or on it?", either(the("can"), (P.INSIDE, the("box")), (P.ON, the("box")))),
    ("Which one is in the middle: the mug, the bowl or the can?", which(P.BETWEEN, the("mug"), the("bowl"), the("can"))),
    ("Of the mug, the bowl and the can, which is in the middle?", which(P.BETWEEN, the("mug"), the("bowl"), the("can"))),
    ("Which is between the other two, the mug, the can or the box?", which(P.BETWEEN, the("mug"), the("can"), the("box"))),
    ("Which is in the middle, the mug or the bowl?", None),
    ("Which one is in the middle?", about(the("middle object"))),
    ("Is the mug left of the bowl or shorter?", None),
)

VOLUMES_AND_SHORTHAND = (
    ("How many litres of space does the teapot take up?", size(the("teapot"), S.VOLUME, "l")),
    ("What is the volume of the box in liters?", size(the("box"), S.VOLUME, "l")),
    ("What's the volume of the box in cm3?", size(the("box"), S.VOLUME, "cm^3")),
    ("In cubic inches, what is the volume of the mug?", size(the("mug"), S.VOLUME, "in^3")),
    ("How many cubic feet is the box?", size(the("box"), S.VOLUME, "ft^3")),
    ("How many millilitres of space does the mug occupy?", size(the("mug"), S.VOLUME, "cm^3")),
    (
        "How much bigger is the box than the mug in litres?",
        differ(the("box"), the("mug"), S.VOLUME, P.BIGGER, "l"),
    ),
    ("volume jar cubic centimeters", size(the("jar"), S.VOLUME, "cm^3")),
    ("width brown box cm", size(the("brown box"), S.WIDTH, "cm")),
    ("height lamp", size(the("lamp"), S.HEIGHT)),
    ("diameter of bowl mm", size(the("bowl"), S.WIDTH, "mm")),
    ("How far is the mug from the box in litres?", None),
    ("What is the volume of the box in cm?", None),
    ("How tall is the box in cubic metres?", None),
    ("How many litres does the teapot hold?", None),  # its outside is measured, not what goes into it
    ("How many litres are in the box?", None),
)

OTHER_WAYS_TO_SAY_IT = (
    ("Is the mug as tall as the bowl, give or take 2 cm?", limited(same(S.HEIGHT, the("mug"), the("bowl")), 0.02, "cm")),
    ("Are the mug and the bowl of equal volume, give or take 2 cm?", None),
    ("Ignoring the height, how far is the mug from the box?", dist(the("mug"), the("box"), D.HORIZONTAL)),
    (
        "Not counting the difference in height, how many inches apart are the mug and the box?",
        dist(the("mug"), the("box"), D.HORIZONTAL, "in"),
    ),
    ("How much lower is the shelf than the table, measured vertically?", how_far(the("shelf"), P.BELOW, the("table"))),
    ("How much higher is the lamp than the mug, from top to top?", None),
    ("What is the height of the lamp off the floor in feet?", how_far(the("lamp"), P.ABOVE, the("floor"), "ft")),
    (
        "Is the box low enough for a gap of 20 cm?",
        limited(Query(K.RELATION, (the("box"),), (), P.SHORTER), 0.2, "cm"),
    ),
    ("Is the box narrow enough for my gripper?", None),
    ("Where is the most distant mug?", where(led(the("mug"), "farthest"))),
    ("Which is more near to me, the mug or the box?", which(P.NEAR, the("mug"), the("box"), of=(ME,))),
    ("Is the snow-coloured mug on the table?", rel(the("white mug"), P.ON, the("table"))),
    ("True or false: the mug is left of the box", rel(the("mug"), P.LEFT_OF, the("box"))),
    ("Yes or no: is the mug behind the box?", rel(the("mug"), P.BEHIND, the("box"))),
    ("With the mug as the centre of a clock, at what hour is the box?", clock(the("mug"), the("box"))),
    ("Can you explain to me where the mug is?", where(the("mug"))),
    ("Is there a mug in between of the box and the bowl?", exists(a("mug"), P.BETWEEN, the("box"), the("bowl"))),
)

CATEGORIES = {
    "which is asked for": WHICH_IS_ASKED_FOR,
    "talk": TALK,
    "one of several places": ONE_OF_SEVERAL_PLACES,
    "volumes and shorthand": VOLUMES_AND_SHORTHAND,
    "other ways to say it": OTHER_WAYS_TO_SAY_IT,
}
