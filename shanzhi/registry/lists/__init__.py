"""How does a published list come in from a spreadsheet, and how does it go out again?"""
