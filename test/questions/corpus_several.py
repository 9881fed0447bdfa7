"""Sentences about several things, several relations, orders and lengths to compare with, and the query each means."""

from __future__ import annotations

from meanings import (
    ANY,
    ME,
    D,
    P,
    S,
    a,
    about,
    all_of,
    all_the,
    and_also,
    count,
    differ,
    dist,
    edge_of,
    either,
    exists,
    holder,
    holding,
    how_far,
    ids,
    led,
    limited,
    more,
    most,
    nearest,
    order,
    region,
    rel,
    same,
    size,
    some,
    that,
    the,
    together,
    what,
    where,
    which,
)

CHOICE = (
    ("Which is taller, the mug or the box?", which(P.TALLER, the("mug"), the("box"))),
    ("Which of the mug, the bowl and the box is the tallest?", which(P.TALLER, the("mug"), the("bowl"), the("box"))),
    ("Which is the widest: the mug, the bowl, or the box?", which(P.WIDER, the("mug"), the("bowl"), the("box"))),
    ("Is the mug or the box further to the left?", which(P.LEFT_OF, the("mug"), the("box"))),
    ("Is the mug closer to the box or the bowl?", which(P.NEAR, the("box"), the("bowl"), of=(the("mug"),))),
    (
        "Which is not on the table, the mug or the box?",
        which(P.ON, the("mug"), the("box"), of=(the("table"),), negated=True),
    ),
    ("Which one has the greater height, the can or the jar?", which(P.TALLER, the("can"), the("jar"))),
    (
        "Of the red mug and the blue mug, which is nearer to me?",
        which(P.NEAR, the("red mug"), the("blue mug"), of=(ME,)),
    ),
    ("Who is positioned more to the left, Region [0] or Region [1]?", which(P.LEFT_OF, region(0), region(1))),
    ("Between Region [0] and Region [1], which one has less height?", which(P.SHORTER, region(0), region(1))),
    (
        "Which is closer to the edge of the table, the mug or the can?",
        edge_of(which(P.NEAR, the("mug"), the("can"), of=(the("table"),))),
    ),
    ("Smaller: the can or the jar?", which(P.SMALLER, the("can"), the("jar"))),
    ("The mug or the can, which is lower?", which(P.BELOW, the("mug"), the("can"))),
    ("Compare the heights of the can and the jar: which is taller?", which(P.TALLER, the("can"), the("jar"))),
    ("Which of these two, the mug or the can, stands behind the other?", which(P.BEHIND, the("mug"), the("can"))),
    (
        "Which one of #2, #3 and #5 is the farthest from the door?",
        which(P.NEAR, ids(2), ids(3), ids(5), of=(the("door"),), farthest=True),
    ),
)

NEGATION = (
    ("Is the mug not to the left of the box?", rel(the("mug"), P.LEFT_OF, the("box"), no=True)),
    (
        "Is the mug neither left nor right of the box?",
        and_also(rel(the("mug"), P.LEFT_OF, the("box"), no=True), P.RIGHT_OF, the("box"), no=True),
    ),
    (
        "Is the mug neither in nor on the box?",
        and_also(rel(the("mug"), P.INSIDE, the("box"), no=True), P.ON, the("box"), no=True),
    ),
    ("Isn't the mug left of the box?", rel(the("mug"), P.LEFT_OF, the("box"))),
    ("The mug isn't on the table, is it?", rel(the("mug"), P.ON, the("table"))),
    ("The mug is not on the table, right?", rel(the("mug"), P.ON, the("table"), no=True)),
    ("Which mugs are not on the table?", what(P.ON, the("table"), subject=a("mug"), no=True)),
    ("How many boxes are not behind the mug?", count(a("box"), P.BEHIND, the("mug"), no=True)),
    ("Is there no bowl on the table?", exists(a("bowl"), P.ON, the("table"), no=True)),
    ("Isn't there a mug on the table?", exists(a("mug"), P.ON, the("table"))),
    ("Is there nothing on the table?", exists(ANY, P.ON, the("table"), no=True)),
    ("Is the bowl empty?", exists(ANY, P.INSIDE, the("bowl"), no=True)),
    ("Are none of the mugs on the table?", exists(a("mug"), P.ON, the("table"), no=True)),
    (
        "Is the box that is not on the table taller than the mug?",
        rel(that(the("box"), P.ON, the("table"), no=True), P.TALLER, the("mug")),
    ),
    ("Is the mug outside the box?", rel(the("mug"), P.INSIDE, the("box"), no=True)),
    ("Is the bottle not as tall as the jar?", rel(the("bottle"), P.SHORTER, the("jar"))),
)

