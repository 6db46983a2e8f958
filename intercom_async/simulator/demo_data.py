"""What is in the workspace ``demo``: a shop for bicycles and those who buy from it; none of them exists."""

from typing import Any, Final

#: Model, name, type and description.
ATTRIBUTES: Final = (
    ("contact", "bikes", "integer", "How many bicycles somebody bought"),
    ("contact", "newsletter", "boolean", "Whether somebody reads the newsletter"),
    ("company", "region", "string", "Where a company buys"),
)

TAGS: Final = ("VIP", "Wholesale", "Warranty", "Feedback", "Shipping")

#: Days ago, company_id, name, plan, monthly spend, size, industry and website.
COMPANIES: Final = (
    (118, "ie-01", "Liffey Couriers", "Fleet", 1840, 42, "Logistics", "https://liffey-couriers.example.com"),
    (109, "de-01", "Radwerk Leipzig", "Wholesale", 5200, 12, "Retail", "https://radwerk.example.com"),
    (97, "fr-01", "Vélo Nantais", "Wholesale", 3100, 7, "Retail", "https://velo-nantais.example.com"),
    (80, "us-01", "Cascade Trail Tours", "Fleet", 2650, 25, "Tourism", "https://cascade-tours.example.com"),
    (61, "jp-01", "Kamogawa Rentals", "Fleet", 990, 9, "Tourism", "https://kamogawa.example.com"),
    (33, "gb-01", "Peak District Hire", "Starter", 310, 4, "Tourism", "https://peak-hire.example.com"),
)

#: Days ago, external_id, name, e-mail, phone, company_id and tags.
USERS: Final[tuple[tuple[int, str, str, str, str, str, tuple[str, ...]], ...]] = (
    (117, "1001", "Aoife Brennan", "aoife@liffey-couriers.example.com", "+35315550101", "ie-01", ("VIP",)),
    (116, "1002", "Tomasz Nowak", "tomasz@liffey-couriers.example.com", "+35315550102", "ie-01", ()),
    (108, "1003", "Katrin Vogel", "katrin@radwerk.example.com", "+493415550103", "de-01", ("VIP", "Wholesale")),
    (104, "1004", "Jonas Becker", "jonas@radwerk.example.com", "+493415550104", "de-01", ("Wholesale",)),
    (96, "1005", "Élodie Martin", "elodie@velo-nantais.example.com", "+33255550105", "fr-01", ("Wholesale",)),
    (88, "1006", "Hugo Lefèvre", "hugo@velo-nantais.example.com", "+33255550106", "fr-01", ()),
    (79, "1007", "Maria Alvarez", "maria@cascade-tours.example.com", "+15035550107", "us-01", ("VIP",)),
    (74, "1008", "Devon Carter", "devon@cascade-tours.example.com", "+15035550108", "us-01", ()),
    (60, "1009", "Haruka Sato", "haruka@kamogawa.example.com", "+81755550109", "jp-01", ()),
    (55, "1010", "Kenji Mori", "kenji@kamogawa.example.com", "+81755550110", "jp-01", ("Feedback",)),
    (52, "1011", "Priya Raman", "priya.raman@mail.example.com", "+442055550111", "", ("Warranty",)),
    (47, "1012", "Samuel Okafor", "samuel.okafor@mail.example.com", "+442055550112", "", ()),
    (41, "1013", "Ingrid Solberg", "ingrid.solberg@mail.example.com", "+4722555113", "", ("Feedback",)),
    (38, "1014", "Luca Conti", "luca.conti@mail.example.com", "+390655550114", "", ()),
    (32, "1015", "Grace Whitfield", "grace@peak-hire.example.com", "+441335550115", "gb-01", ()),
    (27, "1016", "Noah Peters", "noah.peters@mail.example.com", "+31205550116", "", ("Shipping",)),
    (21, "1017", "Yara Haddad", "yara.haddad@mail.example.com", "+32255550117", "", ()),
    (15, "1018", "Mateus Lima", "mateus.lima@mail.example.com", "+55115550118", "", ("Shipping",)),
    (9, "1019", "Sofia Lindqvist", "sofia.lindqvist@mail.example.com", "+4685550119", "", ()),
    (3, "1020", "Ben Archer", "ben.archer@mail.example.com", "+61255550120", "", ()),
)

