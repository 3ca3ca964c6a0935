"""Winners, from the draw to the letter box: told, reminded, claiming, replaced, sent to."""