BOTH = (
    ("Are the mug and the bowl on the table?", all_of((the("mug"), the("bowl")), P.ON, the("table"))),
    (
        "Are the mug, the bowl and the can on the table?",
        all_of((the("mug"), the("bowl"), the("can")), P.ON, the("table")),
    ),
    ("Are both the mug and the bowl left of the box?", all_of((the("mug"), the("bowl")), P.LEFT_OF, the("box"))),
    ("Are the mug and the bowl not behind the box?", all_of((the("mug"), the("bowl")), P.BEHIND, the("box"), no=True)),
    ("Are #2 and #5 in the crate?", all_of((ids(2), ids(5)), P.INSIDE, the("crate"))),
    ("Do the fork and the knife lie on the plate?", all_of((the("fork"), the("knife")), P.ON, the("plate"))),
    (
        "Is the mug left of the box and behind the bowl?",
        and_also(rel(the("mug"), P.LEFT_OF, the("box")), P.BEHIND, the("bowl")),
    ),
    (
        "Is the mug left of the box and the bowl?",
        and_also(rel(the("mug"), P.LEFT_OF, the("box")), P.LEFT_OF, the("bowl")),
    ),
    (
        "Is the mug on the table and not behind the bowl?",
        and_also(rel(the("mug"), P.ON, the("table")), P.BEHIND, the("bowl"), no=True),
    ),
    (
        "Is the lamp taller than the vase and wider than the clock?",
        and_also(rel(the("lamp"), P.TALLER, the("vase")), P.WIDER, the("clock")),
    ),
    (
        "Is the lamp taller than both the vase and the clock?",
        and_also(rel(the("lamp"), P.TALLER, the("vase")), P.TALLER, the("clock")),
    ),
    (
        "Is the can both next to the jar and in front of the bowl?",
        and_also(rel(the("can"), P.NEAR, the("jar")), P.IN_FRONT_OF, the("bowl")),
    ),
    ("How many mugs and bowls are there?", together(a("mug"), a("bowl"))),
    (
        "How many mugs or bowls are on the table?",
        together(a("mug"), a("bowl"), predicate=P.ON, objects=(the("table"),)),
    ),
    ("How many red and blue boxes do you see?", together(a("red box"), a("blue box"))),
    ("What is the total number of cans and jars?", together(a("can"), a("jar"))),
    (
        "What is left of the mug and behind the bowl?",
        about(that(that(ANY, P.LEFT_OF, the("mug")), P.BEHIND, the("bowl"))),
    ),
    (
        "How many boxes are behind the mug and on the table?",
        count(that(that(a("box"), P.BEHIND, the("mug")), P.ON, the("table"))),
    ),
)

