"""Text that one article shares with another: found, grouped, stored, asked for.

words and prints (pure) say how much two texts share, grouping (pure) what that makes one text, store
keeps it, rulings holds what people say against it, selectors answers the other rooms.
"""
