"""Reading a region's reference files: parsed text in, frozen records out, or one clear sentence about the first mistake."""
