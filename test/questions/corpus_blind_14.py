"""120 sentences by one who knew nothing of the grammar, as written, with the query each means; round 14, all sorts of people.

None: asks for nothing that is in a scene. UNSUPPORTED: no typed query says this (which shelf holds the most, about so far,
halfway, above a height that is told before). Before the grammar was changed for them: 58 right, 10 of these by being refused,
58 not understood, 4 read as another query. Of these one was answered wrongly ("how much lower is the stool than the table"
between the middle of the stool and the top of the table; now between their tops), one as unknown where "no" was meant
("anything red on the floor?", with nothing red in view), one finds nothing ("the charging box" is taken as a name, as "the
reading lamp" still is), and one tells which way the second tallest bottle is, where which one it is was meant ("point me to",
which round 4 meant so). "Off the ground" is measured to the middle of a thing; of a lamp its underside was meant.
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
    beneath,
    bottom,
    but,
    clock,
    close,
    count,
    differ,
    dist,
    either,
    exists,
    fits,
    holding,
    how_far,
    lateral,
    led,
    limited,
    more,
    most,
    nearest,
    nearest_edge,
    order,
    pair,
    rel,
    size,
    some,
    that,
    the,
    together,
    top,
    what,
    where,
    which,
    which_edge,
    words,
)

from spatialgeo_ros.types import Query

UNSUPPORTED = "no typed query says this"
TABLE, SHELF = the("table"), the("shelf")

WHETHER = (
    ("Is the red mug to the left of the bowl or not?", rel(the("red mug"), P.LEFT_OF, the("bowl"))),
    ("hey robot is my blue ball behind the chair", rel(the("blue ball"), P.BEHIND, the("chair"))),
    ("The blue book, is it lying between the lamp and the vase?", rel(the("blue book"), P.BETWEEN, the("lamp"), the("vase"))),
    ("Do the two mugs touch each other?", rel(all_the("mug", 2), P.TOUCHING)),
    (
        "My remote is gone, but never mind. Is my reading lamp still on the little table?",
        rel(the("reading lamp"), P.ON, the("small table")),
    ),
    ("Mommy says my ball is under the chair, is that true?", rel(the("ball"), P.BELOW, the("chair"))),
    ("Does the white bowl sit higher than the lamp?", rel(the("white bowl"), P.ABOVE, the("lamp"))),
    ("Does the lamp stand farther back than the bottle does?", rel(the("lamp"), P.BEHIND, the("bottle"))),
    ("Is the can standing right beside the plate?", rel(the("can"), P.NEAR, the("plate"))),
    ("Are both of the lamps on the table?", rel(all_the("lamp", 2), P.ON, TABLE)),
    ("are all the books on the shelf or did somebody leave one out", rel(all_the("book"), P.ON, SHELF)),
    ("do any of the mugs sit on a book", rel(some("mug"), P.ON, a("book"))),
    ("I'd like to know if the laptop is bigger than the book.", rel(the("laptop"), P.BIGGER, the("book"))),
    (
        "Isn't the green mug the one nearest the lamp?",
        rel(the("green mug"), P.NEAR, the("lamp"), all_the("mug")),
    ),
    ("Is the mug neither on the table nor on the shelf?", replace(
        rel(the("mug"), P.ON, TABLE, no=True), also=(words("object", relation=P.ON, of=(SHELF,), negated=True),)
    )),
    (
        "Is the distance from the mug to the book greater than that from the mug to the box?",
        rel(the("book"), P.NEAR, the("mug"), the("box"), farthest=True),
    ),
    (
        "Is the box with the book on it wider than the box with nothing on it?",
        rel(
            holding(the("box"), P.ON, the("book")),
            P.WIDER,
            replace(holding(the("box"), P.ON, ANY), negated=True),
        ),
    ),
    (
        "the book on the stool by the cabinet is it thicker than the one on the floor",
        rel(
            that(the("book"), P.ON, that(the("stool"), P.NEAR, the("cabinet"))),
            P.BIGGER,
            that(the("book"), P.ON, the("floor")),
            dimension=S.THICKNESS,
        ),
    ),
    ("Does the vase stand halfway from the lamp to the wall?", UNSUPPORTED),
)

LIMITS = (
    (
        "Confirm: pallet box, brown, clear of the wall by at least one foot.",
        limited(rel(the("brown pallet box"), P.NEAR, the("wall"), no=True), 0.3048, "ft"),
    ),
    ("Is any of the chairs closer than two meters from you?", limited(rel(some("chair"), P.NEAR, ME), 2.0, "m")),
    ("robot, grab list: all objs within 50 cm of the basket", limited(what(P.NEAR, the("basket")), 0.5)),
    ("I have a hook at five feet. Is the top of the cabinet above that?", UNSUPPORTED),
    ("Is the bowl about a hand's width, say 10 centimetres, from the bottle?", UNSUPPORTED),
    ("Is my gripper, opening 8 cm, wide enough for the can?", limited(rel(the("can"), P.THINNER), 0.08, "cm")),
)

FITTING = (
    ("can the ball go in the basket", fits(the("ball"), P.INSIDE, the("basket"))),
    (
        "Could the blue box be slid in between the pot and the jar without touching either?",
        fits(the("blue box"), P.BETWEEN, the("pot"), the("jar")),
    ),
    (
        "Would the tall bottle stand upright inside the white box?",
        fits(the("tall bottle"), P.INSIDE, the("white box"), upright=True),
    ),
)

DISTANCES = (
    ("Gap between the two green boxes, in inches please.", dist(all_the("green box", 2), None, unit="in")),
    ("dist mug to bowl horiz only cm", dist(the("mug"), the("bowl"), D.HORIZONTAL, "cm")),
    ("How far up off the ground is the lamp?", how_far(bottom(the("lamp")), P.ABOVE, the("ground"))),
    (
        "Return the Euclidean distance between the centroid of the pan and the centroid of the pot.",
        dist(the("pan"), the("pot"), D.CENTRE),
    ),
    (
        "What is the vertical offset between the top of the bottle and the top of the jar?",
        dist(top(the("bottle")), top(the("jar")), D.VERTICAL),
    ),
    (
        "If I walk straight from the chair to the cabinet, how many meters is that?",
        dist(the("chair"), the("cabinet"), unit="m"),
    ),
    (
        "How close to falling off is the plate, I mean how many centimetres to the table edge?",
        dist(the("plate"), TABLE, D.EDGE, "cm"),
    ),
    ("From the chair to the wall, how much free room is left?", dist(the("chair"), the("wall"))),
    (
        "How much lower is the stool than the table?",
        how_far(top(the("stool")), P.BELOW, TABLE),
    ),
    (
        "Query: min clearance, stool to nearest furniture item.",
        dist(the("stool"), led(the("furniture"), "nearest", the("stool"))),
    ),
    (
        "I would need the height difference of table and cabinet, in centimetre.",
        dist(TABLE, the("cabinet"), D.VERTICAL, "cm"),
    ),
    (
        "How far is it from the thing the lamp stands on to the wall?",
        dist(beneath(the("lamp")), the("wall")),
    ),
    (
        "What is the distance between the mug on the left and the mug on the right?",
        dist(the("leftmost mug"), the("rightmost mug")),
    ),
    ("How far apart are the lamp and the vase measured only sideways?", lateral(the("lamp"), the("vase"))),
    (
        "how far down is it from the top shelf to the basket underneath",
        how_far(the("basket"), P.BELOW, the("highest shelf")),
    ),
)

SIZES = (
    ("how tall is that yellow vase over there", size(the("yellow vase"), S.HEIGHT)),
    (
        "By how much is the red bottle taller than the green one?",
        differ(the("red bottle"), the("green bottle"), S.HEIGHT, P.TALLER),
    ),
    ("How wide would you say the cabinet is, in feet?", size(the("cabinet"), S.WIDTH, "ft")),
    ("Tell me the girth, sorry, the width of the yellow pan.", size(the("yellow pan"), S.WIDTH)),
    ("The jar that is on the cabinet: how tall is it?", size(that(the("jar"), P.ON, the("cabinet")), S.HEIGHT)),
    (
        "How many inches taller than the mug is the bottle next to it?",
        differ(that(the("bottle"), P.NEAR, the("mug")), the("mug"), S.HEIGHT, P.TALLER, "in"),
    ),
    ("I want to put the lamp on the shelf. The shelf, how deep is it?", size(SHELF, S.DEPTH)),
    ("Box behind box blue, how much tall?", size(that(the("box"), P.BEHIND, the("blue box")), S.HEIGHT)),
    ("What are the dimensions of the brown box?", size(the("brown box"), S.LENGTH)),
)

CHOICES = (
    ("Which sits closer to the lamp, the jar or the can?", which(P.NEAR, the("jar"), the("can"), of=(the("lamp"),))),
    (
        "Please to say me, the chair is at left or at right of the table?",
        where(the("chair"), TABLE, axis=P.LEFT_OF),
    ),
    ("Which one's nearer to me, the stool or the basket?", which(P.NEAR, the("stool"), the("basket"), of=(ME,))),
    ("Out of the red block and the blue block, which one is thinner?", which(P.THINNER, the("red block"), the("blue block"))),
    (
        "Where's the bowl at, on the table or in the cabinet?",
        either(the("bowl"), (P.ON, TABLE), (P.INSIDE, the("cabinet"))),
    ),
    (
        "which is further away from the wall the vase or the lamp",
        which(P.NEAR, the("vase"), the("lamp"), of=(the("wall"),), farthest=True),
    ),
    (
        "Blue cup, I mean the blue mug, left or right of the can?",
        where(the("blue mug"), the("can"), axis=P.LEFT_OF),
    ),
    (
        "The plate's on the table, but is it nearer the left end or the right end of it?",
        which_edge(the("plate"), TABLE, axis=P.LEFT_OF),
    ),
    (
        "Compare lamp-to-wall with lamp-to-cabinet; which is shorter?",
        which(P.NEAR, the("wall"), the("cabinet"), of=(the("lamp"),)),
    ),
    # on one floor the lower one is the less tall
    (
        "I am looking for something to step on. Which is lower, the stool or the chair?",
        which(P.BELOW, the("stool"), the("chair")),
    ),
    (
        "Say whether the white jar is in front of, behind or beside the pan.",
        either(the("white jar"), (P.IN_FRONT_OF, the("pan")), (P.BEHIND, the("pan")), (P.NEAR, the("pan"))),
    ),
)

DIRECTIONS = (
    ("At what o'clock do I find the green bottle?", clock(ME, the("green bottle"))),
    ("In which direction from the lamp does the book lie?", clock(the("lamp"), the("book"))),
    ("Give me the bearing to the charging box, the grey one, as a clock hour.", clock(ME, the("grey charging box"))),
    ("What lies straight ahead of you at twelve o'clock?", replace(what(None), hour=12)),
)

COUNTS = (
    ("How many bottles have we got on the shelf?", count(a("bottle"), P.ON, SHELF)),
    (
        "Is there more stuff on the table than on the shelf?",
        more(that(ANY, P.ON, TABLE), that(ANY, P.ON, SHELF)),
    ),
    ("how many balls can you see that arent red", count(but(a("ball"), a("red object")))),
    (
        "How many things are there to the right of the lamp but left of the vase?",
        count(that(that(ANY, P.RIGHT_OF, the("lamp")), P.LEFT_OF, the("vase"))),
    ),
    ("Which shelf holds the most cans?", UNSUPPORTED),
    ("Are there fewer mugs than bowls here?", more(a("mug"), a("bowl"), fewer=True)),
    (
        "Count everything that's either on the shelf or in the cabinet.",
        together(that(ANY, P.ON, SHELF), that(ANY, P.INSIDE, the("cabinet"))),
    ),
    ("If you please, how many chairs stand around the table?", count(a("chair"), P.NEAR, TABLE)),
)

LEADERS = (
    ("Point me to the second tallest bottle.", about(led(the("bottle"), "2. tallest"))),
    ("whats the biggest thing in here", most(P.BIGGER)),
    ("leftmost can on shelf", most(P.LEFT_OF, that(a("can"), P.ON, SHELF))),
    ("Among the mugs, which has the least distance to the table's edge?", nearest_edge(a("mug"), TABLE)),
    ("the third book from the left, what color", about(led(the("book"), "3. leftmost"))),
    (
        "What would I bump into first if I reached to the left from the mug?",
        nearest(that(ANY, P.LEFT_OF, the("mug")), the("mug")),
    ),
    ("Find me the smallest box that is not inside anything.", most(P.SMALLER, that(a("box"), P.INSIDE, ANY, no=True))),
    ("Which two objects are the closest to each other?", pair(ANY)),
    ("Which of the three vases is in the middle?", about(the("middle vase"))),
    ("teddy wants to know which ball is the littlest", most(P.SMALLER, a("ball"))),
    ("Rank the bottles by height, shortest one first.", order(P.SHORTER, some("bottle"))),
    ("Which chair, seen from here, is the farthest one back?", most(P.BEHIND, a("chair"))),
    ("Two cans, one plate: which can is the one farther from the plate?", nearest(a("can"), the("plate"), farthest=True)),
)

WHERE = (
    ("Would you be so kind as to tell me where I have put my book?", where(the("book"))),
    ("uh where did the the green can go", where(the("green can"))),
    (
        "Kindly inform about the position of white plate with respect to brown basket.",
        where(the("white plate"), the("brown basket")),
    ),
    (
        "Where abouts is the jar, you know, the one beside the yellow bowl?",
        where(that(the("jar"), P.NEAR, the("yellow bowl"))),
    ),
)

WHAT = (
    ("What's the thing on top of the cabinet?", what(P.ON, the("cabinet"))),
    (
        "Name whatever is standing immediately to the right of the white plate.",
        close(P.RIGHT_OF, the("white plate")),
    ),
    (
        "mug next to the box behind the bowl what color is it",
        about(that(the("mug"), P.NEAR, that(the("box"), P.BEHIND, the("bowl")))),
    ),
    ("Which of the boxes isn't on the floor?", what(P.ON, the("floor"), subject=a("box"), no=True)),
    ("List all cans left of the orange box.", what(P.LEFT_OF, the("orange box"), subject=a("can"))),
    (
        "What do you see in front of the cabinet, other than the chair?",
        what(P.IN_FRONT_OF, the("cabinet"), subject=but(ANY, the("chair"))),
    ),
    ("What's that thing that's between the two bottles?", what(P.BETWEEN, all_the("bottle", 2))),
    ("Which objects are not touching the wall?", what(P.TOUCHING, the("wall"), no=True)),
    ("So what is sitting under the table, if anything?", what(P.BELOW, TABLE)),
    ("what have you got in the basket there", what(P.INSIDE, the("basket"))),
    (
        "What can be found on the same surface as the red pot?",
        what(P.ON, beneath(the("red pot")), subject=but(ANY, the("red pot"))),
    ),
    ("Except for the mugs, what else is on that table?", what(P.ON, TABLE, subject=but(ANY, all_the("mug")))),
    ("Any idea what's leaning up against the wall?", what(P.TOUCHING, the("wall"))),
)

EXISTENCE = (
    ("Is anything inside the black pot?", exists(ANY, P.INSIDE, the("black pot"))),
    ("nothing is on the stool right", exists(ANY, P.ON, the("stool"), no=True)),
    ("Anything red on the floor?", exists(a("red object"), P.ON, the("floor"))),
    ("Does anything separate the bottle from the jar?", exists(ANY, P.BETWEEN, the("bottle"), the("jar"))),
    ("Can you see the blue block from there or is it not in view?", exists(the("blue block"))),
)

REFUSED = (
    ("I can't see so well anymore, dear. Is that jar on the table glass or plastic?", None),
    ("Wo steht die rote Tasse?", None),
    ("Do you think the purple vase is prettier than the white one?", None),
    ("How much would that vase cost me?", None),
    ("Is this bowl happy today?", None),
    ("Is the pan wooden or is it metal?", None),
    ("flurb the mug glonk beside wibble?", None),
    ("Who wrote the book on the table?", None),
    ("How heavy is the black pan, roughly?", None),
    ("Should I buy a new lamp?", None),
)

CATEGORIES: dict[str, tuple[tuple[str, Query | str | None], ...]] = {
    "whether": WHETHER,
    "limits": LIMITS,
    "fitting": FITTING,
    "distances": DISTANCES,
    "sizes": SIZES,
    "choices": CHOICES,
    "directions": DIRECTIONS,
    "counts": COUNTS,
    "leaders": LEADERS,
    "where": WHERE,
    "what": WHAT,
    "existence": EXISTENCE,
    "refused": REFUSED,
}