WHICH_PLACE = (
    ("Is the spoon in the cup or next to it?", either(the("spoon"), (P.INSIDE, the("cup")), (P.NEAR, the("cup")))),
    ("Is the cushion on the bed or on the floor?", either(the("cushion"), (P.ON, the("bed")), (P.ON, the("floor")))),
    ("Is the mug on the table or the shelf?", either(the("mug"), (P.ON, the("table")), (P.ON, the("shelf")))),
    ("Is the mug in or on the box?", either(the("mug"), (P.INSIDE, the("box")), (P.ON, the("box")))),
    (
        "Does the ball lie under the table or behind the sofa?",
        either(the("ball"), (P.BELOW, the("table")), (P.BEHIND, the("sofa"))),
    ),
    (
        "Can you tell me whether the keys are in the bowl or beside it?",
        either(all_the("key"), (P.INSIDE, the("bowl")), (P.NEAR, the("bowl"))),
    ),
    (
        "Is the can left of the jar or behind the bowl?",
        either(the("can"), (P.LEFT_OF, the("jar")), (P.BEHIND, the("bowl"))),
    ),
    ("Is the mug inside the box or under it?", either(the("mug"), (P.INSIDE, the("box")), (P.BELOW, the("box")))),
    ("Is the cup left or right of the box?", where(the("cup"), the("box"), axis=P.LEFT_OF)),
    ("Is the cup in front of or behind the box?", where(the("cup"), the("box"), axis=P.IN_FRONT_OF)),
    ("Is the lamp above or below the shelf?", where(the("lamp"), the("shelf"), axis=P.ABOVE)),
    ("Is the mug taller or shorter than the can?", where(the("mug"), the("can"), axis=P.TALLER)),
    ("Is the mug to my left or my right?", where(the("mug"), ME, axis=P.LEFT_OF)),
    ("Is the lamp on the left or on the right?", where(the("lamp"), ME, axis=P.LEFT_OF)),
    ("Which side of the box is the mug on?", where(the("mug"), the("box"), axis=P.LEFT_OF)),
)

SAME = (
    ("Are the mug and the box the same height?", same(S.HEIGHT, the("mug"), the("box"))),
    ("Are the two boxes the same height?", same(S.HEIGHT, all_the("box", 2))),
    ("Is the mug as tall as the box?", same(S.HEIGHT, the("mug"), the("box"))),
    ("Is the mug just as wide as the bowl?", same(S.WIDTH, the("mug"), the("bowl"))),
    ("Are the bowl and the plate equally wide?", same(S.WIDTH, the("bowl"), the("plate"))),
    ("Do the can and the jar have the same width?", same(S.WIDTH, the("can"), the("jar"))),
    ("Does the can have the same height as the jar?", same(S.HEIGHT, the("can"), the("jar"))),
    ("Are the can and the jar of equal size?", same(S.VOLUME, the("can"), the("jar"))),
    ("Is the can the same size as the jar?", same(S.VOLUME, the("can"), the("jar"))),
    ("Are both lamps equally tall?", same(S.HEIGHT, all_the("lamp", 2))),
    ("Are the pen and the pencil the same length?", same(S.LENGTH, the("pen"), the("pencil"))),
    ("Is the shelf as deep as the cabinet?", same(S.DEPTH, the("shelf"), the("cabinet"))),
    ("Is the height of the can the same as that of the jar?", same(S.HEIGHT, the("can"), the("jar"))),
    ("Are Region [0] and Region [1] the same height?", same(S.HEIGHT, region(0), region(1))),
    ("Is the red box exactly as big as the blue box?", same(S.VOLUME, the("red box"), the("blue box"))),
)

NUMBERS = (
    ("Are there more cups than bowls?", more(a("cup"), a("bowl"))),
    ("Are there fewer cans than jars on the shelf?", more(a("can"), a("jar"), P.ON, the("shelf"), fewer=True)),
    ("Are there more boxes on the table than mugs?", more(a("box"), a("mug"), P.ON, the("table"))),
    ("Do you see more chairs than tables?", more(a("chair"), a("table"))),
    ("Is the number of cans greater than the number of jars?", more(a("can"), a("jar"))),
    ("Are there more red boxes than blue boxes?", more(a("red box"), a("blue box"))),
    ("Are there at least three mugs?", exists(some("mug", 3))),
    ("Are there more than two boxes on the table?", exists(some("box", 3), P.ON, the("table"))),
    ("Are there fewer than three boxes on the table?", exists(some("box", 3), P.ON, the("table"), no=True)),
    ("Are there at most two chairs?", exists(some("chair", 3), no=True)),
    ("Are there three mugs on the table?", exists(some("mug", 3), P.ON, the("table"))),
    ("Can you see at least two bottles?", exists(some("bottle", 2))),
    ("Are more than five objects on the table?", exists(some("object", 6), P.ON, the("table"))),
    ("Is there more than one mug?", exists(some("mug", 2))),
    ("Are there over ten cans on the shelf?", exists(some("can", 11), P.ON, the("shelf"))),
)

