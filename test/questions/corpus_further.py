"""More of what round 6 brought up, with the query each sentence means; None: it must not be read at all."""

from __future__ import annotations

from meanings import ANY, P, a, about, all_the, exists, led, most, nearest, rel, such, that, the, what, which

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

CATEGORIES = {
    "which is asked for": WHICH_IS_ASKED_FOR,
}
