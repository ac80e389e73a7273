"""The demo newsroom «البيدر»: invented people, articles written for it, pictures drawn for it."""

#: Username, password and role of the accounts that `load` makes. They exist in the demo alone.
LOGINS = [
    ("journalist", "baydar-journalist", "صحافيّ"),
    ("editor", "baydar-editor", "محرّر"),
    ("chief", "baydar-chief", "رئيس تحرير"),
]