ORDER = (
    ("List the objects from left to right.", order(P.LEFT_OF)),
    ("List the boxes on the table from right to left.", order(P.RIGHT_OF, that(some("box"), P.ON, the("table")))),
    ("What is the order of the mugs from left to right?", order(P.LEFT_OF, some("mug"))),
    ("Sort the boxes by height.", order(P.TALLER, some("box"))),
    ("Sort the boxes by height in ascending order.", order(P.SHORTER, some("box"))),
    ("Rank the bottles from tallest to shortest.", order(P.TALLER, some("bottle"))),
    ("Name the chairs from smallest to biggest.", order(P.SMALLER, some("chair"))),
    (
        "Order the mug, the bowl and the can by distance from me.",
        order(P.NEAR, the("mug"), the("bowl"), the("can"), by=(ME,)),
    ),
    ("Order the objects by distance to the door.", order(P.NEAR, by=(the("door"),))),
    ("Tell me the objects from nearest to farthest.", order(P.NEAR, by=(ME,))),
    ("List all objects from front to back.", order(P.IN_FRONT_OF)),
    ("Name the objects on the shelf from top to bottom.", order(P.ABOVE, that(some("object"), P.ON, the("shelf")))),
    ("Arrange the boxes in order of width.", order(P.WIDER, some("box"))),
    ("Sort everything by size.", order(P.BIGGER)),
    (
        "Put the can, the jar and the mug in order from widest to narrowest.",
        order(P.WIDER, the("can"), the("jar"), the("mug")),
    ),
)

LIMITS = (
    ("Is the mug within 30 cm of the box?", limited(rel(the("mug"), P.NEAR, the("box")), 0.3, "cm")),
    ("Is the mug less than a metre away?", limited(rel(the("mug"), P.NEAR, ME), 1.0, "m")),
    (
        "Is the chair more than two metres from the table?",
        limited(rel(the("chair"), P.NEAR, the("table"), no=True), 2.0, "m"),
    ),
    ("Are the mug and the box less than 10 cm apart?", limited(rel(the("mug"), P.NEAR, the("box")), 0.1, "cm")),
    ("Are the two mugs within 5 inches of each other?", limited(rel(all_the("mug", 2), P.NEAR), 0.127, "in")),
    (
        "Is the gap between the cup and the bowl bigger than 10 cm?",
        limited(rel(the("cup"), P.NEAR, the("bowl"), no=True), 0.1, "cm"),
    ),
    (
        "Is the mug within half a foot of the edge of the table?",
        edge_of(limited(rel(the("mug"), P.NEAR, the("table")), 0.1524, "ft")),
    ),
    ("Is the glass less than 5 cm from the edge?", edge_of(limited(rel(the("glass"), P.NEAR), 0.05, "cm"))),
    ("Is the box taller than 30 cm?", limited(rel(the("box"), P.TALLER), 0.3, "cm")),
    ("Is the doorway at least 80 cm wide?", limited(rel(the("doorway"), P.WIDER), 0.8, "cm")),
    ("Is the stool under 50 cm tall?", limited(rel(the("stool"), P.SHORTER), 0.5, "cm")),
    ("Is the height of the box more than 12 inches?", limited(rel(the("box"), P.TALLER), 0.3048, "in")),
    ("Is the sofa longer than two metres?", limited(rel(the("sofa"), P.BIGGER, dimension=S.LENGTH), 2.0, "m")),
    ("Is the lamp at least 30 cm above the table?", limited(rel(the("lamp"), P.ABOVE, the("table")), 0.3, "cm")),
    ("Is the mug more than 10 cm to the left of the box?", limited(rel(the("mug"), P.LEFT_OF, the("box")), 0.1, "cm")),
    ("Which objects are within 30 cm of the mug?", limited(what(P.NEAR, the("mug")), 0.3)),
    ("How many boxes are taller than 20 cm?", limited(count(a("box"), P.TALLER), 0.2)),
    ("How many objects are more than 1 m away from me?", limited(count(ANY, P.NEAR, ME, no=True), 1.0)),
    (
        "Is there anything within 10 cm of the edge of the table?",
        edge_of(limited(exists(ANY, P.NEAR, the("table")), 0.1)),
    ),
    ("How tall is the box within 50 cm of the mug?", size(that(the("box"), P.NEAR, the("mug"), limit_m=0.5), S.HEIGHT)),
)

