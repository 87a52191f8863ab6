"""Tags in text, where a browser's tokenizer sees them."""

from __future__ import annotations

import pytest

from frontend_patch.html.tags import attributes, decoded, tag_end


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("<a>", {}),
        ("<a b/c>", {}),
        ("<a b=>", {}),
        ("<a =b>", {}),
        ('<a b="">', {"b": '""'}),
        ('<a B = "x>y" c>', {"b": '"x>y"'}),
        ("<a\nb\t=\f'\"' c=d>", {"b": "'\"'", "c": "d"}),
        ("<a b=c/>", {"b": "c/"}),
        ('<a b=c"d>', {"b": 'c"d'}),
        ('<a b="c"=d>', {"b": '"c"'}),
        ('<a b= c="d">', {"b": 'c="d"'}),
        ("<a b\v=c>", {"b\v": "c"}),
        ("<a b=c\xa0d>", {"b": "c\xa0d"}),
    ],
)
def test_a_tag_ends_and_has_its_values(tag: str, values: dict[str, str]) -> None:
    text = f"é{tag}>"
    assert tag_end(text, 1) == len(tag) + 1
    found = attributes(text, 1)
    assert {one.name: text[one.value_start : one.value_end] for one in found} == values


@pytest.mark.parametrize("tag", ["<a", "<a b", "<a b=", '<a b=">', "<a b='>\">", '<a b = "c> d>'])
def test_a_tag_that_does_not_end_is_none(tag: str) -> None:
    assert tag_end(tag, 0) is None


@pytest.mark.parametrize(
    ("raw", "text", "places"),
    [
        ("ab", "ab", [0, 1, 2]),
        ("&#39;a&apos;", "'a'", [0, 5, 6, 12]),
        ("a&#x3b;b", "a;b", [0, 1, 7, 8]),
        ("&&amp;x", "&&x", [0, 1, 6, 7]),
    ],
)
def test_a_value_is_decoded_with_the_places_it_came_from(
    raw: str, text: str, places: list[int]
) -> None:
    assert decoded(raw) == (text, places)
