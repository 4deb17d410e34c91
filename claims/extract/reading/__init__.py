"""Text becomes paragraphs, quotations and one mended parse, which every later room reads."""