UNITS = (
    ("How far is the mug from the box in metres?", dist(the("mug"), the("box"), unit="m")),
    ("How far is the mug from the box in cm?", dist(the("mug"), the("box"), unit="cm")),
    ("How many millimetres is the mug from the box?", dist(the("mug"), the("box"), unit="mm")),
    ("In inches, how far is the mug from the box?", dist(the("mug"), the("box"), unit="in")),
    ("How many feet away is the door?", dist(the("door"), ME, unit="ft")),
    ("how wide is the bowl? mm please", size(the("bowl"), S.WIDTH, "mm")),
    ("How tall is the box, in inches?", size(the("box"), S.HEIGHT, "in")),
    ("What is the width of the table in feet?", size(the("table"), S.WIDTH, "ft")),
    ("How many centimetres tall is the can?", size(the("can"), S.HEIGHT, "cm")),
    ("Give me the length of the pen in millimeters.", size(the("pen"), S.LENGTH, "mm")),
    ("How close is the glass to the edge in inches?", dist(the("glass"), None, D.EDGE, "in")),
    ("How much taller is the can than the jar in cm?", differ(the("can"), the("jar"), S.HEIGHT, P.TALLER, "cm")),
    (
        "What is the vertical distance between the lamp and the table in feet?",
        dist(the("lamp"), the("table"), D.VERTICAL, "ft"),
    ),
    ("How far to the left of the bowl is the can in inches?", how_far(the("can"), P.LEFT_OF, the("bowl"), "in")),
    ("How many inches from the book to the bottle?", dist(the("book"), the("bottle"), unit="in")),
)

RANKS = (
    ("Which object is second from the right?", about(led(the("object"), "2. rightmost"))),
    ("Which mug is the second closest to me?", about(led(the("mug"), "2. nearest", ME))),
    ("What colour is the third box from the left?", about(led(the("box"), "3. leftmost"))),
    ("How wide is the second tallest bottle?", size(led(the("bottle"), "2. tallest"), S.WIDTH)),
    ("How many books are on the second shelf from the top?", count(a("book"), P.ON, led(the("shelf"), "2. highest"))),
    ("Which of the three boxes is the tallest?", most(P.TALLER, some("box", 3))),
    ("How tall is the leftmost mug?", size(the("leftmost mug"), S.HEIGHT)),
    ("Is the leftmost mug taller than the rightmost one?", rel(the("leftmost mug"), P.TALLER, the("rightmost mug"))),
    ("Is the mug the closest object to the box?", rel(the("mug"), P.NEAR, the("box"), all_the("object"))),
    ("Is the mug the tallest object?", rel(the("mug"), P.TALLER, all_the("object"))),
    ("Which mug is in the middle?", about(the("middle mug"))),
    ("Where is the biggest box on the table?", where(that(the("biggest box"), P.ON, the("table")))),
    ("Which one is the lowest of the boxes?", most(P.BELOW, a("box"))),
    ("Is there a wider box than the red one?", exists(a("box"), P.WIDER, the("red box"))),
    ("How far is the mug from the nearest box?", dist(the("mug"), led(the("box"), "nearest", the("mug")))),
    ("Which bottle is the widest of the lot?", most(P.WIDER, a("bottle"))),
)

