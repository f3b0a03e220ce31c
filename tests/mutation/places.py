"""From the text that a reader made of a file back to the characters of the file.

A reader leaves out markup and a page's chrome, drops and adds blanks, but keeps the order of what it keeps. So each
line of the text, without its blanks, is found in the source without its blanks and tags, from where the last one
ended. That this leads to the right place is proved by every mutant: the text read from the changed source must be
the text with just that change (``judge``).
"""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<!--.*?-->|<(script|style|title)\b.*?</\1\s*>|<[a-zA-Z/!?][^>]*>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&#?[0-9a-zA-Z]{1,8};")


class Places:
    """Where the characters of a document's text stand in its source; None for those that cannot be told."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        if source == text:
            self.offsets: list[int | None] = list(range(len(text)))
            return
        visible, origins = _visible(source)
        self.offsets = [None] * len(text)
        position = start = 0
        for line in text.split("\n"):
            kept = [start + index for index, character in enumerate(line) if not character.isspace()]
            found = visible.find("".join(text[index] for index in kept), position)
            if kept and found >= 0:
                for index, place in enumerate(kept):
                    self.offsets[place] = origins[found + index]
                position = found + len(kept)
            start += len(line) + 1

    def replaced(self, edits: list[tuple[int, int, str]]) -> str | None:
        """The source with the characters of some spans of the text written anew; None where one has no place."""
        characters: dict[int, str] = {}
        for start, end, new in edits:
            places = [self.offsets[index] for index in range(start, end)]
            if None in places or not places:
                return None
            first, *rest = (place for place in places if place is not None)
            characters[first] = new
            characters.update(dict.fromkeys(rest, ""))
        pieces, position = [], 0
        for place in sorted(characters):
            pieces += [self.source[position:place], characters[place]]
            position = place + 1
        return "".join([*pieces, self.source[position:]])


def _visible(source: str) -> tuple[str, list[int]]:
    """The source without tags and blanks, and the place of each of its characters."""
    characters, origins, position = [], [], 0
    for hidden in [*_TAG.finditer(source), None]:
        end = hidden.start() if hidden else len(source)
        while position < end:
            entity = _ENTITY.match(source, position, end) if source[position] == "&" else None
            shown = html.unescape(entity.group()) if entity else source[position]
            for character in shown:
                if not character.isspace():
                    characters.append(character)
                    origins.append(position)
            position = entity.end() if entity else position + 1
        position = hidden.end() if hidden else end
    return "".join(characters), origins