#: Days ago, a key, name and e-mail.
LEADS: Final[tuple[tuple[int, str, str | None, str | None], ...]] = (
    (28, "lead-1", "Clara Weiss", "clara.weiss@mail.example.com"),
    (14, "lead-2", "Omar Farouk", "omar.farouk@mail.example.com"),
    (6, "lead-3", None, "fleet@harbour-hotel.example.com"),
    (1, "lead-4", None, None),
)

#: Days ago, whom it is about and what it says.
NOTES: Final = (
    (100, "1003", "<p>Orders every spring; wants the price list in January.</p>"),
    (45, "1011", "<p>The frame was replaced under warranty, serial TR-2231.</p>"),
    (5, "lead-3", "<p>A hotel with forty rooms, asks for ten city bikes.</p>"),
)

#: A key, name, description and what it is in.
COLLECTIONS: Final = (
    ("orders", "Orders and delivery", "From the basket to your door", ""),
    ("returns", "Returns and refunds", "When something is not as it should be", "orders"),
    ("care", "Care and repair", "Keep your bicycle rolling", ""),
)

#: Days ago, collection, title, description, body and state.
ARTICLES: Final = (
    (108, "orders", "How long does delivery take?", "Times by country",
     "<p>Two to four working days in Europe, six to nine elsewhere. You get a link to follow the parcel.</p>",
     "published"),
    (107, "orders", "Paying by invoice", "For companies",
     "<p>Companies with a Wholesale plan pay within 30 days. Ask us for the form.</p>", "published"),
    (106, "returns", "Send something back", "Within 60 days",
     "<p>Write to us with your order number. We send a label, you hand the box in at any post office.</p>",
     "published"),
    (105, "returns", "When is my refund there?", "Three to five days",
     "<p>Once the parcel is with us it takes three to five working days, to the card that you paid with.</p>",
     "published"),
    (92, "care", "Adjust disc brakes that rub", "With one hex key",
     "<h2>What you need</h2><p>A 5 mm hex key.</p><h2>How</h2><p>Loosen both bolts, pull the lever, tighten them.</p>",
     "published"),
    (91, "care", "Which oil for which chain?", "Dry or wet",
     "<p>Dry lubricant for summer and gravel, wet lubricant for rain. Wipe off what is too much.</p>", "published"),
    (40, "care", "Charge the battery of an e-bike", "And store it in winter",
     "<p>Charge between 10 and 25 degrees. Store it half full.</p>", "published"),
    (4, "orders", "Rental fleets", "What we plan for next year", "<p>To be written with sales.</p>", "draft"),
)  # fmt: skip

#: What may follow in a conversation; the text of a snooze is days, of a rating a number.
STEPS: Final = ("customer", "ciaran", "ada", "note", "assign", "snooze", "rate", "close")

