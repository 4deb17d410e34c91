"""What a change of an article touches: claims and reports are marked, none is flipped. It knows no room."""
