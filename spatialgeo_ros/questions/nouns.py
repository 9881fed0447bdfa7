"""Nouns understood without being told. Words of one line may mean the same thing; the first is the usual label.

A scene that holds two labels of one line keeps them apart: "cup" is then no "mug" (`Vocabulary.match`).
"""

from __future__ import annotations

SYNONYMS = """
mug, cup, coffee mug, coffee cup, teacup, tea cup, tea mug
glass, drinking glass, water glass, tumbler
wine glass, goblet
bottle, flask, water bottle, plastic bottle, glass bottle
can, tin, tin can, drink can, soda can
box, carton, package, packet, parcel, cardboard box
crate, bin box
bowl, dish, basin
plate, dish, saucer
jug, pitcher, carafe
pot, saucepan, cooking pot, casserole
pan, frying pan, skillet
kettle, electric kettle
teapot, tea pot
toaster
microwave, microwave oven
oven, stove
fridge, refrigerator
sink, washbasin
tray
jar, glass jar
lid, cap
spoon, teaspoon, tablespoon, ladle
fork
knife, kitchen knife
spatula, turner
chopping board, cutting board
sponge, cleaning sponge
towel, cloth, rag
napkin, tissue, serviette
apple
banana
orange, tangerine, mandarin
lemon
lime
pear
peach
plum
strawberry
carrot
tomato
potato
onion
broccoli
bread, loaf
sandwich
pizza
donut, doughnut
cake
egg
hot dog
book, paperback, hardback
notebook, note book, notepad
magazine, journal
newspaper
paper, sheet, sheet of paper
card, postcard, business card
envelope, letter
folder, binder
pen, biro, ballpoint
pencil
marker, felt tip, large marker
eraser, rubber
ruler
scissors
stapler
tape, adhesive tape, tape roll
glue, glue stick
calculator
laptop, notebook computer
computer, pc
monitor, screen, display, computer monitor
keyboard, computer keyboard
mouse, computer mouse
phone, cell phone, mobile phone, mobile, smartphone, telephone, cellphone
tablet, ipad
remote, remote control
tv, television, telly
speaker, loudspeaker
headphones, headset
charger, power supply
cable, cord, wire
usb stick, flash drive
lamp, desk lamp, table lamp
lampshade, lamp shade
light, lamp
light bulb, bulb
clock, alarm clock, wall clock
watch, wristwatch
vase, flower vase
cactus
fern
orchid
plant, potted plant, flower pot, houseplant, pot plant
flower
candle
picture, painting, picture frame, photo frame
mirror
basket, laundry basket, washing basket, hamper
bin, trash can, garbage can, wastebasket, waste bin, rubbish bin, dustbin
bucket, pail, mop bucket
broom
mop
bag, handbag, shopping bag, paper bag, plastic bag, purse
backpack, rucksack
suitcase, trunk
wallet
key
umbrella
hat, cap
shoe, sneaker, boot, trainer
sock
shirt, t shirt
glove
tie, necktie
eyeglasses, spectacles, sunglasses
chair, office chair, armchair, seat
stool, bar stool
sofa, couch, settee
bed
pillow, cushion
blanket
cabinet, cupboard, wardrobe
drawer, chest of drawers, dresser
bookcase, bookshelf
door
window
windowsill, window sill
wall
ceiling
curtain
rug, carpet, mat
fan
fireplace, hearth
heater, radiator
toy, toy figure, figurine
doll
teddy bear, teddy, stuffed animal
ball, sports ball, tennis ball, football
cube, block, wood block, wooden block, foam brick, brick
cone, traffic cone
dice, die
puzzle
frisbee
basketball
drill, power drill
hammer
screwdriver
wrench, spanner
pliers
clamp, large clamp, extra large clamp
saw, hand saw
screw
nail
nut
bolt
battery
tape measure
first aid kit
toolbox, tool box
flashlight, torch
brush, paint brush, paintbrush
toothbrush
toothpaste
hairbrush
comb
hair dryer, hairdryer
soap
shampoo, shampoo bottle
detergent, bleach, bleach bottle, bleach cleanser, cleanser
spray bottle, spray
toilet
toilet paper
person, human, man, woman, guy
child, kid, boy, girl
hand
cat
dog
bird
bicycle, bike
car, toy car
truck
skateboard
robot arm, manipulator, gripper
tin opener, can opener
bottle opener
corkscrew
thermos, thermos flask
salt shaker, pepper shaker, shaker
pallet
hand truck, trolley
tube
barrel, drum
post
stick
stone, rock
"""