HOLDING = (
    ("How tall is the box with the can on it?", size(holding(the("box"), P.ON, the("can")), S.HEIGHT)),
    (
        "Is the mug left of the bowl with the spoon in it?",
        rel(the("mug"), P.LEFT_OF, holding(the("bowl"), P.INSIDE, the("spoon"))),
    ),
    ("Which bowl has the spoon in it?", holder(a("bowl"), P.INSIDE, the("spoon"))),
    ("Which box is the spoon in?", holder(a("box"), P.INSIDE, the("spoon"))),
    ("On which shelf is the clock?", holder(a("shelf"), P.ON, the("clock"))),
    ("Where is the tray with the glasses on it?", where(holding(the("tray"), P.ON, all_the("glass")))),
    ("How far is the cup from the box with a lid on it?", dist(the("cup"), holding(the("box"), P.ON, a("lid")))),
    ("What is behind the box with the mug inside it?", what(P.BEHIND, holding(the("box"), P.INSIDE, the("mug")))),
    (
        "Is that mug smaller than the bowl next to it?",
        rel(the("mug"), P.SMALLER, that(the("bowl"), P.NEAR, the("mug"))),
    ),
    ("Is the can taller than the jar behind it?", rel(the("can"), P.TALLER, that(the("jar"), P.BEHIND, the("can")))),
    (
        "The chair by the door, is it left of the table?",
        rel(that(the("chair"), P.NEAR, the("door")), P.LEFT_OF, the("table")),
    ),
    ("The red mug: how tall is it?", size(the("red mug"), S.HEIGHT)),
    (
        "The bottle on the shelf - how far is it from the mug?",
        dist(that(the("bottle"), P.ON, the("shelf")), the("mug")),
    ),
    (
        "How wide is the shelf without the books on it?",
        size(that(the("shelf"), P.ON, all_the("book"), no=True, swapped=True), S.WIDTH),
    ),
    ("How many bowls have a spoon in them?", count(holding(a("bowl"), P.INSIDE, a("spoon")))),
)

MISSPELT = (
    ("wich box is taller, the red or the blue?", which(P.TALLER, the("red box"), the("blue box"))),
    ("waht is on teh table?", what(P.ON, the("table"))),
    ("How fra is the mug from the box?", dist(the("mug"), the("box"))),
    ("What is the distence between the mug and the box?", dist(the("mug"), the("box"))),
    ("Is the mug betwen the box and the bowl?", rel(the("mug"), P.BETWEEN, the("box"), the("bowl"))),
    ("Is the mug bihind the box?", rel(the("mug"), P.BEHIND, the("box"))),
    ("Is the mug to the leftt of the box?", rel(the("mug"), P.LEFT_OF, the("box"))),
    ("Whcih object is closest to the mug?", nearest(a("object"), the("mug"))),
    ("What is the heigth of the can?", size(the("can"), S.HEIGHT)),
    ("How mnay boxes are there?", count(a("box"))),
    ("Is the mug tallar than the box?", rel(the("mug"), P.TALLER, the("box"))),
    ("Wher is the mug?", where(the("mug"))),
    ("What is the widht of the bowl in cm?", size(the("bowl"), S.WIDTH, "cm")),
    ("Is the mug abvoe the shelf?", rel(the("mug"), P.ABOVE, the("shelf"))),
    ("whats infront of the box", what(P.IN_FRONT_OF, the("box"))),
    ("Is their a mug on the table?", exists(a("mug"), P.ON, the("table"))),
)

CATEGORIES = {
    "choice": CHOICE,
    "negation": NEGATION,
    "both and all": BOTH,
    "which place": WHICH_PLACE,
    "same": SAME,
    "numbers": NUMBERS,
    "order": ORDER,
    "limits": LIMITS,
    "units": UNITS,
    "ranks": RANKS,
    "told by what it holds": HOLDING,
    "misspelt": MISSPELT,
}