#: Days ago, who begins, with what, what follows, and tags.
CONVERSATIONS: Final[tuple[tuple[float, str, str, tuple[tuple[str, str], ...], tuple[str, ...]], ...]] = (
    (95, "1003", "Could we have the price list for next season?", (
        ("assign", ""), ("ciaran", "Of course, Katrin. It is attached; the e-bikes are on the last page."),
        ("customer", "Perfect, thank you."), ("close", ""), ("rate", "5"),
    ), ("Wholesale",)),
    (58, "1007", "Two of our trail bikes arrived without pedals.", (
        ("ada", "I am sorry, Maria. Which order was it?"), ("customer", "B-1079."),
        ("note", "Packed in Portland; ask the warehouse about the checklist."),
        ("ada", "The pedals left this morning and will be with you on Thursday."), ("close", ""), ("rate", "4"),
    ), ("Shipping",)),
    (49, "1011", "There is a crack in the frame near the bottom bracket.", (
        ("ada", "Please stop riding it. Can you send a picture and the serial number?"),
        ("customer", "TR-2231, the picture is on its way."), ("note", "A clear case for the warranty."),
        ("ada", "We send a new frame, at no cost."), ("customer", "That was fast!"), ("close", ""), ("rate", "5"),
    ), ("Warranty",)),
    (36, "1014", "Is the city bike also there in green?", (
        ("ciaran", "From March on, yes."), ("close", ""),
    ), ()),
    (27.5, "lead-1", "Do you deliver to Switzerland?", (
        ("ciaran", "We do; customs are in the price."), ("customer", "Great, I will order."), ("close", ""),
    ), ("Shipping",)),
    (26, "1016", "My parcel has not moved for a week.", (
        ("assign", ""), ("ada", "The carrier lost it, I am sorry. Shall we send another one?"),
        ("customer", "Yes please."), ("ada", "It left today."), ("close", ""), ("rate", "3"),
    ), ("Shipping",)),
    (20, "1010", "The app for rentals could show which bikes are charged.", (
        ("ciaran", "A good idea, I told those who make it."), ("note", "The third who asks for this."), ("close", ""),
    ), ("Feedback",)),
    (12, "1001", "We need eight more cargo bikes before Christmas.", (
        ("ciaran", "I ask the factory and come back to you."), ("snooze", "21"),
    ), ("Wholesale",)),
    (8, "1019", "Which size for 172 cm?", (
        ("ada", "A medium; the saddle goes from 70 to 88 cm."), ("customer", "And for my son, 150?"),
    ), ()),
    (5.5, "lead-3", "Our guests would like to borrow bikes. What would ten of them cost?", (
        ("assign", ""), ("note", "For Ciaran, who has the prices for hotels."),
    ), ()),
    (2, "1020", "I entered the wrong address for my order!", (
        ("ada", "Caught in time. Which one is right?"), ("customer", "12 Harbour Street, flat 3."),
    ), ("Shipping",)),
    (0.6, "lead-4", "Hello? Is anybody there?", (), ()),
)  # fmt: skip

RETURNS: Final[dict[str, Any]] = {
    "name": "Return", "category": "Customer", "description": "Something is sent back", "is_internal": False,
}  # fmt: skip
RETURN_ATTRIBUTES: Final[tuple[dict[str, Any], ...]] = (
    {"name": "Order number", "description": "As on the invoice", "data_type": "string"},
    {"name": "Items", "description": "How many are in the box", "data_type": "integer"},
)

#: Days ago, kind, whose, title, description, further attributes, the id of the state that it came to, and replies.
TICKETS: Final[
    tuple[tuple[float, str, str, str, str, dict[str, Any], str, tuple[tuple[str, str], ...]], ...]
] = (
    (70, "return", "1008", "Wrong size", "The helmet is too small", {"Order number": "B-1074", "Items": 1}, "4", (
        ("comment", "The label is in your mailbox."), ("note", "Arrived, as new."),
    )),
    (44, "return", "1012", "Light does not work", "It stays dark", {"Order number": "B-1047", "Items": 2}, "4", (
        ("comment", "We refund both of them; keep the broken one."),
    )),
    (30, "bug", "1005", "Invoice as PDF is empty", "One white page", {}, "4", (
        ("note", "Only with accents in the name."), ("comment", "Solved, please download it again."),
    )),
    (18, "bug", "1009", "Rental app shows the wrong time", "Nine hours off", {}, "2", (
        ("note", "Time zone of the workspace instead of the shop's."),
    )),
    (11, "return", "1017", "Changed my mind", "Not used", {"Order number": "B-1021", "Items": 1}, "3", (
        ("comment", "No problem. Did the label reach you?"),
    )),
    (7, "bug", "1003", "Cannot reorder from the list", "The button does nothing", {}, "2", ()),
    (2.5, "return", "1018", "Damaged box", "The fork has a scratch", {"Order number": "B-1015", "Items": 1}, "", ()),
    (0.4, "bug", "1020", "Address cannot be changed", "After the order is placed", {}, "", ()),
)  # fmt: skip