# Things named after what they hold: "the mustard" may be the mustard bottle, "the can of soup" the soup can.
CONTENTS = (
    "mustard",
    "ketchup",
    "soup",
    "tomato soup",
    "coffee",
    "tea",
    "sugar",
    "salt",
    "pepper",
    "milk",
    "juice",
    "water",
    "wine",
    "beer",
    "soda",
    "cola",
    "cracker",
    "cereal",
    "spam",
    "meat",
    "potted meat",
    "tuna",
    "tuna fish",
    "fish",
    "pudding",
    "gelatin",
    "jam",
    "honey",
    "oil",
    "vinegar",
    "rice",
    "pasta",
    "flour",
    "yoghurt",
    "cheese",
    "butter",
    "chip",
    "sauce",
    "tomato sauce",
    "bleach",
    "cleaner",
    "cookie",
    "biscuit",
    "soap",
    "shampoo",
    "flower",
    "paper",
    "match",
    "bean",
    "corn",
    "nut",
    "pill",
    "paint",
    "glue",
)
CONTAINERS = (
    "bottle",
    "can",
    "tin",
    "box",
    "carton",
    "package",
    "packet",
    "jar",
    "cup",
    "mug",
    "glass",
    "bowl",
    "jug",
    "bag",
    "pot",
    "tube",
    "shaker",
    "plate",
    "bucket",
    "basket",
    "tray",
    "vase",
    "pitcher",
    "crate",
    "pack",
)
MASTER_NAMES = (
    "master chef can",
    "product box",
    "paper cup",
    "plastic cup",
    "pepper can",
    "storage box",
    "tissue box",
    "shoe box",
    "tool box",
    "lunch box",
    "pencil case",
    "cup holder",
    "book end",
    "bookend",
    "coaster",
)

# What stands under things. Words of one line may mean the same surface; "surface" is any of them.
SUPPORTS = """
table, desk, tabletop, table top, desktop, counter, countertop, counter top, worktop, workbench, bench, dining table,
coffee table, kitchen table, side table
floor, ground
shelf, shelf board, rack, board, bookshelf
sideboard, dresser, cabinet
surface, support, plane
"""

KINDS_OF = {
    "fruit": ("apple", "banana", "orange", "lemon", "lime", "pear", "peach", "plum", "strawberry"),
    "vegetable": ("carrot", "tomato", "potato", "onion", "broccoli"),
    "cutlery": ("fork", "knife", "spoon"),
    "furniture": ("chair", "stool", "sofa", "bed", "cabinet", "bookcase", "drawer"),
    "container": ("box", "can", "bottle", "bowl", "jar", "crate", "basket", "bucket", "jug"),
    "tool": ("drill", "hammer", "screwdriver", "wrench", "pliers", "clamp", "saw", "scissors"),
    "drinking vessel": ("mug", "cup", "glass"),
}

# What stands in a room so that other things stand by it: first words of the lines above.
FURNITURE = (
    "chair",
    "stool",
    "sofa",
    "bed",
    "cabinet",
    "bookcase",
    "table",
    "shelf",
    "sideboard",
    "fridge",
    "oven",
    "sink",
    "tv",
    "fireplace",
    "heater",
    "door",
    "window",
    "wall",
)

# Thin or thick, not narrow or wide: how far it is through them.
FLAT_THINGS = frozenset(
    """
book paperback hardback notebook notepad textbook workbook sketchbook cookbook diary dictionary encyclopedia atlas novel album
magazine journal newspaper comic catalogue catalog brochure pamphlet leaflet manual paper sheet card postcard envelope letter
folder binder tablet ipad phone smartphone calculator blanket rug carpet mat towel napkin cloth mattress coaster
""".split()
) | {"chopping board", "cutting board"}

# Shapes that an object nobody has named may be called by.
SHAPE_NOUNS = {
    "box": ("box",),
    "carton": ("box",),
    "cuboid": ("box",),
    "block": ("box",),
    "cube": ("box",),
    "can": ("cylinder", "can"),
    "tin": ("cylinder", "can"),
    "cylinder": ("cylinder",),
    "bottle": ("bottle", "cylinder"),
    "jar": ("cylinder",),
    "ball": ("ball",),
    "sphere": ("ball",),
    "bowl": ("bowl",),
    "plate": ("plate", "flat"),
    "cup": ("cup",),
    "mug": ("mug",),
    "book": ("book",),
    "card": ("flat",),
    "sheet": ("flat",),
}
